//! Tests of the store through its public face.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of tests are small")]

mod basics;
mod crash;
mod encryption;
mod faults;
mod keys;
mod log;
mod merge;
mod schema;
mod search;
mod size;
mod support;
mod undo;
