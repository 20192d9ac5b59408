//! Tests of the statement readers: files with expected results, a strict reader as oracle, and arbitrary bytes.

#![expect(clippy::unwrap_used, reason = "a failing test shows where")]

mod conformance;
mod csv_cases;
mod differential;
mod fuzz;
mod ofx_cases;
mod other_formats;
mod support;
