//! What is tried, and what it is tried with.

mod cache;
mod calls;
mod daily;
mod device;
mod hosting;
mod http;
mod imports;
mod isolation;
mod logs;
mod project;
mod pruned;
mod reports;
mod stand;
mod together;
mod tokens;
mod writes;
