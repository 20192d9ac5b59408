//! The program as people run it: a process, its output, its exit code, the file it leaves.

#![allow(
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::format_push_string,
    clippy::redundant_closure,
    reason = "a panic is how a test says no"
)]

mod bad_books;
mod bad_files;
mod encryption;
mod exports;
mod hosted;
mod issuer;
mod kill;
mod manual;
mod process;
mod readme;
mod scenarios;
mod serve;
mod sharing;
mod sign_in;
mod stand;
mod sync;
