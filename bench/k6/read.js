// Each user asks for a list of transactions under varying filters, and thinks for a second before the next.
// Made of bench/load/scenarios/read.toml by `cargo run -p load -- k6`: change that, not this.
import { iterate, provision } from './valorize.js';

export const options = {
  "scenarios": {
    "read": {
      "executor": "ramping-vus",
      "gracefulStop": "10s",
      "stages": [
        {
          "duration": "5s",
          "target": 150.0
        },
        {
          "duration": "35s",
          "target": 150.0
        },
        {
          "duration": "5s",
          "target": 300.0
        },
        {
          "duration": "35s",
          "target": 300.0
        },
        {
          "duration": "5s",
          "target": 450.0
        },
        {
          "duration": "35s",
          "target": 450.0
        },
        {
          "duration": "5s",
          "target": 600.0
        },
        {
          "duration": "35s",
          "target": 600.0
        },
        {
          "duration": "5s",
          "target": 900.0
        },
        {
          "duration": "35s",
          "target": 900.0
        },
        {
          "duration": "5s",
          "target": 1000.0
        },
        {
          "duration": "35s",
          "target": 1000.0
        }
      ],
      "startVUs": 0
    }
  },
  "setupTimeout": "10m",
  "thresholds": {
    "http_req_duration": [
      "p(95)<=300",
      "p(95)<=10"
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
  "think": 1.0,
  "timeout": 10.0,
  "transactions": 1000
};

export const setup = () => provision(work);

export default (books) => iterate(work, books);
