//! Greeting, staying in touch, leaving.

use super::snapshot::SnapshotHead;
use super::{WireError, at_most, sized};
use crate::{BookTag, Chain, DeviceTag, Epoch};
use prost::Message;

/// See [`super::Frame::Hello`].
#[derive(Clone, PartialEq, Message)]
pub struct Hello {
    /// Oldest protocol the device speaks.
    #[prost(uint32, tag = "1")]
    pub oldest: u32,
    /// Newest protocol the device speaks.
    #[prost(uint32, tag = "2")]
    pub newest: u32,
    /// Name and version of the program, for the operator's log.
    #[prost(string, tag = "3")]
    pub app: String,
    /// [`BookTag`].
    #[prost(bytes = "vec", tag = "4")]
    pub book: Vec<u8>,
    /// [`DeviceTag`].
    #[prost(bytes = "vec", tag = "5")]
    pub device: Vec<u8>,
    /// Log entries applied, from the first on without a gap.
    #[prost(uint64, tag = "6")]
    pub cursor: u64,
    /// [`Chain`] at the cursor.
    #[prost(bytes = "vec", tag = "7")]
    pub chain: Vec<u8>,
    /// [`Epoch`] the cursor was counted in; empty on the first connection.
    #[prost(bytes = "vec", tag = "8")]
    pub epoch: Vec<u8>,
    /// Snapshots that did not open, load or fit the log here: not to be advised again.
    #[prost(bytes = "vec", repeated, tag = "9")]
    pub unusable: Vec<Vec<u8>>,
}

impl Hello {
    /// Most snapshots a greeting may refuse.
    pub const UNUSABLE: usize = 16;

    pub(super) fn check(&self) -> Result<(), WireError> {
        sized(&self.book, 16, "hello.book")?;
        sized(&self.device, 16, "hello.device")?;
        sized(&self.chain, 32, "hello.chain")?;
        at_most(self.app.len(), 200, "hello.app")?;
        at_most(self.unusable.len(), Self::UNUSABLE, "hello.unusable")?;
        self.unusable.iter().try_for_each(|id| sized(id, 16, "hello.unusable"))?;
        if self.oldest > self.newest {
            return Err(WireError::Field("hello.oldest"));
        }
        if self.epoch.is_empty() { Ok(()) } else { sized(&self.epoch, 16, "hello.epoch") }
    }

    /// The book.
    pub fn book(&self) -> Option<BookTag> {
        BookTag::from_slice(&self.book)
    }

    /// The device.
    pub fn device(&self) -> Option<DeviceTag> {
        DeviceTag::from_slice(&self.device)
    }

    /// The chain at the cursor.
    pub fn chain(&self) -> Option<Chain> {
        Chain::from_slice(&self.chain)
    }

    /// The epoch of the cursor.
    pub fn epoch(&self) -> Option<Epoch> {
        Epoch::from_slice(&self.epoch)
    }
}

/// How to go on after the greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum Verdict {
    /// The cursor is a place in this log: pull and push.
    Resume = 0,
    /// It is not: reconcile.
    Diverged = 1,
    /// The device is so far behind that a snapshot and the rest are less.
    SnapshotAdvised = 2,
    /// The device may read only, or speaks too old a protocol; `reason` says which.
    ReadOnly = 3,
}

/// See [`super::Frame::Welcome`].
#[derive(Clone, PartialEq, Message)]
pub struct Welcome {
    /// The protocol to speak: the newest both know.
    #[prost(uint32, tag = "1")]
    pub protocol: u32,
    /// [`Epoch`] of the log.
    #[prost(bytes = "vec", tag = "2")]
    pub epoch: Vec<u8>,
    /// Entries in the log.
    #[prost(uint64, tag = "3")]
    pub head: u64,
    /// How to go on.
    #[prost(enumeration = "Verdict", tag = "4")]
    pub verdict: i32,
    /// Why, for people; empty when there is nothing to say.
    #[prost(string, tag = "5")]
    pub reason: String,
    /// Largest frame the server takes, bytes.
    #[prost(uint32, tag = "6")]
    pub frame_bytes: u32,
    /// Most items in a push.
    #[prost(uint32, tag = "7")]
    pub push_items: u32,
    /// Most pushes not yet answered.
    #[prost(uint32, tag = "8")]
    pub pushes_in_flight: u32,
    /// The snapshot advised.
    #[prost(message, optional, tag = "9")]
    pub snapshot: Option<SnapshotHead>,
    /// Log entries the newest verified snapshot holds, 0 when there is none; left out by a server that wants none.
    #[prost(uint64, optional, tag = "10")]
    pub verified: Option<u64>,
    /// A whole snapshot nobody but its maker has loaded.
    #[prost(message, optional, tag = "11")]
    pub to_verify: Option<SnapshotHead>,
}

impl Welcome {
    pub(super) fn check(&self) -> Result<(), WireError> {
        sized(&self.epoch, 16, "welcome.epoch")?;
        self.snapshot.iter().chain(&self.to_verify).try_for_each(SnapshotHead::check)
    }
}

/// See [`super::Frame::Ping`].
#[derive(Clone, PartialEq, Message)]
pub struct Ping {
    /// Comes back in the answer.
    #[prost(uint64, tag = "1")]
    pub number: u64,
    /// This is the answer.
    #[prost(bool, tag = "2")]
    pub answer: bool,
    /// Entries in the log, from the server: a lost hint is made good by the next ping.
    #[prost(uint64, tag = "3")]
    pub head: u64,
}

/// Why somebody goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum ByeCode {
    /// The server is being replaced.
    Draining = 0,
    /// No book of this name for this account.
    NotFound = 1,
    /// The token is wrong, expired or revoked.
    Unauthorised = 2,
    /// Too much in too short a time.
    TooMany = 3,
    /// The other side sent something that is no frame.
    Protocol = 4,
    /// The protocol is too old; a newer program is needed.
    UpdateRequired = 5,
    /// The server failed; nothing acknowledged is lost.
    Internal = 6,
    /// The connection could not be kept up with.
    TooSlow = 7,
}

/// See [`super::Frame::Bye`].
#[derive(Clone, PartialEq, Message)]
pub struct Bye {
    /// Why.
    #[prost(enumeration = "ByeCode", tag = "1")]
    pub code: i32,
    /// Come back after so many milliseconds, give or take some.
    #[prost(uint32, tag = "2")]
    pub retry_after_ms: u32,
    /// For people.
    #[prost(string, tag = "3")]
    pub reason: String,
}

/// See [`super::Frame::Notice`].
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Notice {
    /// Number of the newest notification; 0 when only the state of older ones changed.
    #[prost(uint64, tag = "1")]
    pub number: u64,
}
