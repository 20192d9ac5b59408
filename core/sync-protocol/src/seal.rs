//! Sealing: what leaves a device of a sealed book says nothing but how long it is, and that only roughly.
//!
//! A body is padded to a bucket and encrypted with XChaCha20-Poly1305 (RFC 8439's construction with the 24-byte nonce of
//! draft-irtf-cfrg-xchacha-03); its header is bound to it as associated data. Names in the header (document, change, actor) are
//! HMAC-SHA-256 under a key of the book that is never rotated, so that devices agree on them and a guess cannot be tested.
//!
//! Keys come in generations ([`Generation`]): a content key that encrypts, and a pair that signs. Before it is padded, a body gets a
//! signature (Ed25519) over its header and its hash by the writing key of its generation, which devices that may only read do not
//! have: not even together with the server can they write. A device that was taken out of the book does not get the next generation.
//!
//! What is sealed for one device stands in [`exchange`](wrap), the words that bring a book back in [`recovery`], a device's own
//! secrets behind a passphrase in [`keyfile`].
//!
//! Plaintext and ciphertext are different types: [`PlainChange`] has no way onto the wire, [`SealedChange`] none into the book.

mod blob;
mod body;
mod exchange;
pub mod keyfile;
mod keys;
mod padding;
pub(crate) mod random;
pub mod recovery;

pub use blob::{BlobKind, open_blob, seal_blob};
pub use body::Body;
pub use exchange::{BadKey, ExchangeKey, UnwrapError, member_of_key, unwrap, wrap};
pub use keys::{BookKeys, ContentKey, Generation, GenerationId, NameKey, TooManyRotations};
pub(crate) use padding::{pad, unpad};

use crate::{ActorTag, BookTag, DocumentTag, HashTag, Item};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A change as the device holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainChange {
    /// Name of its document.
    pub document: String,
    /// Its hash.
    pub hash: [u8; 32],
    /// Who made it.
    pub actor: Vec<u8>,
    /// The actor's number of it in this document.
    pub sequence: u64,
    /// Hashes of the changes it builds on.
    pub dependencies: Vec<[u8; 32]>,
    /// Number shared by the changes of one action.
    pub group: u64,
    /// The oldest generation of keys that it hands out, or that a change which builds on it does. It is sealed with an older one: with
    /// that one nobody who needs it could open it.
    pub announces: Option<GenerationId>,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// This device may not write to the book, or has no key that the others have too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this device may only read the book")]
pub struct CannotWrite;

/// A change as it travels.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedChange(Item);

/// Why a change cannot be opened. It is kept as it is and tried again when a key arrives; the log goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The book's key of this number is not on this device.
    #[error("key {0} is not on this device")]
    KeyMissing(u32),
    /// Wrong key, damaged, or its header was changed.
    #[error("the change does not open: wrong key, or it was changed on the way")]
    Broken,
    /// It opens, but nobody who may write has signed it. No key will ever change that.
    #[error("the change is not signed by a device that may write")]
    Forged,
    /// The page left the body out, as it may for what the device pushed on the same connection.
    #[error("the change came without its body")]
    NoBody,
}

impl SealedChange {
    /// As an item of a push.
    pub fn into_item(self) -> Item {
        self.0
    }

    /// From an item of a page that went through [`crate::Frame::decode`]; `None` when it is not sealed.
    pub fn from_item(item: Item) -> Option<Self> {
        (item.key != 0).then_some(Self(item))
    }

    /// Its header, for bookkeeping.
    pub const fn item(&self) -> &Item {
        &self.0
    }
}

/// Bytes of a signature.
const SIGNATURE: usize = 64;

