//! The key of an encrypted book, and telling encrypted files from others.
//!
//! The file format is SQLCipher 4's: AES-256-CBC and HMAC-SHA512 per page, the first 16 bytes a salt. The key is derived here as
//! SQLCipher would (PBKDF2-HMAC-SHA512, 256,000 rounds), once per unlocking instead of once per connection.

use crate::StoreError;
use rusqlite::Connection;
use sha2::Sha512;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use zeroize::Zeroizing;

/// SQLCipher 4's number of rounds.
const ROUNDS: u32 = 256_000;
const SALT: usize = 16;
/// Bytes of a page.
const PAGE: usize = 4096;
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// A key with the salt of its file; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    secret: Zeroizing<[u8; 32]>,
    salt: [u8; SALT],
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// A new key: `salt` is 16 fresh random bytes.
    pub fn derive(passphrase: &str, salt: [u8; SALT]) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        pbkdf2::pbkdf2_hmac::<Sha512>(passphrase.as_bytes(), &salt, ROUNDS, secret.as_mut());
        Self { secret, salt }
    }

    /// The key that `passphrase` is for this file; whether it fits shows when the file is opened.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of_file(path: &Path, passphrase: &str) -> Result<Self, StoreError> {
        Ok(Self::derive(passphrase, salt_of(path)?))
    }

    /// Is this key made from `passphrase`?
    pub fn fits(&self, passphrase: &str) -> bool {
        Self::derive(passphrase, self.salt) == *self
    }

    /// A key kept elsewhere as text; `None` when the text is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let (secret, salt) = text.split_at_checked(64)?;
        let mut key = Self { secret: Zeroizing::new([0; 32]), salt: [0; SALT] };
        unhex(secret, key.secret.as_mut())?;
        unhex(salt, &mut key.salt)?;
        Some(key)
    }

    /// The key as text, to be kept where only its owner can read it.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(96));
        for byte in self.secret.iter().chain(&self.salt) {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// The salt as text: names the key without giving it away.
    pub fn name(&self) -> String {
        hex(&self.salt)
    }

    /// The salt as text of the key that this file has now.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn name_of_file(path: &Path) -> Result<String, StoreError> {
        Ok(hex(&salt_of(path)?))
    }

    /// As SQLCipher takes it: a raw key that skips its own derivation.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("x'{}'", self.to_text().as_str()))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str, into: &mut [u8]) -> Option<()> {
    if text.len() != into.len() * 2 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in into.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(())
}

fn salt_of(path: &Path) -> Result<[u8; SALT], StoreError> {
    let mut salt = [0; SALT];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut salt))
        .map_err(|error| StoreError::io(path, error))?;
    Ok(salt)
}

/// Gives the connection its key, before anything is read through it.
pub fn unlock(conn: &Connection, path: &Path, key: Option<&Key>) -> Result<(), StoreError> {
    let Some(key) = key else { return Ok(()) };
    // A wrong passphrase is answered, not written to the standard error.
    conn.pragma_update(None, "cipher_log_level", "NONE")?;
    conn.pragma_update(None, "key", key.literal().as_str())?;
    conn.query_row("select count(*) from sqlite_schema", [], |row| row.get::<_, i64>(0)).map(drop).map_err(
        |error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => StoreError::WrongPassphrase(path.to_owned()),
            _ => error.into(),
        },
    )
}

/// Is the file there an encrypted book, as far as one can tell without its key?
///
/// # Errors
/// When the file cannot be read.
pub fn is_encrypted(path: &Path) -> Result<bool, StoreError> {
    let io = |error| StoreError::io(path, error);
    let mut file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size == 0 || size % PAGE as u64 != 0 {
        return Ok(false);
    }
    let mut page = vec![0; PAGE];
    file.read_exact(&mut page).map_err(io)?;
    // An encrypted page looks like noise: of 256 byte values at most a few are missing in 4,096 bytes.
    let mut seen = [false; 256];
    for byte in &page {
        seen[usize::from(*byte)] = true;
    }
    Ok(&page[..PLAIN.len()] != PLAIN && seen.iter().filter(|seen| **seen).count() >= 240)
}

/// The key to use for this file: none when it is plain.
pub fn plain_or_encrypted(path: &Path, key: Option<Key>) -> Result<Option<Key>, StoreError> {
    let mut head = [0; PLAIN.len()];
    let mut file = File::open(path).map_err(|error| StoreError::io(path, error))?;
    let plain = file.read_exact(&mut head).is_ok() && &head == PLAIN;
    if plain {
        return Ok(None);
    }
    if !is_encrypted(path)? {
        return Err(StoreError::NotABook(path.to_owned()));
    }
    key.map(Some).ok_or_else(|| StoreError::Encrypted(path.to_owned()))
}
