//! Sealing of larger things than a change: the packed state of a book, in parts, so that none of it is missing, moved or of another book.
//!
//! A blob is `version 1 (1 byte) ‖ number of the content key (4 bytes, little-endian) ‖ salt (32 bytes) ‖ parts`. What is sealed is
//! `length (8 bytes, little-endian) ‖ bytes ‖ zeros` up to a whole number of 4 KiB, in parts of 64 KiB, the last perhaps shorter. Each part is
//! encrypted with XChaCha20-Poly1305 under HKDF-SHA-256(content key, salt, "valorize blob 1"); its nonce is its number from 0 (8 bytes,
//! little-endian), 1 for the last part and 0 for others (1 byte), and 15 zeros; its associated data are book, kind and what the blob is
//! bound to, each preceded by its length (4 bytes, little-endian).

use super::{BookKeys, NameKey, OpenError};
use crate::BookTag;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const HEADER_BYTES: usize = 1 + 4 + 32;
const PART_BYTES: usize = 64 << 10;
const TAG_BYTES: usize = 16;
const STEP: usize = 4 << 10;

/// What a blob is; one kind never opens as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobKind {
    /// A packed state of a book.
    Pack,
}

impl BlobKind {
    const fn text(self) -> &'static [u8] {
        match self {
            Self::Pack => b"pack",
        }
    }
}

/// Seals a blob with the book's newest key, bound to `bound`. `salt` is 32 fresh random bytes.
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
) -> Vec<u8> {
    let (number, content) = keys.newest();
    let cipher = cipher(content.bytes(), &salt);
    let associated = associated(book, kind, bound);
    let mut plain = Zeroizing::new(Vec::with_capacity((bytes.len() + 8).next_multiple_of(STEP)));
    plain.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    plain.extend_from_slice(bytes);
    let padded = plain.len().next_multiple_of(STEP);
    plain.resize(padded, 0);
    let mut sealed = vec![VERSION];
    sealed.extend_from_slice(&number.to_le_bytes());
    sealed.extend_from_slice(&salt);
    let last = plain.len().div_ceil(PART_BYTES) - 1;
    for (at, part) in plain.chunks(PART_BYTES).enumerate() {
        let payload = Payload { msg: part, aad: &associated };
        let part = cipher.encrypt(&nonce(at, at == last), payload);
        sealed.extend_from_slice(&part.expect("a part is far below the cipher's limit"));
    }
    sealed
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
    let number = u32::from_le_bytes(number.try_into().map_err(|_| OpenError::Broken)?);
    let content = keys.content(number).ok_or(OpenError::KeyMissing(number))?;
    let cipher = cipher(content.bytes(), salt);
    let associated = associated(book, kind, bound);
    let mut plain = Zeroizing::new(Vec::with_capacity(parts.len()));
    let last = parts.len().div_ceil(PART_BYTES + TAG_BYTES) - 1;
    for (at, part) in parts.chunks(PART_BYTES + TAG_BYTES).enumerate() {
        let payload = Payload { msg: part, aad: &associated };
        let part = cipher.decrypt(&nonce(at, at == last), payload).map_err(|_| OpenError::Broken)?;
        plain.extend_from_slice(&Zeroizing::new(part));
    }
    let (length, rest) = plain.split_first_chunk::<8>().ok_or(OpenError::Broken)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| OpenError::Broken)?;
    let (bytes, zeros) = rest.split_at_checked(length).ok_or(OpenError::Broken)?;
    if zeros.len() >= STEP || zeros.iter().any(|byte| *byte != 0) {
        return Err(OpenError::Broken);
    }
    Ok(Zeroizing::new(bytes.to_vec()))
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

fn associated(book: BookTag, kind: BlobKind, bound: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(40 + bound.len());
    for part in [book.as_ref(), kind.text(), bound] {
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
mod tests {
    use super::*;

    const BOOK: BookTag = BookTag([1; 16]);

    fn keys() -> BookKeys {
        BookKeys::from_secret(&[7; 32])
    }

    #[test]
    fn a_blob_opens_as_what_it_is_and_nothing_else() {
        for length in [0, 1, 4_088, 4_089, 65_528, 65_529, 200_000] {
            let bytes = vec![5; length];
            let sealed = seal_blob(BOOK, &keys(), BlobKind::Pack, b"place", &bytes, [3; 32]);
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
        let sealed = seal_blob(BOOK, &keys(), BlobKind::Pack, b"", &bytes, [3; 32]);
        let (first, second) = (HEADER_BYTES, HEADER_BYTES + PART_BYTES + TAG_BYTES);
        let mut swapped = sealed.clone();
        for at in 0..PART_BYTES + TAG_BYTES {
            swapped.swap(first + at, second + at);
        }
        assert_eq!(open_blob(BOOK, &keys(), BlobKind::Pack, b"", &swapped), Err(OpenError::Broken));
        let length =
            |bytes: usize| seal_blob(BOOK, &keys(), BlobKind::Pack, b"", &vec![0; bytes], [3; 32]).len();
        assert_eq!(length(10), length(4_000));
    }
}
