// Three hundred users read and write for five minutes; the parts of the run are compared with each other.
// Made of bench/load/scenarios/soak.toml by `cargo run -p load -- k6`: change that, not this.
import { iterate, provision } from './valorize.js';

export const options = {
  "scenarios": {
    "soak": {
      "executor": "ramping-vus",
      "gracefulStop": "10s",
      "stages": [
        {
          "duration": "5s",
          "target": 300.0
        },
        {
          "duration": "70s",
          "target": 300.0
        },
        {
          "duration": "5s",
          "target": 300.0
        },
        {
          "duration": "70s",
          "target": 300.0
        },
        {
          "duration": "5s",
          "target": 300.0
        },
        {
          "duration": "70s",
          "target": 300.0
        },
        {
          "duration": "5s",
          "target": 300.0
        },
        {
          "duration": "70s",
          "target": 300.0
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
  "books": 300,
  "filters": {
    "account": 25,
    "amount": 15,
    "category": 15,
    "month": 25,
    "none": 10,
    "text": 10
  },
  "mix": {
    "accounts": 15,
    "create": 20,
    "list": 65
  },
  "think": 1.0,
  "timeout": 10.0,
  "transactions": 300
};

export const setup = () => provision(work);

export default (books) => iterate(work, books);
