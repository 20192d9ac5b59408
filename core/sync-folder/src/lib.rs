//! Keeping a book in step through a folder that several devices see: Syncthing, a network drive, a stick that is carried around. There is no
//! server and no order of entries but what they build on.
//!
//! Each device writes to files of its own and reads everybody's. What it writes are the sealed items of the wire, each with a link of a
//! keyed chain, so that a file that is torn, half copied, damaged or of another book is read as far as it is good and no further. What a
//! device found in the folder counts as shown; what was there and is gone (an older copy of a stick, a file lost on the way) is written again by
//! whoever still has it. What was written long ago is packed, and only then taken away by who wrote it. `docs/sync-protocol.md` describes the files.
//!
//! [`FolderRemote::exchange`] may be called at any time, any number of times, and be killed at any moment.

mod ahead;
mod beside;
mod disk;
mod envelope;
mod exchange;
mod files;
mod lane;
mod marks;
mod packs;
mod places;
mod segment;

pub use ahead::Looked;
pub use beside::{Mailbox, envelopes, keep_envelope};
pub use disk::{DiskFiles, FolderRemote};
pub use exchange::{Exchange, Exchanged, FolderError, Seen, Sizes, Turn};
pub use files::{Files, Listed, Stamp};
pub use marks::{Reading, readings};
