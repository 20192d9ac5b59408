//! What is tried, and what it is tried with.

mod bucket;
mod cloud_tasks;
mod deliveries;
mod door;
mod faults;
mod http;
mod mailbox;
mod outcomes;
mod stand;
