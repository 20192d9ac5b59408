// Each user has a book of its own: of a hundred requests 65 list transactions, 20 add one, 15 ask for the accounts.
// Made of bench/load/scenarios/mixed.toml by `cargo run -p load -- k6`: change that, not this.
import { iterate, provision } from './valorize.js';

export const options = {
  "scenarios": {
    "mixed": {
      "executor": "ramping-vus",
      "gracefulStop": "10s",
      "stages": [
        {
          "duration": "5s",
          "target": 100.0
        },
        {
          "duration": "35s",
          "target": 100.0
        },
        {
          "duration": "5s",
          "target": 250.0
        },
        {
          "duration": "35s",
          "target": 250.0
        },
        {
          "duration": "5s",
          "target": 400.0
        },
        {
          "duration": "35s",
          "target": 400.0
        },
        {
          "duration": "5s",
          "target": 550.0
        },
        {
          "duration": "35s",
          "target": 550.0
        },
        {
          "duration": "5s",
          "target": 650.0
        },
        {
          "duration": "45s",
          "target": 650.0
        }
      ],
      "startVUs": 0
    }
  },
  "setupTimeout": "10m",
  "thresholds": {
    "http_req_duration": [
      "p(95)<=300",
      "p(95)<=25",
      "p(99)<=100"
    ],
    "http_req_failed": [
      "rate<0.005"
    ]
  }
};

const work = {
  "books": 650,
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
