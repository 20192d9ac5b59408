//! The program as people run it: a process, its output, its exit code, the file it leaves.

mod bad_books;
mod bad_files;
mod exports;
mod kill;
mod manual;
mod process;
mod scenarios;
