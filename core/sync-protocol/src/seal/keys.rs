//! The keys of a book, in generations. They are wiped from memory when dropped and never printed.

use crate::BookTag;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Encrypts bodies.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ContentKey([u8; 32]);

impl ContentKey {
    /// From 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
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

    /// Its bytes, for a device that may only read and therefore never gets the secret they follow from.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
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

/// Which generation: its number, as headers carry it, and a mark that tells apart two of one number. Newer ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GenerationId {
    /// 1 for the first. Later ones count on in the upper 16 bits; the lower are the first of the mark, so that two devices that
    /// rotate apart hardly ever take one number.
    pub number: u32,
    /// The first bytes of SHA-256 over "valorize generation 1", content key and verifying key.
    pub mark: [u8; 8],
}

impl GenerationId {
    fn of(depth: u16, content: &ContentKey, verifying: &VerifyingKey) -> Self {
        let hash = Sha256::new()
            .chain_update(b"valorize generation 1")
            .chain_update(content.0)
            .chain_update(verifying.as_bytes())
            .finalize();
        let mark: [u8; 8] = std::array::from_fn(|at| hash[at]);
        let low = u32::from(u16::from_be_bytes([mark[0], mark[1]]));
        Self { number: if depth <= 1 { 1 } else { u32::from(depth) << 16 | low }, mark }
    }

    const fn depth(self) -> u16 {
        if self.number == 1 { 1 } else { (self.number >> 16) as u16 }
    }
}

/// The keys of one generation: the content key, the key that verifies who may write, and, on a device that may write, the key
/// that signs.
#[derive(Clone)]
pub struct Generation {
    id: GenerationId,
    content: ContentKey,
    verifying: VerifyingKey,
    writing: Option<SigningKey>,
}

/// Version byte of a generation's bytes.
const VERSION: u8 = 1;

impl Generation {
    fn new(depth: u16, content: [u8; 32], writing: [u8; 32]) -> Self {
        let (content, writing) = (ContentKey::new(content), SigningKey::from_bytes(&writing));
        let verifying = writing.verifying_key();
        Self { id: GenerationId::of(depth, &content, &verifying), content, verifying, writing: Some(writing) }
    }

    /// Which one it is.
    pub const fn id(&self) -> GenerationId {
        self.id
    }

    /// May a device write with it?
    pub const fn writes(&self) -> bool {
        self.writing.is_some()
    }

    /// The same for a device that may only read.
    #[must_use]
    pub fn for_reader(&self) -> Self {
        Self { writing: None, ..self.clone() }
    }

