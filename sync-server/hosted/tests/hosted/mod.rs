//! What is tried, and what it is tried with.

mod cache;
mod device;
mod hosting;
mod http;
mod isolation;
mod logs;
mod project;
mod stand;
mod writes;
