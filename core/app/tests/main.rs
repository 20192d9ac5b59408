//! The operations, over real books in real files.

#![allow(
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::format_push_string,
    clippy::redundant_closure,
    reason = "a panic is how a test says no"
)]

mod catalog;
mod client;
mod coming_back;
mod devices;
mod exports;
mod feedback;
mod host;
mod imports;
mod properties;
mod protection;
mod register;
mod scenarios;
mod shared;
mod support;
