//! Sealing of larger things than a change: the packed state of a book, in parts, so that none of it is missing, moved or of another book, and
//! signed, so that nobody made it who may only read.
//!
//! A blob is `version 1 (1 byte) ‖ number of the generation (4 bytes, little-endian) ‖ salt (32 bytes) ‖ parts`. What is sealed is
//! `length (8 bytes, little-endian) ‖ signature (64) ‖ bytes ‖ zeros` up to a whole number of 4 KiB, in parts of 64 KiB, the last perhaps
//! shorter. Each part is encrypted with XChaCha20-Poly1305 under HKDF-SHA-256(content key, salt, "valorize blob 1"); its nonce is its number
//! from 0 (8 bytes, little-endian), 1 for the last part and 0 for others (1 byte), and 15 zeros; its associated data are book, kind and what
//! the blob is bound to, each preceded by its length (4 bytes, little-endian). The signature is Ed25519 by the generation's writing key over
//! "valorize blob signature 1", book, kind, what the blob is bound to, generation, salt and the SHA-256 of the bytes, each preceded by
//! its length.

use super::{BookKeys, CannotWrite, NameKey, OpenError, SIGNATURE};
use crate::BookTag;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const HEADER_BYTES: usize = 1 + 4 + 32;
const PART_BYTES: usize = 64 << 10;
const TAG_BYTES: usize = 16;
const STEP: usize = 4 << 10;
/// Length and signature.
const PREFIX: usize = 8 + SIGNATURE;

/// What a blob is; one kind never opens as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobKind {
    /// A packed state of a book.
    Pack,
    /// A packed state of a book in a shared folder.
    FolderPack,
    /// How far a device has read a shared folder.
    FolderMark,
}

impl BlobKind {
    const fn text(self) -> &'static [u8] {
        match self {
            Self::Pack => b"pack",
            Self::FolderPack => b"folder pack",
            Self::FolderMark => b"folder mark",
        }
    }
}

/// Seals a blob with the newest generation of the book's keys, bound to `bound`. `salt` is 32 fresh random bytes.
///
/// # Errors
/// [`CannotWrite`].
///
/// # Panics
/// Never: a part is far below the cipher's limit.
pub fn seal_blob(
    book: BookTag,
    keys: &BookKeys,
    kind: BlobKind,
    bound: &[u8],
    bytes: &[u8],
    salt: [u8; 32],
) -> Result<Vec<u8>, CannotWrite> {
    let generation = keys.newest();
    let number = generation.id().number.to_le_bytes();
    let cipher = cipher(generation.content().bytes(), &salt);
    let associated = lengthened(&[book.as_ref(), kind.text(), bound]);
    let signed = signed(book, kind, bound, &number, &salt, bytes);
    let mut plain = Zeroizing::new(Vec::with_capacity((bytes.len() + PREFIX).next_multiple_of(STEP)));
    plain.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    plain.extend_from_slice(&generation.sign(&signed).ok_or(CannotWrite)?);
    plain.extend_from_slice(bytes);
    let padded = plain.len().next_multiple_of(STEP);
    plain.resize(padded, 0);
    let mut sealed = vec![VERSION];
    sealed.extend_from_slice(&number);
    sealed.extend_from_slice(&salt);
    let last = plain.len().div_ceil(PART_BYTES) - 1;
    for (at, part) in plain.chunks(PART_BYTES).enumerate() {
        let payload = Payload { msg: part, aad: &associated };
        let part = cipher.encrypt(&nonce(at, at == last), payload);
        sealed.extend_from_slice(&part.expect("a part is far below the cipher's limit"));
    }
    Ok(sealed)
}

