//! The wire, the seal and the keys, from outside.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod confidential;
mod fuzz;
mod golden;
mod keys;
mod pairing;
mod seal;
mod wire;
