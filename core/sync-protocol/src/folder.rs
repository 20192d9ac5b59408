//! What lies in a shared folder beside the entries: how far a device has read them, and the packed state that takes the place of old ones.

use crate::{PackedDocument, SetAside};
use prost::Message;

/// How far a lane, the files of one writer, was read.
#[derive(Clone, PartialEq, Message)]
pub struct LanePlace {
    /// The lane, 16 bytes.
    #[prost(bytes = "vec", tag = "1")]
    pub lane: Vec<u8>,
    /// Number of the last file read, from 1.
    #[prost(uint64, tag = "2")]
    pub number: u64,
    /// Entries of that file that were read.
    #[prost(uint64, tag = "3")]
    pub entries: u64,
    /// Entries of the whole lane that were read.
    #[prost(uint64, tag = "4")]
    pub total: u64,
    /// The lane's chain there.
    #[prost(bytes = "vec", tag = "5")]
    pub chain: Vec<u8>,
}

/// How far several lanes were read.
#[derive(Clone, PartialEq, Message)]
pub struct LanePlaces {
    /// One each, sorted by lane.
    #[prost(message, repeated, tag = "1")]
    pub lanes: Vec<LanePlace>,
}

/// What a device says of itself in the folder.
#[derive(Clone, PartialEq, Message)]
pub struct FolderMark {
    /// The device's tag.
    #[prost(bytes = "vec", tag = "1")]
    pub device: Vec<u8>,
    /// What its clock said, in milliseconds since 1970. For people.
    #[prost(int64, tag = "2")]
    pub at: i64,
    /// How far it has read.
    #[prost(message, repeated, tag = "3")]
    pub lanes: Vec<LanePlace>,
    /// Packs it has taken in and sees: the first 16 bytes of the SHA-256 of each.
    #[prost(bytes = "vec", repeated, tag = "4")]
    pub packs: Vec<Vec<u8>>,
    /// Grows with each mark of the device: the greatest is the newest.
    #[prost(uint64, tag = "5")]
    pub number: u64,
}

/// The state of a book as one device packed it for the folder, before it is sealed.
#[derive(Clone, PartialEq, Message)]
pub struct FolderPack {
    /// It holds everything up to these places, and nothing else.
    #[prost(message, repeated, tag = "1")]
    pub lanes: Vec<LanePlace>,
    /// Every document, sorted by name.
    #[prost(message, repeated, tag = "2")]
    pub documents: Vec<PackedDocument>,
    /// Changes that were in the folder and are in no document, because they are bad.
    #[prost(message, repeated, tag = "3")]
    pub set_aside: Vec<SetAside>,
}

macro_rules! bytes {
    ($($name:ident),*) => {$(
        impl $name {
            /// As bytes.
            pub fn to_bytes(&self) -> Vec<u8> {
                self.encode_to_vec()
            }

            /// From bytes; `None` when they are none.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                Self::decode(bytes).ok()
            }
        }
    )*};
}

bytes!(LanePlaces, FolderMark, FolderPack);
