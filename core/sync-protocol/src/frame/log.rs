//! Changes on their way into the log and out of it.

use super::{WireError, at_most, sized};
use crate::{ActorTag, Chain, DocumentTag, Epoch, HashTag, Limits};
use prost::Message;

/// A change with the header the server reads.
#[derive(Clone, PartialEq, Message)]
pub struct Item {
    /// [`DocumentTag`].
    #[prost(bytes = "vec", tag = "1")]
    pub document: Vec<u8>,
    /// [`HashTag`] of the change.
    #[prost(bytes = "vec", tag = "2")]
    pub hash: Vec<u8>,
    /// [`ActorTag`].
    #[prost(bytes = "vec", tag = "3")]
    pub actor: Vec<u8>,
    /// The actor's number of this change in this document.
    #[prost(uint64, tag = "4")]
    pub sequence: u64,
    /// [`HashTag`]s of the changes it builds on.
    #[prost(bytes = "vec", repeated, tag = "5")]
    pub dependencies: Vec<Vec<u8>>,
    /// Which of the book's keys sealed the body; 0 is none, in a hosted book.
    #[prost(uint32, tag = "6")]
    pub key: u32,
    /// 24 bytes, when sealed.
    #[prost(bytes = "vec", tag = "7")]
    pub nonce: Vec<u8>,
    /// The sealed change; a page may leave it empty for changes the device pushed on the same connection.
    #[prost(bytes = "vec", tag = "8")]
    pub body: Vec<u8>,
    /// Changes of one action share a number, unique for the device; pages do not part them.
    #[prost(uint64, tag = "9")]
    pub group: u64,
}

impl Item {
    pub(super) fn check(&self, limits: &Limits) -> Result<(), WireError> {
        sized(&self.document, 16, "item.document")?;
        sized(&self.hash, 32, "item.hash")?;
        sized(&self.actor, 16, "item.actor")?;
        at_most(self.dependencies.len(), limits.dependencies, "item.dependencies")?;
        self.dependencies.iter().try_for_each(|hash| sized(hash, 32, "item.dependencies"))?;
        at_most(self.body.len(), limits.body_bytes, "item.body")?;
        if self.key == 0 {
            at_most(self.nonce.len(), 0, "item.nonce")
        } else {
            sized(&self.nonce, 24, "item.nonce")
        }
    }

    /// The item as bytes, to be kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    /// The item of [`Item::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::decode(bytes).ok()
    }

    /// The change.
    pub fn hash(&self) -> Option<HashTag> {
        HashTag::from_slice(&self.hash)
    }

    /// The document.
    pub fn document(&self) -> Option<DocumentTag> {
        DocumentTag::from_slice(&self.document)
    }

    /// The actor.
    pub fn actor(&self) -> Option<ActorTag> {
        ActorTag::from_slice(&self.actor)
    }

    /// What it builds on.
    pub fn dependencies(&self) -> impl Iterator<Item = HashTag> + '_ {
        self.dependencies.iter().filter_map(|hash| HashTag::from_slice(hash))
    }
}

/// See [`super::Frame::Push`].
#[derive(Clone, PartialEq, Message)]
pub struct Push {
    /// Number of this push on this connection; the answer carries it.
    #[prost(uint64, tag = "1")]
    pub number: u64,
    /// Changes, each after those it builds on.
    #[prost(message, repeated, tag = "2")]
    pub items: Vec<Item>,
}

impl Push {
    pub(super) fn check(&self, limits: &Limits) -> Result<(), WireError> {
        at_most(self.items.len(), limits.push_items, "push.items")?;
        at_most(self.items.iter().map(|item| item.body.len()).sum(), limits.push_bytes, "push.items")?;
        self.items.iter().try_for_each(|item| item.check(limits))
    }
}

/// What became of a pushed change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum PushResult {
    /// It is in the log.
    Stored = 0,
    /// It was in the log already.
    Known = 1,
    /// Another change has its actor and sequence: make it anew under a fresh actor.
    Conflict = 2,
    /// Something it builds on is not in the log.
    MissingDependencies = 3,
    /// It is too large.
    TooLarge = 4,
    /// The account's quota is full.
    Quota = 5,
    /// The device may not write to this book.
    Forbidden = 6,
}

/// See [`super::Frame::PushAck`]. It ends resending on this connection; durable is what comes back in a page.
#[derive(Clone, PartialEq, Message)]
pub struct PushAck {
    /// The push's number.
    #[prost(uint64, tag = "1")]
    pub number: u64,
    /// One per item, in order.
    #[prost(enumeration = "PushResult", repeated, tag = "2")]
    pub results: Vec<i32>,
    /// Places in the log, one per item; 0 where it has none.
    #[prost(uint64, repeated, tag = "3")]
    pub places: Vec<u64>,
}

/// See [`super::Frame::Pull`].
#[derive(Clone, PartialEq, Message)]
pub struct Pull {
    /// The cursor.
    #[prost(uint64, tag = "1")]
    pub after: u64,
    /// At most so many bytes of bodies; the server has a limit of its own.
    #[prost(uint32, tag = "2")]
    pub max_bytes: u32,
}

/// See [`super::Frame::Page`]. It is applied only when `after` is the cursor and the chain over its items is `chain`.
#[derive(Clone, PartialEq, Message)]
pub struct Page {
    /// [`Epoch`] of the log.
    #[prost(bytes = "vec", tag = "1")]
    pub epoch: Vec<u8>,
    /// Log entries before it.
    #[prost(uint64, tag = "2")]
    pub after: u64,
    /// Consecutive entries.
    #[prost(message, repeated, tag = "3")]
    pub items: Vec<Item>,
    /// Entries in the log when it was made.
    #[prost(uint64, tag = "4")]
    pub head: u64,
    /// [`Chain`] after its last item.
    #[prost(bytes = "vec", tag = "5")]
    pub chain: Vec<u8>,
    /// It ends inside a group that was too large for one page.
    #[prost(bool, tag = "6")]
    pub more: bool,
}

impl Page {
    pub(super) fn check(&self, limits: &Limits) -> Result<(), WireError> {
        sized(&self.epoch, 16, "page.epoch")?;
        sized(&self.chain, 32, "page.chain")?;
        self.items.iter().try_for_each(|item| item.check(limits))
    }

    /// Does it continue a log that stands at `cursor` with `chain`, in `epoch`?
    pub fn continues(&self, epoch: Epoch, cursor: u64, chain: Chain) -> bool {
        let links = self.items.iter().filter_map(Item::hash);
        self.epoch == epoch.0 && self.after == cursor && self.chain == chain.after_all(links).0
    }
}

/// See [`super::Frame::Head`]. With items it can stand for a page.
#[derive(Clone, PartialEq, Message)]
pub struct Head {
    /// [`Epoch`] of the log.
    #[prost(bytes = "vec", tag = "1")]
    pub epoch: Vec<u8>,
    /// Entries in the log.
    #[prost(uint64, tag = "2")]
    pub head: u64,
    /// The newest entries, when they are few and small.
    #[prost(message, optional, tag = "3")]
    pub page: Option<Page>,
}

impl Head {
    pub(super) fn check(&self, limits: &Limits) -> Result<(), WireError> {
        sized(&self.epoch, 16, "head.epoch")?;
        self.page.as_ref().map_or(Ok(()), |page| page.check(limits))
    }
}
