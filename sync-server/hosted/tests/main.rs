//! Hosted books with real devices, a real Postgres and, where it matters, a real Redis.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a panic is how a test says no")]

mod hosted;
