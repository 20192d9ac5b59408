//! A device's side of sync, without a network: frames and news go in, frames and waits come out. The same code runs in the
//! program and in the simulation that tries to break it. [`BookJournal`] keeps what it must keep in a book's own file, sealed on
//! the way out.
//!
//! The order of work and what may be believed are those of `docs/sync-protocol.md`: pull and push go on side by side, a page is
//! applied only where it continues what the device has, an acknowledgement only ends resending on its connection, and what is
//! durable on the server is what came back in a page.

mod backoff;
mod body;
mod book;
mod folder;
mod folder_pack;
mod journal;
mod live;
mod machine;
mod members;
mod pack;
mod reconcile;
mod snapshots;
mod transfer;

pub use backoff::Backoff;
pub use book::{BookError, BookJournal, Chance, Sealing};
pub use folder::{OpenedItems, Outgoing};
pub use folder_pack::{OpenedPack, PackNews, PackState};
pub use journal::{Journal, Position, SealedPack};
pub use machine::{Machine, Output, State};
pub use members::{
    KeyError, Membership, Settled, When, book_keys, first_role, keep_invitation, may_only_read,
};