    /// As bytes, to be wrapped for another device or kept on this one: version, number, content key, verifying key and, where
    /// there is one, writing key.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(101));
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.id.number.to_le_bytes());
        bytes.extend_from_slice(&self.content.0);
        bytes.extend_from_slice(self.verifying.as_bytes());
        if let Some(writing) = &self.writing {
            bytes.extend_from_slice(writing.as_bytes());
        }
        bytes
    }

    /// From [`Generation::to_bytes`]; `None` for bytes of a later version, or whose parts do not belong together.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[VERSION])?;
        let (number, rest) = rest.split_first_chunk::<4>()?;
        let (content, rest) = rest.split_first_chunk::<32>()?;
        let (verifying, rest) = rest.split_first_chunk::<32>()?;
        let verifying = VerifyingKey::from_bytes(verifying).ok()?;
        let writing = match rest.len() {
            0 => None,
            _ => Some(SigningKey::from_bytes(&Zeroizing::new(<[u8; 32]>::try_from(rest).ok()?))),
        };
        let number = u32::from_le_bytes(*number);
        let content = ContentKey::new(*content);
        let depth = GenerationId { number, mark: [0; 8] }.depth();
        let id = GenerationId::of(depth, &content, &verifying);
        let whole =
            id.number == number && writing.as_ref().is_none_or(|key| key.verifying_key() == verifying);
        whole.then_some(Self { id, content, verifying, writing })
    }

    pub(super) const fn content(&self) -> &ContentKey {
        &self.content
    }

    pub(super) fn sign(&self, message: &[u8]) -> Option<[u8; 64]> {
        Some(self.writing.as_ref()?.sign(message).to_bytes())
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.verifying.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// All keys of a book on this device.
#[derive(Clone)]
pub struct BookKeys {
    names: NameKey,
    generations: BTreeMap<GenerationId, Generation>,
    tag: BookTag,
}

impl BookKeys {
    /// The keys that follow from a book's 32-byte secret (HKDF-SHA-256): names, and the first generation.
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
        let first = Generation::new(1, derive(b"content 1"), derive(b"writing 1"));
        Self {
            tag: BookTag(std::array::from_fn(|at| tag[at])),
            names: NameKey::new(derive(b"names")),
            generations: BTreeMap::from([(first.id, first)]),
        }
    }

    /// The keys of a device that may only read: it has no secret, only what follows from it. `None` without a generation.
    pub fn for_reader(
        tag: BookTag,
        names: NameKey,
        generations: impl IntoIterator<Item = Generation>,
    ) -> Option<Self> {
        let generations: BTreeMap<_, _> =
            generations.into_iter().map(|generation| (generation.id, generation.for_reader())).collect();
        (!generations.is_empty()).then_some(Self { names, generations, tag })
    }

    /// The keys of a member that was handed them without the secret they follow from. `None` without a generation.
    pub fn handed(
        tag: BookTag,
        names: NameKey,
        generations: impl IntoIterator<Item = Generation>,
    ) -> Option<Self> {
        let generations: BTreeMap<_, _> =
            generations.into_iter().map(|generation| (generation.id, generation)).collect();
        (!generations.is_empty()).then_some(Self { names, generations, tag })
    }

    /// The book's tag on a server: whoever has the secret finds the book, and nobody else can tell which it is.
    pub const fn tag(&self) -> BookTag {
        self.tag
    }

    /// The name key.
    pub const fn names(&self) -> &NameKey {
        &self.names
    }

    /// Adds a generation; the newest one seals from now on. False when nothing is new. A device that could only read with a
    /// generation and is now given the key to write, writes.
    pub fn add(&mut self, generation: Generation) -> bool {
        match self.generations.get(&generation.id) {
            Some(known) if known.writes() || !generation.writes() => false,
            _ => {
                self.generations.insert(generation.id, generation);
                true
            }
        }
    }

    /// Every generation, oldest first.
    pub fn generations(&self) -> impl DoubleEndedIterator<Item = &Generation> {
        self.generations.values()
    }

    /// Is this generation here?
    pub fn has(&self, id: GenerationId) -> bool {
        self.generations.contains_key(&id)
    }

    /// The generation that seals.
    ///
    /// # Panics
    /// Never: there is one from the start.
    pub fn newest(&self) -> &Generation {
        self.generations.values().next_back().expect("there is a generation from the start")
    }

    /// The generation after every one known here, from 64 fresh random bytes. It is for the caller to wrap it, and to add it.
    ///
    /// # Errors
    /// [`TooManyRotations`].
    pub fn next(&self, random: &[u8; 64]) -> Result<Generation, TooManyRotations> {
        let depth = self.newest().id.depth().checked_add(1).ok_or(TooManyRotations)?;
        let (content, writing) = random.split_at(32);
        let part = |bytes: &[u8]| std::array::from_fn(|at| bytes[at]);
        Ok(Generation::new(depth, part(content), part(writing)))
    }

    /// Generations of this number: one, but for a chance in 65,536 where two devices rotated apart.
    pub(super) fn numbered(&self, number: u32) -> impl Iterator<Item = &Generation> {
        let bound = |mark| GenerationId { number, mark };
        self.generations.range(bound([0; 8])..=bound([u8::MAX; 8])).map(|(_, generation)| generation)
    }

    /// The newest generation older than this one.
    pub(super) fn before(&self, id: GenerationId) -> Option<&Generation> {
        self.generations.range(..id).next_back().map(|(_, generation)| generation)
    }
}

/// A book's keys can be rotated 65,534 times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the book's keys were rotated as often as they can be")]
pub struct TooManyRotations;

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

impl fmt::Debug for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generation")
            .field("number", &self.id.number)
            .field("writes", &self.writes())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for BookKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<u32> = self.generations.keys().map(|id| id.number).collect();
        f.debug_struct("BookKeys").field("generations", &numbers).finish_non_exhaustive()
    }
}
