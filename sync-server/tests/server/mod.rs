//! What is tried, and what it is tried with.

mod accounts;
mod cells;
mod device;
mod faults;
mod hostile;
mod http;
mod imports;
mod instances;
mod joining;
mod limits;
mod oidc;
mod operations;
mod quick;
mod raw;
mod snapshots;
mod stand;
mod step;
mod tls;
mod traces;
mod worker;
