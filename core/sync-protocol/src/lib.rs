//! What devices and server say to each other, written once for both ends, and how a change is sealed before it leaves a device.
//!
//! This crate knows nothing of money: to it a change is bytes with a header. A server can open
//! nothing of what it carries unless a book's owner has made it a member: [`seal`] needs keys that only members hold, and [`pairing`] a code that only two people's screens show.
//!
//! # The wire
//!
//! One WebSocket message is one [`Frame`], encoded as Protocol Buffers (proto3, <https://protobuf.dev/programming-guides/encoding>):
//! a message with one `oneof`. Fields and frames are only ever added; a reader skips what it does not know, so an old device and
//! a new server understand each other. `docs/sync-protocol.md` describes every frame.

mod chain;
mod folder;
mod frame;
mod hex;
mod ids;
mod limits;
pub mod log;
mod pack;
pub mod pairing;
pub mod seal;

pub use chain::Chain;
pub use folder::{FolderMark, FolderPack, LanePlace, LanePlaces};
pub use frame::{
    Bye, ByeCode, Digest, Frame, Head, Hello, Item, Notice, PART_BYTES, Page, Ping, Pull, Push, PushAck,
    PushResult, Reconcile, SnapshotGet, SnapshotHead, SnapshotPart, SnapshotVerified, Verdict, Want, Welcome,
    WireError,
};
pub use hex::{bytes_of_hex, hex_of_bytes};
pub use ids::{ActorTag, BookTag, DeviceTag, DocumentTag, Epoch, HashTag, ParseTagError};
pub use limits::Limits;
pub use pack::{Pack, PackedBook, PackedDocument, SetAside};

/// Newest version of the protocol this crate speaks.
pub const PROTOCOL: u32 = 1;
