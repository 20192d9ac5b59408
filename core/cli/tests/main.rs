//! The program as people run it: a process, its output, its exit code, the file it leaves.

#![allow(clippy::missing_panics_doc, reason = "a panic is how a test says no")]

mod bad_books;
mod bad_files;
mod exports;
mod kill;
mod manual;
mod process;
mod scenarios;
