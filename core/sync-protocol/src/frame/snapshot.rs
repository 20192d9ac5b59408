//! A packed state of the book, in parts.

use super::{WireError, sized};
use prost::Message;
use sha2::{Digest as _, Sha256};

/// Bytes of a part at most.
pub const PART_BYTES: usize = 256 << 10;

/// A snapshot, told before its parts.
#[derive(Clone, PartialEq, Message)]
pub struct SnapshotHead {
    /// 16 bytes, random.
    #[prost(bytes = "vec", tag = "1")]
    pub id: Vec<u8>,
    /// Log entries it holds.
    #[prost(uint64, tag = "2")]
    pub base: u64,
    /// [`Chain`] there.
    #[prost(bytes = "vec", tag = "3")]
    pub chain: Vec<u8>,
    /// Bytes in all.
    #[prost(uint64, tag = "4")]
    pub size: u64,
    /// SHA-256 of the sealed bytes.
    #[prost(bytes = "vec", tag = "5")]
    pub sha256: Vec<u8>,
}

impl SnapshotHead {
    pub(super) fn check(&self) -> Result<(), WireError> {
        sized(&self.chain, 32, "snapshot.chain")?;
        sized(&self.sha256, 32, "snapshot.sha256")?;
        sized(&self.id, 16, "snapshot.id")
    }

    /// Are these its sealed bytes?
    pub fn is_of(&self, sealed: &[u8]) -> bool {
        sealed.len() as u64 == self.size && Sha256::digest(sealed).as_slice() == self.sha256
    }

    /// What its sealed bytes are bound to: base (8 bytes, little-endian) and chain.
    pub fn bound(&self) -> Vec<u8> {
        [&self.base.to_le_bytes()[..], &self.chain].concat()
    }
}

/// See [`super::Frame::SnapshotGet`].
#[derive(Clone, PartialEq, Message)]
pub struct SnapshotGet {
    /// The snapshot.
    #[prost(bytes = "vec", tag = "1")]
    pub id: Vec<u8>,
    /// From this byte on: a broken download goes on where it stopped.
    #[prost(uint64, tag = "2")]
    pub offset: u64,
}

/// See [`super::Frame::SnapshotPart`].
#[derive(Clone, PartialEq, Message)]
pub struct SnapshotPart {
    /// The snapshot.
    #[prost(bytes = "vec", tag = "1")]
    pub id: Vec<u8>,
    /// Where these bytes belong.
    #[prost(uint64, tag = "2")]
    pub offset: u64,
    /// The bytes.
    #[prost(bytes = "vec", tag = "3")]
    pub bytes: Vec<u8>,
}

/// See [`super::Frame::SnapshotVerified`].
#[derive(Clone, PartialEq, Message)]
pub struct SnapshotVerified {
    /// The snapshot.
    #[prost(bytes = "vec", tag = "1")]
    pub id: Vec<u8>,
}
