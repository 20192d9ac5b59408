//! The machine against a log that fails in every way it can; members and their keys.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod keys;
mod simulation;
