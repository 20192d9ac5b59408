//! A device's secrets in a file behind a passphrase, for machines without a keychain.
//!
//! `"valorize keys 1" ‖ memory in KiB ‖ passes ‖ lanes ‖ salt (16) ‖ nonce (24) ‖ sealed`, numbers in 4 bytes, little-endian. The key
//! is Argon2id (RFC 9106) of the passphrase's UTF-8 bytes, the cipher XChaCha20-Poly1305 with everything before it as associated
//! data.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use prost::Message;
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// What deriving the key costs. It stands in the file, so that it can be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// RFC 9106's second recommendation: 64 MiB, 3 passes, 4 lanes.
    pub const DEFAULT: Self = Self { memory: 64 << 10, passes: 3, lanes: 4 };
    /// More than this is no cost that a file of ours states.
    const MOST: Self = Self { memory: 1 << 20, passes: 64, lanes: 64 };

    const fn sane(self) -> bool {
        self.memory <= Self::MOST.memory && self.passes <= Self::MOST.passes && self.lanes <= Self::MOST.lanes
    }
}

/// What a device keeps to itself. Fields are only ever added.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
pub struct DeviceSecrets {
    /// What lets the device in at the server; empty without one.
    #[prost(string, tag = "1")]
    pub token: String,
    /// Bytes of the device's exchange key.
    #[prost(bytes = "vec", tag = "2")]
    pub exchange: Vec<u8>,
    /// The book's secret, where it is to be kept here; empty otherwise.
    #[prost(bytes = "vec", tag = "3")]
    pub secret: Vec<u8>,
}

impl DeviceSecrets {
    /// Of a device's token, its exchange key's bytes, and the book's secret where it is to be kept here.
    pub fn new(token: &str, exchange: &[u8; 32], secret: Option<&[u8; 32]>) -> Self {
        let secret = secret.map(|secret| secret.to_vec()).unwrap_or_default();
        Self { token: token.to_owned(), exchange: exchange.to_vec(), secret }
    }
}

impl DeviceSecrets {
    /// Bytes, to be kept where nobody else reads them.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.encode_to_vec())
    }

    /// From what [`DeviceSecrets::to_bytes`] gave.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::decode(bytes).ok()
    }
}

impl fmt::Debug for DeviceSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSecrets(..)")
    }
}

impl Drop for DeviceSecrets {
    fn drop(&mut self) {
        self.token.zeroize();
        self.exchange.zeroize();
        self.secret.zeroize();
    }
}

/// Why a key file does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// Not one, or of a later version.
    #[error("this is no key file of this version")]
    NotAKeyFile,
    /// It asks for more memory or time than any key file should, or than this machine has.
    #[error("the key file asks for more memory or time than there is")]
    TooCostly,
    /// Wrong passphrase, or damaged.
    #[error("the passphrase is wrong, or the key file is damaged")]
    Wrong,
}

const MAGIC: &[u8] = b"valorize keys 1";
const HEADER: usize = MAGIC.len() + 12 + 16 + 24;

fn cipher(passphrase: &str, salt: &[u8], cost: Cost) -> Result<XChaCha20Poly1305, KeyFileError> {
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32));
    let params = params.map_err(|_| KeyFileError::TooCostly)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
        .map_err(|_| KeyFileError::TooCostly)?;
    Ok(XChaCha20Poly1305::new((&*key).into()))
}

/// Locks secrets behind a passphrase. `random`: 40 fresh random bytes, salt and nonce.
///
/// # Errors
/// [`KeyFileError::TooCostly`] when the machine has no such memory.
///
/// # Panics
/// Never: the secrets are far below the cipher's limit.
pub fn lock(
    passphrase: &str,
    secrets: &DeviceSecrets,
    cost: Cost,
    random: &[u8; 40],
) -> Result<Vec<u8>, KeyFileError> {
    let (salt, nonce) = random.split_first_chunk::<16>().ok_or(KeyFileError::NotAKeyFile)?;
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| KeyFileError::NotAKeyFile)?;
    let mut file = MAGIC.to_vec();
    for number in [cost.memory, cost.passes, cost.lanes] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.extend_from_slice(random);
    let plain = Zeroizing::new(secrets.encode_to_vec());
    let sealed = cipher(passphrase, salt, cost)?
        .encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: &file })
        .expect("a device's secrets are far below the cipher's limit");
    file.extend_from_slice(&sealed);
    Ok(file)
}

/// Opens what [`lock`] locked.
///
/// # Errors
/// [`KeyFileError`].
pub fn unlock(passphrase: &str, file: &[u8]) -> Result<DeviceSecrets, KeyFileError> {
    let (header, sealed) = file.split_at_checked(HEADER).ok_or(KeyFileError::NotAKeyFile)?;
    let rest = header.strip_prefix(MAGIC).ok_or(KeyFileError::NotAKeyFile)?;
    let (numbers, random) = rest.split_at(12);
    let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| numbers[at * 4 + byte]));
    let cost = Cost { memory: number(0), passes: number(1), lanes: number(2) };
    if !cost.sane() {
        return Err(KeyFileError::TooCostly);
    }
    let (salt, nonce) = random.split_at(16);
    let nonce: [u8; 24] = nonce.try_into().map_err(|_| KeyFileError::NotAKeyFile)?;
    let plain = cipher(passphrase, salt, cost)?
        .decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: header })
        .map_err(|_| KeyFileError::Wrong)?;
    DeviceSecrets::decode(Zeroizing::new(plain).as_slice()).map_err(|_| KeyFileError::NotAKeyFile)
}