/// Opens a blob.
///
/// # Errors
/// [`OpenError`].
pub fn open_blob(
    book: BookTag,
    keys: &BookKeys,
    kind: BlobKind,
    bound: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (header, parts) = sealed.split_first_chunk::<HEADER_BYTES>().ok_or(OpenError::Broken)?;
    let (version, number, salt) = (header[0], &header[1..5], &header[5..]);
    if version != VERSION || parts.is_empty() {
        return Err(OpenError::Broken);
    }
    let associated = lengthened(&[book.as_ref(), kind.text(), bound]);
    let of = u32::from_le_bytes(number.try_into().map_err(|_| OpenError::Broken)?);
    let mut failure = OpenError::KeyMissing(of);
    for generation in keys.numbered(of) {
        let Some(plain) = decrypted(&cipher(generation.content().bytes(), salt), &associated, parts) else {
            failure = OpenError::Broken;
            continue;
        };
        let (signature, bytes) = unpacked(&plain).ok_or(OpenError::Broken)?;
        if !generation.verifies(&signed(book, kind, bound, number, salt, bytes), signature) {
            return Err(OpenError::Forged);
        }
        return Ok(Zeroizing::new(bytes.to_vec()));
    }
    Err(failure)
}

/// All parts decrypted, if all of them are there and in order.
fn decrypted(cipher: &XChaCha20Poly1305, associated: &[u8], parts: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(parts.len()));
    let last = parts.len().div_ceil(PART_BYTES + TAG_BYTES) - 1;
    for (at, part) in parts.chunks(PART_BYTES + TAG_BYTES).enumerate() {
        let payload = Payload { msg: part, aad: associated };
        plain.extend_from_slice(&Zeroizing::new(cipher.decrypt(&nonce(at, at == last), payload).ok()?));
    }
    Some(plain)
}

/// Signature and bytes, if what follows them is padding.
fn unpacked(plain: &[u8]) -> Option<(&[u8; SIGNATURE], &[u8])> {
    let (length, rest) = plain.split_first_chunk::<8>()?;
    let (signature, rest) = rest.split_first_chunk::<SIGNATURE>()?;
    let (bytes, zeros) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    (zeros.len() < STEP && zeros.iter().all(|byte| *byte == 0)).then_some((signature, bytes))
}

/// What the writing key signs.
fn signed(book: BookTag, kind: BlobKind, bound: &[u8], number: &[u8], salt: &[u8], bytes: &[u8]) -> Vec<u8> {
    let hash = Sha256::digest(bytes);
    lengthened(&[b"valorize blob signature 1", book.as_ref(), kind.text(), bound, number, salt, &hash])
}

fn cipher(content: &[u8; 32], salt: &[u8]) -> XChaCha20Poly1305 {
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(salt), content)
        .expand(b"valorize blob 1", &mut *key)
        .expect("HKDF gives 32 bytes");
    XChaCha20Poly1305::new((&*key).into())
}

fn nonce(at: usize, last: bool) -> XNonce {
    let mut nonce = [0; 24];
    nonce[..8].copy_from_slice(&(at as u64).to_le_bytes());
    nonce[8] = u8::from(last);
    XNonce::from(nonce)
}

