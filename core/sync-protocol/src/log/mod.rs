//! What a log's keeper decides, without IO: the same code in the server, which keeps the log in a database, and in the simulation, which
//! keeps it in memory.

mod cut;
mod greet;
mod judge;
mod reconcile;
mod snapshots;

pub use cut::{Group, PAGE_ENTRIES, cut};
pub use greet::verdict;
pub use judge::{Book, Entry, HEADER_BYTES, Known, Slot, judge};
pub use reconcile::{fingerprint, lacking};
pub use snapshots::{Kept, Told, told};
