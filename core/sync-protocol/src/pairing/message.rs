//! What the two devices tell each other once they know each other. Fields are only ever added.

use crate::seal::{BookKeys, Generation, NameKey};
use crate::{BookTag, DeviceTag};
use prost::Message;
use sha2::{Digest as _, Sha256};
use std::fmt;
use zeroize::Zeroize as _;

/// What the new device says of itself.
#[derive(Clone, PartialEq, Message)]
pub struct Newcomer {
    /// [`DeviceTag`].
    #[prost(bytes = "vec", tag = "1")]
    pub device: Vec<u8>,
    /// For people.
    #[prost(string, tag = "2")]
    pub name: String,
    /// Public half of its exchange key.
    #[prost(bytes = "vec", tag = "3")]
    pub public_key: Vec<u8>,
}

impl Newcomer {
    /// Are its parts of the right size?
    pub(super) fn is_whole(&self) -> bool {
        self.device().is_some() && self.public_key().is_some() && self.name.len() <= 200
    }

    /// Its tag.
    pub fn device(&self) -> Option<DeviceTag> {
        DeviceTag::from_slice(&self.device)
    }

    /// Its public key.
    pub fn public_key(&self) -> Option<[u8; 32]> {
        self.public_key.as_slice().try_into().ok()
    }
}

/// What a device may do with the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
pub enum Role {
    /// Read. A device of a later version may say something this one does not know: it reads.
    Reader = 0,
    /// Read and write.
    Editor = 1,
}

/// Everything the new device needs.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub struct Bundle {
    /// [`BookTag`].
    #[prost(bytes = "vec", tag = "1")]
    pub book: Vec<u8>,
    /// The book's secret; empty for a reader.
    #[prost(bytes = "vec", tag = "2")]
    pub secret: Vec<u8>,
    /// The name key, for a reader.
    #[prost(bytes = "vec", tag = "3")]
    pub names: Vec<u8>,
    /// [`Generation`]s.
    #[prost(bytes = "vec", repeated, tag = "4")]
    pub generations: Vec<Vec<u8>>,
    /// What it may do.
    #[prost(enumeration = "Role", tag = "5")]
    pub role: i32,
    /// Address of the server; empty where there is none.
    #[prost(string, tag = "6")]
    pub server: String,
    /// Name of the account there.
    #[prost(string, tag = "7")]
    pub account: String,
    /// What lets the new device in there.
    #[prost(string, tag = "8")]
    pub token: String,
    /// For the new device's person.
    #[prost(string, tag = "9")]
    pub note: String,
    /// The book is another account's, which shares it.
    #[prost(bool, tag = "10")]
    pub guest: bool,
}

impl Bundle {
    /// The keys of a book for a new device. A reader gets no secret, from which the first generation's writing key follows.
    pub fn new(keys: &BookKeys, secret: &[u8; 32], role: Role) -> Self {
        let reads = role == Role::Reader;
        let bytes = |generation: &Generation| {
            let given = if reads { generation.for_reader() } else { generation.clone() };
            given.to_bytes().to_vec()
        };
        let mut bundle = Self::default();
        bundle.book = keys.tag().0.to_vec();
        bundle.set_role(role);
        bundle.generations = keys.generations().map(bytes).collect();
        if reads {
            bundle.names = keys.names().bytes().to_vec();
        } else {
            bundle.secret = secret.to_vec();
        }
        bundle
    }

    /// The book's secret; `None` for a reader.
    pub fn secret(&self) -> Option<[u8; 32]> {
        self.secret.as_slice().try_into().ok()
    }

    /// What ids of the new device's book follow from: the secret, or, for a reader, who makes none that others see, 32 bytes drawn from
    /// what it has. `None` when it has neither.
    pub fn identity(&self) -> Option<[u8; 32]> {
        let drawn =
            || Sha256::new().chain_update(b"valorize reader 1").chain_update(&self.names).finalize().into();
        self.secret().or_else(|| (self.names.len() == 32).then(drawn))
    }

    /// The keys; `None` when they are not those of the book.
    pub fn keys(&self) -> Option<BookKeys> {
        let book = BookTag::from_slice(&self.book)?;
        let mut generations = Vec::with_capacity(self.generations.len());
        for bytes in &self.generations {
            generations.push(Generation::from_bytes(bytes)?);
        }
        let Some(secret) = self.secret() else {
            let names = self.names.as_slice().try_into().ok()?;
            return BookKeys::for_reader(book, NameKey::new(names), generations);
        };
        let mut keys = BookKeys::from_secret(&secret);
        for generation in generations {
            keys.add(generation);
        }
        (keys.tag() == book).then_some(keys)
    }
}

impl fmt::Debug for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bundle(..)")
    }
}

impl Drop for Bundle {
    fn drop(&mut self) {
        self.secret.zeroize();
        self.names.zeroize();
        self.generations.zeroize();
        self.token.zeroize();
    }
}
