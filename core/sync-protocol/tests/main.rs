//! The wire and the seal, from outside.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod fuzz;
mod golden;
mod seal;
mod wire;
