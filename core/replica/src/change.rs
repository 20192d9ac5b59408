//! Changes as bytes, and what can be known of them without a document.

use crate::{Entity, IdentityKey, ShardKey, mint};
use automerge::Change;
use domain::KeyGenerationId;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// SHA-256 of a change's uncompressed chunk; names the change everywhere.
pub type ChangeHash = [u8; 32];

/// A change as it is stored and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawChange {
    /// The document it belongs to.
    pub shard: ShardKey,
    /// The hash it claims.
    pub hash: ChangeHash,
    /// The chunk, deflated when large.
    pub bytes: Vec<u8>,
}

/// The parts of a change that order it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeHeader {
    /// Its hash, computed from its bytes.
    pub hash: ChangeHash,
    /// Who made it.
    pub actor: Vec<u8>,
    /// The how-manieth of the actor in this document, from 1.
    pub seq: u64,
    /// What it builds on.
    pub deps: Vec<ChangeHash>,
}

/// Why bytes are not the change they claim to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Not a change chunk.
    #[error("not a change: {0}")]
    Unreadable(String),
    /// The content has another hash.
    #[error("the content does not have the hash it claims")]
    WrongHash,
}

/// Length of the magic bytes that open a chunk; the 4-byte checksum follows.
const MAGIC_LENGTH: usize = 4;

impl RawChange {
    /// Reads the header and verifies the hash. The library ignores the checksum inside the chunk, so both are compared
    /// here. Never panics, whatever the bytes.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn header(&self) -> Result<ChangeHeader, ChangeError> {
        let change = self.parse()?;
        Ok(header_of(&change))
    }

    /// Was it minted ([`crate::mint`])? Then its actor follows from its content, and no two such changes of one actor differ.
    pub fn is_minted(&self, identity: &IdentityKey) -> bool {
        let Ok(change) = self.parse() else { return false };
        if change.seq() != 1 || !change.deps().is_empty() {
            return false;
        }
        let Ok(decoded) = catch_unwind(AssertUnwindSafe(|| change.decode())) else { return false };
        let Some(content) = mint::content(&decoded.operations) else { return false };
        change.actor_id().to_bytes() == identity.actor_for_content(&self.shard.to_string(), &content)
    }

    /// The oldest generation of the book's keys that it hands out; `None` when it hands out none.
    pub fn oldest_key_handed_out(&self) -> Option<KeyGenerationId> {
        if self.shard != ShardKey::Keys {
            return None;
        }
        let change = self.parse().ok()?;
        let decoded = catch_unwind(AssertUnwindSafe(|| change.decode())).ok()?;
        let keys = decoded.operations.iter().filter_map(|operation| match &operation.key {
            automerge::legacy::Key::Map(key) => Entity::from_key(&self.shard, key),
            automerge::legacy::Key::Seq(_) => None,
        });
        keys.filter_map(|entity| match entity {
            Entity::Wrap(generation, _) => Some(generation),
            _ => None,
        })
        .min()
    }

    pub(crate) fn parse(&self) -> Result<Change, ChangeError> {
        let parsed = catch_unwind(AssertUnwindSafe(|| Change::try_from(self.bytes.as_slice())));
        let change = match parsed {
            Ok(Ok(change)) => change,
            Ok(Err(error)) => return Err(ChangeError::Unreadable(error.to_string())),
            Err(_) => return Err(ChangeError::Unreadable("the reader gave up on it".to_owned())),
        };
        let checksum = self.bytes.get(MAGIC_LENGTH..MAGIC_LENGTH + 4);
        if change.hash().0 != self.hash || checksum != Some(&self.hash[..4]) {
            return Err(ChangeError::WrongHash);
        }
        Ok(change)
    }

    pub(crate) fn from_change(shard: ShardKey, mut change: Change) -> (Self, ChangeHeader) {
        let header = header_of(&change);
        let bytes = change.bytes().into_owned();
        (Self { shard, hash: header.hash, bytes }, header)
    }
}

fn header_of(change: &Change) -> ChangeHeader {
    ChangeHeader {
        hash: change.hash().0,
        actor: change.actor_id().to_bytes().to_vec(),
        seq: change.seq(),
        deps: change.deps().iter().map(|dep| dep.0).collect(),
    }
}
