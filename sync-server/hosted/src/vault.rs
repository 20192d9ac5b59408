//! Keys of hosted books at rest: encrypted under the master key, bound to their book.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use sync_protocol::{BookTag, bytes_of_hex};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const LABEL: &[u8] = b"valorize hosted 1";
const NONCE: usize = 24;

/// What the server knows of a book and nobody may read in the database.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct Secrets {
    /// The private key of the server as a member of this book.
    pub exchange: [u8; 32],
    /// Names of changes and entities that are minted here follow from it.
    pub identity: [u8; 32],
    /// The book's name key, once it was handed over.
    pub names: Option<[u8; 32]>,
    /// Generations of the book's keys.
    pub generations: Vec<Vec<u8>>,
}

/// The master key.
pub struct Vault(XChaCha20Poly1305);

/// Why secrets cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keys of a hosted book do not open: VALORIZE_HOSTED_KEY is not the one they were kept under")]
pub struct Locked;

impl Vault {
    /// From 64 hexadecimal digits; `None` for anything else.
    pub fn new(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(bytes_of_hex(text.trim())?);
        Some(Self(XChaCha20Poly1305::new_from_slice(&bytes).ok()?))
    }

    /// Encrypts. `nonce`: fresh random bytes.
    pub fn close(&self, book: BookTag, secrets: &Secrets, nonce: [u8; NONCE]) -> Vec<u8> {
        let plain = Zeroizing::new(serde_json::to_vec(secrets).expect("bytes have a JSON form"));
        let payload = Payload { msg: &plain, aad: &associated(book) };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).expect("far below the cipher's limit");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Decrypts.
    pub fn open(&self, book: BookTag, bytes: &[u8]) -> Result<Secrets, Locked> {
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or(Locked)?;
        let payload = Payload { msg: sealed, aad: &associated(book) };
        let plain = self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| Locked)?;
        serde_json::from_slice(&Zeroizing::new(plain)).map_err(|_| Locked)
    }
}

fn associated(book: BookTag) -> Vec<u8> {
    [LABEL, book.as_ref()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_open_for_their_book_and_master_key_alone() {
        let vault = Vault::new(&"ab".repeat(32)).expect("a key");
        let secrets = Secrets {
            exchange: [1; 32],
            identity: [2; 32],
            names: Some([3; 32]),
            generations: vec![vec![4]],
        };
        let mut kept = vault.close(BookTag([5; 16]), &secrets, [6; 24]);
        let opened = vault.open(BookTag([5; 16]), &kept).expect("secrets");
        assert_eq!(
            (opened.exchange, opened.names, &opened.generations),
            ([1; 32], Some([3; 32]), &vec![vec![4]])
        );
        assert!(vault.open(BookTag([7; 16]), &kept).is_err());
        assert!(Vault::new(&"ac".repeat(32)).expect("a key").open(BookTag([5; 16]), &kept).is_err());
        kept[30] ^= 1;
        assert!(vault.open(BookTag([5; 16]), &kept).is_err());
        for wrong in ["", "abc", &"g".repeat(64), &"ab".repeat(31)] {
            assert!(Vault::new(wrong).is_none(), "{wrong}");
        }
    }
}
