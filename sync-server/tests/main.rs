//! The server as a process, with a Postgres and a Redis of its own, and real devices that connect to it.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod server;
