//! The queue, its worker and what it delivers, on a real Postgres, with workers as processes of their own.
#![allow(clippy::unwrap_used, reason = "a failed test says where")]

mod jobs;
