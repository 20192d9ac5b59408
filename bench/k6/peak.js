// Fifty users ask for lists one after the other without thinking, first of the server, then of a bare axum endpoint that serialises the same page.
// Made of bench/load/scenarios/peak.toml by `cargo run -p load -- k6`: change that, not this.
import { iterate, provision } from './valorize.js';

export const options = {
  "scenarios": {
    "peak": {
      "executor": "ramping-vus",
      "gracefulStop": "10s",
      "stages": [
        {
          "duration": "2s",
          "target": 50.0
        },
        {
          "duration": "18s",
          "target": 50.0
        }
      ],
      "startVUs": 0
    }
  },
  "setupTimeout": "10m",
  "thresholds": {
    "http_req_duration": [
      "p(95)<=300"
    ],
    "http_req_failed": [
      "rate<0.005"
    ]
  }
};

const work = {
  "books": 50,
  "filters": {
    "account": 25,
    "amount": 15,
    "category": 15,
    "month": 25,
    "none": 10,
    "text": 10
  },
  "mix": {
    "accounts": 0,
    "create": 0,
    "list": 100
  },
  "think": 0.0,
  "timeout": 10.0,
  "transactions": 1000
};

export const setup = () => provision(work);

export default (books) => iterate(work, books);
