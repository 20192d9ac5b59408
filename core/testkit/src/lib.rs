//! What tests share: fixed ids and clock, statement generators, the way to fixtures.

#![allow(clippy::missing_panics_doc, reason = "a panic is how a test says no")]

mod fixtures;
mod ids;
pub mod ofx;
pub mod scenario;
mod statements;

pub use fixtures::{repository, shared_fixtures};
pub use ids::{FixedClock, PlainKey, SequentialIds, day};
pub use statements::{IdStyle, history, id_style, line, line_with_id, statement, whole_days, windows};
