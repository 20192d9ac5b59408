//! A hosted book's keys in memory: opening entries of its log as a device does, and sealing changes for it.

use crate::vault::{Secrets, Vault};
use replica::{ChangeHeader, IdentityKey, KeyGenerationId, MemberId, RawChange};
use sha2::{Digest as _, Sha256};
use sync_protocol::seal::{
    Body, BookKeys, CannotWrite, ExchangeKey, Generation, GenerationId, NameKey, OpenError, PlainChange,
    SealedChange, open, seal, unwrap,
};
use sync_protocol::{BookTag, DeviceTag, Item};

/// An entry of the log, as far as it opens.
pub enum Opened {
    /// A change.
    Change(RawChange),
    /// Nobody who may write has signed it; why.
    Forged(String),
    /// A key that is still to come, or a body of a later version.
    NotYet,
}

/// A book of which the server has keys.
#[derive(Clone)]
pub struct OpenBook {
    pub tag: BookTag,
    /// The row of the server's device.
    pub device: i64,
    /// The server among the members.
    pub member: MemberId,
    /// Actors of what is minted here.
    pub identity: IdentityKey,
    pub version: i32,
    pub keys: BookKeys,
    secrets: Secrets,
}

impl OpenBook {
    /// From what was kept; `None` while the owner has not handed the keys over.
    pub fn new(tag: BookTag, device: i64, member: DeviceTag, version: i32, secrets: Secrets) -> Option<Self> {
        let names = NameKey::new(secrets.names?);
        let generations = secrets.generations.iter().filter_map(|bytes| Generation::from_bytes(bytes));
        let keys = BookKeys::handed(tag, names, generations)?;
        let (identity, member) = (IdentityKey::new(&secrets.identity), MemberId(member.0));
        Some(Self { tag, device, member, identity, version, keys, secrets })
    }

    /// Opens an entry.
    pub fn open(&self, item: &Item) -> Opened {
        let Some(sealed) = SealedChange::from_item(item.clone()) else { return Opened::NotYet };
        match open(self.tag, &self.keys, &sealed) {
            Ok(plain) => {
                let body = Body::read(&plain, item, self.keys.names());
                let change = body.and_then(|body| {
                    let shard = body.document.parse().ok()?;
                    Some(RawChange { shard, hash: body.hash, bytes: body.change.to_vec() })
                });
                change.map_or(Opened::NotYet, Opened::Change)
            }
            Err(error @ OpenError::Forged) => Opened::Forged(error.to_string()),
            Err(_) => Opened::NotYet,
        }
    }

    /// Seals a change. `nonce`: fresh random bytes.
    pub fn seal(
        &self,
        change: &RawChange,
        header: &ChangeHeader,
        group: u64,
        nonce: [u8; 24],
    ) -> Result<Item, CannotWrite> {
        let document = change.shard.to_string();
        let body = Body { document: &document, hash: change.hash, change: &change.bytes }.to_bytes();
        let plain = PlainChange {
            hash: change.hash,
            actor: header.actor.clone(),
            sequence: header.seq,
            dependencies: header.deps.clone(),
            group,
            announces: None,
            body,
            document,
        };
        Ok(seal(self.tag, &self.keys, &plain, nonce)?.into_item())
    }

    /// Takes a generation that was wrapped for the server; false when it is not new or not for it.
    pub fn learn(&mut self, id: KeyGenerationId, wrapped: &[u8]) -> bool {
        let id = generation_id(id);
        if self.keys.has(id) {
            return false;
        }
        let key = ExchangeKey::new(self.secrets.exchange);
        let Ok(generation) = unwrap(self.tag, id, DeviceTag(self.member.0), &key, wrapped) else {
            return false;
        };
        self.secrets.generations.push(generation.to_bytes().to_vec());
        self.keys.add(generation)
    }

    /// As it is kept.
    pub fn kept(&self, vault: &Vault, nonce: [u8; 24]) -> Vec<u8> {
        vault.close(self.tag, &self.secrets, nonce)
    }

    /// Twelve bytes that follow from a seed only this server knows the rest of.
    pub fn id(&self, seed: &[u8], number: u32) -> [u8; 12] {
        let hash = Sha256::new()
            .chain_update(b"valorize api id 1")
            .chain_update(self.secrets.identity)
            .chain_update(number.to_le_bytes())
            .chain_update(seed)
            .finalize();
        std::array::from_fn(|at| hash[at])
    }
}

/// The protocol's name of a generation.
fn generation_id(id: KeyGenerationId) -> GenerationId {
    let (number, mark) = id.0.split_at(4);
    GenerationId {
        number: u32::from_be_bytes(std::array::from_fn(|at| number[at])),
        mark: std::array::from_fn(|at| mark[at]),
    }
}
