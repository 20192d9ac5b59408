//! The packed state of a book: every document with all its history, as it was at one place of the log.

use crate::Item;
use prost::Message;

/// What a snapshot is as bytes.
#[derive(Clone, PartialEq, Message)]
pub struct PackedBook {
    /// The changes of the document that hands out keys, sealed as they are in the log: who is a member finds in them the keys for the rest.
    /// None while the book has its first keys only.
    #[prost(message, repeated, tag = "1")]
    pub keys: Vec<Item>,
    /// [`Pack`], sealed.
    #[prost(bytes = "vec", tag = "2")]
    pub state: Vec<u8>,
}

/// What a snapshot holds, before it is sealed.
#[derive(Clone, PartialEq, Message)]
pub struct Pack {
    /// Log entries it holds, from the first on.
    #[prost(uint64, tag = "1")]
    pub base: u64,
    /// [`crate::Chain`] there.
    #[prost(bytes = "vec", tag = "2")]
    pub chain: Vec<u8>,
    /// Every document, sorted by name.
    #[prost(message, repeated, tag = "3")]
    pub documents: Vec<PackedDocument>,
    /// Changes that are in the log and in no document, because they are bad.
    #[prost(message, repeated, tag = "4")]
    pub set_aside: Vec<SetAside>,
}

/// A document.
#[derive(Clone, PartialEq, Message)]
pub struct PackedDocument {
    /// Its name.
    #[prost(string, tag = "1")]
    pub name: String,
    /// Hashes of the changes nothing builds on, sorted, 32 bytes each.
    #[prost(bytes = "vec", tag = "2")]
    pub heads: Vec<u8>,
    /// SHA-256 of `saved`.
    #[prost(bytes = "vec", tag = "3")]
    pub sha256: Vec<u8>,
    /// The document in Automerge's compressed form.
    #[prost(bytes = "vec", tag = "4")]
    pub saved: Vec<u8>,
}

/// A change set aside as bad.
#[derive(Clone, PartialEq, Message)]
pub struct SetAside {
    /// Name of its document.
    #[prost(string, tag = "1")]
    pub document: String,
    /// Its hash.
    #[prost(bytes = "vec", tag = "2")]
    pub hash: Vec<u8>,
    /// Its bytes.
    #[prost(bytes = "vec", tag = "3")]
    pub change: Vec<u8>,
    /// Why.
    #[prost(string, tag = "4")]
    pub reason: String,
}

impl PackedBook {
    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    /// What [`PackedBook::to_bytes`] gave; `None` when the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::decode(bytes).ok()
    }
}

impl Pack {
    /// As bytes, to be sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    /// The pack of [`Pack::to_bytes`]; `None` when the bytes are none.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::decode(bytes).ok()
    }
}
