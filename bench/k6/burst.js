// Requests come at random moments, whatever the server does: 200 a second, 1,000 for 15 seconds, 200 again.
// Made of bench/load/scenarios/burst.toml by `cargo run -p load -- k6`: change that, not this.
import { iterate, provision } from './valorize.js';

export const options = {
  "scenarios": {
    "burst": {
      "executor": "ramping-arrival-rate",
      "gracefulStop": "10s",
      "preAllocatedVUs": 200,
      "stages": [
        {
          "duration": "2s",
          "target": 200.0
        },
        {
          "duration": "18s",
          "target": 200.0
        },
        {
          "duration": "2s",
          "target": 1000.0
        },
        {
          "duration": "13s",
          "target": 1000.0
        },
        {
          "duration": "2s",
          "target": 200.0
        },
        {
          "duration": "23s",
          "target": 200.0
        }
      ],
      "startRate": 1,
      "timeUnit": "1s"
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
  "books": 200,
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
  "think": 0.0,
  "timeout": 10.0,
  "transactions": 300
};

export const setup = () => provision(work);

export default (books) => iterate(work, books);