/// Seals a change with the newest generation of the book's keys. `nonce` is 24 fresh random bytes.
///
/// # Errors
/// [`CannotWrite`].
///
/// # Panics
/// Never: the cipher's only limit is 256 GiB, and a body is under half a megabyte.
pub fn seal(
    book: BookTag,
    keys: &BookKeys,
    change: &PlainChange,
    nonce: [u8; 24],
) -> Result<SealedChange, CannotWrite> {
    let generation = match change.announces {
        Some(announced) => keys.before(announced).ok_or(CannotWrite)?,
        None => keys.newest(),
    };
    let names = keys.names();
    let mut item = Item {
        document: names.document(&change.document).0.to_vec(),
        hash: names.hash(&change.hash).0.to_vec(),
        actor: names.actor(&change.actor).0.to_vec(),
        sequence: change.sequence,
        dependencies: change.dependencies.iter().map(|hash| names.hash(hash).0.to_vec()).collect(),
        key: generation.id().number,
        nonce: nonce.to_vec(),
        body: Vec::new(),
        group: change.group,
    };
    let signature = generation.sign(&signed(book, &item, &change.body)).ok_or(CannotWrite)?;
    let plain = Zeroizing::new(padding::pad(&[&signature, change.body.as_slice()]));
    let payload = Payload { msg: &plain, aad: &associated(book, &item) };
    item.body = XChaCha20Poly1305::new(generation.content().bytes().into())
        .encrypt(&XNonce::from(nonce), payload)
        .expect("a body is far below the cipher's limit");
    Ok(SealedChange(item))
}

/// Opens a change. The caller must still compare the change's own hash with the header's ([`NameKey::hash`]).
///
/// # Errors
/// [`OpenError`].
pub fn open(book: BookTag, keys: &BookKeys, change: &SealedChange) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let item = &change.0;
    if item.body.is_empty() {
        return Err(OpenError::NoBody);
    }
    let nonce: [u8; 24] = item.nonce.as_slice().try_into().map_err(|_| OpenError::Broken)?;
    let header = associated(book, item);
    let mut failure = OpenError::KeyMissing(item.key);
    for generation in keys.numbered(item.key) {
        let payload = Payload { msg: &item.body, aad: &header };
        let cipher = XChaCha20Poly1305::new(generation.content().bytes().into());
        let Ok(padded) = cipher.decrypt(&XNonce::from(nonce), payload) else {
            failure = OpenError::Broken;
            continue;
        };
        let padded = Zeroizing::new(padded);
        let (signature, body) = padding::unpad(&padded)
            .and_then(<[u8]>::split_first_chunk::<SIGNATURE>)
            .ok_or(OpenError::Forged)?;
        if !generation.verifies(&signed(book, item, body), signature) {
            return Err(OpenError::Forged);
        }
        return Ok(Zeroizing::new(body.to_vec()));
    }
    Err(failure)
}

/// What the writing key signs: the header and the body's hash.
fn signed(book: BookTag, item: &Item, body: &[u8]) -> Vec<u8> {
    let mut bytes = header(b"valorize signature 1", book, item);
    bytes.extend_from_slice(&Sha256::digest(body));
    bytes
}

/// What the cipher binds: the header.
fn associated(book: BookTag, item: &Item) -> Vec<u8> {
    header(b"valorize change 2", book, item)
}

/// The header as bytes, every field with its length, so that no two headers look the same.
fn header(label: &[u8], book: BookTag, item: &Item) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(224 + item.dependencies.len() * 36);
    let mut put = |part: &[u8]| {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(part);
    };
    put(label);
    put(book.as_ref());
    put(&item.document);
    put(&item.hash);
    put(&item.actor);
    put(&item.sequence.to_le_bytes());
    put(&item.key.to_le_bytes());
    put(&item.group.to_le_bytes());
    item.dependencies.iter().for_each(|hash| put(hash));
    bytes
}

impl NameKey {
    /// The server's name of a document.
    pub fn document(&self, name: &str) -> DocumentTag {
        DocumentTag(self.tag(b"document", name.as_bytes()))
    }

    /// The server's name of a change.
    pub fn hash(&self, hash: &[u8; 32]) -> HashTag {
        HashTag(self.tag(b"change", hash))
    }

    /// The server's name of an actor.
    pub fn actor(&self, actor: &[u8]) -> ActorTag {
        ActorTag(self.tag(b"actor", actor))
    }
}