/// Each with its length, so that no two lists look the same.
fn lengthened(parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(240);
    for part in parts {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

impl NameKey {
    /// What stands for the state of a book's documents towards the server.
    pub fn digest(&self, documents: &[u8]) -> [u8; 32] {
        self.tag(b"digest", documents)
    }

    /// A link of a chain over what a device writes into a shared folder: only who has the book can make or check one.
    pub fn link(&self, previous: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
        self.tag(b"link", &[previous.as_slice(), bytes].concat())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed test says where")]
mod tests {
    use super::*;

    const BOOK: BookTag = BookTag([1; 16]);

    fn keys() -> BookKeys {
        BookKeys::from_secret(&[7; 32])
    }

    #[test]
    fn a_blob_opens_as_what_it_is_and_nothing_else() {
        for length in [0, 1, 4_024, 4_025, 65_464, 65_465, 200_000] {
            let bytes = vec![5; length];
            let sealed = seal_blob(BOOK, &keys(), BlobKind::Pack, b"place", &bytes, [3; 32]).unwrap();
            let open = |book, bound: &[u8], sealed: &[u8]| {
                open_blob(book, &keys(), BlobKind::Pack, bound, sealed).map(|bytes| bytes.to_vec())
            };
            assert_eq!(open(BOOK, b"place", &sealed), Ok(bytes));
            assert_eq!(open(BookTag([2; 16]), b"place", &sealed), Err(OpenError::Broken));
            assert_eq!(open(BOOK, b"other", &sealed), Err(OpenError::Broken));
            for end in [0, 1, HEADER_BYTES, HEADER_BYTES + 4_112, sealed.len() - 1] {
                if end < sealed.len() {
                    assert!(open(BOOK, b"place", &sealed[..end]).is_err(), "{length} cut at {end}");
                }
            }
            for at in (0..sealed.len()).step_by(997) {
                let mut bent = sealed.clone();
                bent[at] ^= 1;
                assert!(open(BOOK, b"place", &bent).is_err(), "{length} bent at {at}");
            }
        }
    }

    #[test]
    fn parts_do_not_change_places_and_lengths_fall_into_steps() {
        let bytes: Vec<u8> = (0..150_000_u32).map(|n| n.to_le_bytes()[1]).collect();
        let sealed = seal_blob(BOOK, &keys(), BlobKind::Pack, b"", &bytes, [3; 32]).unwrap();
        let (first, second) = (HEADER_BYTES, HEADER_BYTES + PART_BYTES + TAG_BYTES);
        let mut swapped = sealed.clone();
        for at in 0..PART_BYTES + TAG_BYTES {
            swapped.swap(first + at, second + at);
        }
        assert_eq!(open_blob(BOOK, &keys(), BlobKind::Pack, b"", &swapped), Err(OpenError::Broken));
        let length = |bytes: usize| {
            seal_blob(BOOK, &keys(), BlobKind::Pack, b"", &vec![0; bytes], [3; 32]).unwrap().len()
        };
        assert_eq!(length(10), length(4_000));
    }

    #[test]
    fn a_blob_is_sealed_by_the_newest_generation_and_signed_by_who_may_write() {
        let mut rotated = keys();
        let next = rotated.next(&[8; 64]).unwrap();
        rotated.add(next.clone());
        let sealed = seal_blob(BOOK, &rotated, BlobKind::Pack, b"", b"state", [3; 32]).unwrap();
        let open = |keys: &BookKeys| open_blob(BOOK, keys, BlobKind::Pack, b"", &sealed);
        assert_eq!(open(&rotated).map(|bytes| bytes.to_vec()), Ok(b"state".to_vec()));
        assert_eq!(open(&keys()), Err(OpenError::KeyMissing(next.id().number)));
        let names = || NameKey::new([1; 32]);
        let reader = BookKeys::for_reader(keys().tag(), names(), [next.for_reader()]).unwrap();
        assert_eq!(open(&reader).map(|bytes| bytes.to_vec()), Ok(b"state".to_vec()));
        assert_eq!(seal_blob(BOOK, &reader, BlobKind::Pack, b"", b"state", [3; 32]), Err(CannotWrite));
    }

    /// Who may only read has the content key, and encrypts what it likes.
    #[test]
    fn a_blob_that_nobody_signed_who_may_write_is_forged() {
        let keys = keys();
        let mut sealed = seal_blob(BOOK, &keys, BlobKind::Pack, b"", b"state", [3; 32]).unwrap();
        let cipher = cipher(keys.newest().content().bytes(), &[3; 32]);
        let associated = lengthened(&[BOOK.as_ref(), BlobKind::Pack.text(), b""]);
        let mut plain = decrypted(&cipher, &associated, &sealed[HEADER_BYTES..]).unwrap();
        plain[PREFIX] ^= 1;
        let payload = Payload { msg: &plain, aad: &associated };
        let part = cipher.encrypt(&nonce(0, true), payload).unwrap();
        sealed.splice(HEADER_BYTES.., part);
        assert_eq!(open_blob(BOOK, &keys, BlobKind::Pack, b"", &sealed), Err(OpenError::Forged));
    }
}
