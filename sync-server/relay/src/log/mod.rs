//! The log of every book: numbered, chained, written in groups.

mod append;
mod greet;
mod memory;
mod page;
mod prune;
mod quick;
mod reconcile;
mod room;
mod writer;

pub(crate) use append::{Grown, Pushed};
pub(crate) use greet::{Greeting, greet};
pub use page::Pulled;
pub(crate) use page::page;
pub use prune::prune;
pub(crate) use reconcile::lacking;
pub(crate) use writer::Writer;

/// Numbers on the wire are unsigned, in Postgres signed; places never reach the sign.
pub fn unsigned(number: i64) -> u64 {
    number.cast_unsigned()
}
