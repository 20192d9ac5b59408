//! The keys of a book. They are wiped from memory when dropped and never printed.

use crate::BookTag;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Encrypts bodies.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ContentKey([u8; 32]);

impl ContentKey {
    /// From 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be wrapped for another device.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Names documents, changes and actors for the server. One per book, for ever.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct NameKey([u8; 32]);

impl NameKey {
    /// From 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A name of `N` bytes, at most 32: HMAC-SHA-256 over the kind and the bytes, cut off.
    pub(super) fn tag<const N: usize>(&self, kind: &[u8], bytes: &[u8]) -> [u8; N] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(&[u8::try_from(kind.len()).unwrap_or(u8::MAX)]);
        mac.update(kind);
        mac.update(bytes);
        let whole = mac.finalize().into_bytes();
        std::array::from_fn(|at| whole[at])
    }
}

/// All keys of a book on this device.
#[derive(Clone)]
pub struct BookKeys {
    names: NameKey,
    content: BTreeMap<u32, ContentKey>,
    tag: BookTag,
}

impl BookKeys {
    /// The keys that follow from a book's 32-byte secret (HKDF-SHA-256): names, and content key number 1.
    ///
    /// # Panics
    /// Never: 32 bytes are far below HKDF's limit.
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        let derive = |info: &[u8]| {
            let mut key = [0; 32];
            Hkdf::<Sha256>::new(Some(b"valorize book 1"), secret)
                .expand(info, &mut key)
                .expect("HKDF gives 32 bytes");
            key
        };
        let tag = derive(b"tag");
        Self {
            tag: BookTag(std::array::from_fn(|at| tag[at])),
            names: NameKey::new(derive(b"names")),
            content: BTreeMap::from([(1, ContentKey::new(derive(b"content 1")))]),
        }
    }

    /// The book's tag on a server: whoever has the secret finds the book, and nobody else can tell which it is.
    pub const fn tag(&self) -> BookTag {
        self.tag
    }

    /// The name key.
    pub const fn names(&self) -> &NameKey {
        &self.names
    }

    /// Adds a content key; the one with the highest number seals from now on. Number 0 means unsealed and is refused.
    pub fn add(&mut self, number: u32, key: ContentKey) -> bool {
        number != 0 && self.content.insert(number, key).is_none()
    }

    /// The content key of this number.
    pub fn content(&self, number: u32) -> Option<&ContentKey> {
        self.content.get(&number)
    }

    pub(super) fn newest(&self) -> (u32, &ContentKey) {
        let (number, key) = self.content.last_key_value().expect("there is a key from the start");
        (*number, key)
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(..)")
    }
}

impl fmt::Debug for NameKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameKey(..)")
    }
}

impl fmt::Debug for BookKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BookKeys").field("content", &self.content.keys()).finish_non_exhaustive()
    }
}
