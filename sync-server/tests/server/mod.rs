//! What is tried, and what it is tried with.

mod accounts;
mod device;
mod faults;
mod hostile;
mod http;
mod instances;
mod operations;
mod raw;
mod snapshots;
mod stand;
mod step;
