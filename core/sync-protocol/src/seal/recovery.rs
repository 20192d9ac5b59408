//! Recovery: a secret of its own that is written down as 24 words and kept on no device.
//!
//! The book names its public key as a member, so that every later generation of keys is wrapped for it too. An *envelope*, sealed
//! for it and put where the book's log is, holds the book's secret and the generations of that moment. Whoever has the words
//! opens the envelope, reads the log, and opens later generations on the way.

use super::exchange::{BadKey, ExchangeKey, UnwrapError, member_of_key, open_with, seal_for};
use super::keys::{BookKeys, Generation};
use crate::{BookTag, DeviceTag};
use bip39::{Language, Mnemonic};
use hkdf::Hkdf;
use prost::Message;
use sha2::Sha256;
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Bytes an envelope may take.
pub const ENVELOPE_BYTES: usize = 4096;
/// Generations in an envelope, the newest: with their 100 bytes each they leave room for the rest.
const ENVELOPE_GENERATIONS: usize = 32;

/// The recovery secret.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoverySecret([u8; 32]);

/// Words that are no recovery phrase.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// Not 24 of them.
    #[error("a recovery phrase has 24 words; these are {0}")]
    Count(usize),
    /// A word that is in no phrase; counted from 1.
    #[error("word {0} is none of a recovery phrase")]
    Word(usize),
    /// Words in a wrong order, or a wrong one among them.
    #[error("the words do not belong together: one is wrong, or their order is")]
    Checksum,
}

/// 32 bytes as 24 English words (BIP-39: 256 bits and a checksum of 8).
///
/// # Panics
/// Never: BIP-39 takes 32 bytes.
pub fn words(secret: &[u8; 32]) -> Zeroizing<String> {
    let words = Mnemonic::from_entropy(secret).expect("BIP-39 takes 32 bytes");
    Zeroizing::new(words.to_string())
}

/// The 32 bytes of 24 words; case and spacing do not matter.
///
/// # Errors
/// [`PhraseError`].
pub fn from_words(text: &str) -> Result<Zeroizing<[u8; 32]>, PhraseError> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    if words.len() != 24 {
        return Err(PhraseError::Count(words.len()));
    }
    let joined = Zeroizing::new(words.join(" "));
    let parsed = Mnemonic::parse_in_normalized(Language::English, &joined).map_err(|error| match error {
        bip39::Error::UnknownWord(at) => PhraseError::Word(at + 1),
        _ => PhraseError::Checksum,
    })?;
    let entropy = Zeroizing::new(parsed.to_entropy());
    entropy.as_slice().try_into().map(Zeroizing::new).map_err(|_| PhraseError::Checksum)
}

impl RecoverySecret {
    /// From 32 fresh random bytes.
    pub const fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// As 24 English words ([`words`]).
    pub fn words(&self) -> Zeroizing<String> {
        words(&self.0)
    }

    /// From its words; case and spacing do not matter.
    ///
    /// # Errors
    /// [`PhraseError`].
    pub fn from_words(text: &str) -> Result<Self, PhraseError> {
        from_words(text).map(|secret| Self(*secret))
    }

    fn derive<const N: usize>(&self, info: &[u8]) -> [u8; N] {
        let mut key = [0; N];
        Hkdf::<Sha256>::new(Some(b"valorize recovery 1"), &self.0)
            .expand(info, &mut key)
            .expect("HKDF gives that many bytes");
        key
    }

    /// The key that opens what is sealed for [`RecoverySecret::public`].
    pub fn exchange(&self) -> ExchangeKey {
        ExchangeKey::new(self.derive(b"exchange"))
    }

    /// The public key, which the book names.
    pub fn public(&self) -> [u8; 32] {
        self.exchange().public()
    }

    /// The member of the book that the public key is.
    pub fn member(&self) -> DeviceTag {
        member_of_key(&self.public())
    }

    /// Where an envelope may be looked for by who has the words and not the book's tag; it says nothing of the public key.
    pub fn lookup(&self) -> [u8; 16] {
        self.derive(b"lookup")
    }
}

impl fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySecret(..)")
    }
}

/// What an envelope holds, on the wire.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct Content {
    #[prost(bytes = "vec", tag = "1")]
    secret: Vec<u8>,
    #[prost(bytes = "vec", repeated, tag = "2")]
    generations: Vec<Vec<u8>>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Content(..)")
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        self.secret.zeroize();
        self.generations.zeroize();
    }
}

/// What an envelope gave.
#[derive(Clone)]
pub struct Recovered {
    /// The book's secret.
    pub secret: Zeroizing<[u8; 32]>,
    /// Its keys as of when the envelope was made.
    pub keys: BookKeys,
}

impl fmt::Debug for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recovered(..)")
    }
}

fn info(book: BookTag) -> Vec<u8> {
    [b"valorize envelope 1".as_slice(), &book.0].concat()
}

/// Seals the book's secret and the newest generations of its keys for a recovery key. The result has at most
/// [`ENVELOPE_BYTES`]. `seed`: 32 fresh random bytes.
///
/// # Errors
/// [`BadKey`] when the public key is none.
pub fn envelope(
    secret: &[u8; 32],
    keys: &BookKeys,
    public: &[u8; 32],
    seed: [u8; 32],
) -> Result<Vec<u8>, BadKey> {
    let mut content = Content { secret: secret.to_vec(), generations: Vec::new() };
    content.generations.extend(in_envelope(keys).map(|generation| generation.to_bytes().to_vec()));
    let plain = Zeroizing::new(content.encode_to_vec());
    seal_for(public, &info(keys.tag()), &plain, seed)
}

/// The generations an envelope made now holds: the first follows from the secret, and of the others the newest.
pub fn in_envelope(keys: &BookKeys) -> impl Iterator<Item = &Generation> {
    keys.generations().rev().take(ENVELOPE_GENERATIONS)
}

/// Opens an envelope of the book `book`.
///
/// # Errors
/// [`UnwrapError::Broken`] when it is for other words or another book.
pub fn open_envelope(book: BookTag, words: &RecoverySecret, bytes: &[u8]) -> Result<Recovered, UnwrapError> {
    let plain = open_with(&words.exchange(), &info(book), bytes)?;
    let content = Content::decode(plain.as_slice()).map_err(|_| UnwrapError::Newer)?;
    let secret: [u8; 32] = content.secret.as_slice().try_into().map_err(|_| UnwrapError::Newer)?;
    let secret = Zeroizing::new(secret);
    let mut keys = BookKeys::from_secret(&secret);
    if keys.tag() != book {
        return Err(UnwrapError::Broken);
    }
    for bytes in &content.generations {
        keys.add(Generation::from_bytes(bytes).ok_or(UnwrapError::Newer)?);
    }
    Ok(Recovered { secret, keys })
}
