//! The machine against a log that fails in every way it can.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod simulation;
