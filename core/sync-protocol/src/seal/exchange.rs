//! What is sealed for one device: HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA-256), HKDF-SHA-256 and
//! ChaCha20-Poly1305. What is sealed says for whom, of which book and what for, so that it opens nowhere else.

use super::keys::{Generation, GenerationId};
use super::random;
use crate::{BookTag, DeviceTag};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};
use sha2::{Digest as _, Sha256};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

type Kem = X25519HkdfSha256;

/// A device's own key: what is sealed for [`ExchangeKey::public`] opens with it. It never leaves the device.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ExchangeKey([u8; 32]);

impl ExchangeKey {
    /// From 32 fresh random bytes, or those that were kept.
    pub const fn new(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// Its bytes, to be kept where only this device can read them.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The public key.
    ///
    /// # Panics
    /// Never: an X25519 public key has 32 bytes.
    pub fn public(&self) -> [u8; 32] {
        let (_, public) = Kem::derive_keypair(&self.0);
        public.to_bytes().as_slice().try_into().expect("an X25519 public key has 32 bytes")
    }
}

impl fmt::Debug for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExchangeKey(..)")
    }
}

/// The name of a member that is a key and no device: the first 16 bytes of SHA-256 over "valorize member 1" and the public key.
pub fn member_of_key(public: &[u8; 32]) -> DeviceTag {
    let hash = Sha256::new().chain_update(b"valorize member 1").chain_update(public).finalize();
    DeviceTag(std::array::from_fn(|at| hash[at]))
}

/// Why something sealed for a device does not open there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnwrapError {
    /// Of a later version of the program.
    #[error("it was sealed by a newer version of the program")]
    Newer,
    /// For another device, of another book, or damaged.
    #[error("it is not for this key, or it was changed on the way")]
    Broken,
}

/// A public key that nothing can be sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no public key")]
pub struct BadKey;

/// Version byte of what is sealed for a device.
const VERSION: u8 = 1;

/// Seals `plain` for a public key. `seed`: 32 fresh random bytes.
pub(super) fn seal_for(
    public: &[u8; 32],
    info: &[u8],
    plain: &[u8],
    seed: [u8; 32],
) -> Result<Vec<u8>, BadKey> {
    let public = <Kem as hpke::Kem>::PublicKey::from_bytes(public).map_err(|_| BadKey)?;
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeS::Base,
        &public,
        info,
        plain,
        &[],
        &mut random::source(seed),
    )
    .map_err(|_| BadKey)?;
    let mut bytes = vec![VERSION];
    bytes.extend_from_slice(&encapsulated.to_bytes());
    bytes.extend_from_slice(&sealed);
    Ok(bytes)
}

/// Opens what [`seal_for`] sealed.
pub(super) fn open_with(
    key: &ExchangeKey,
    info: &[u8],
    bytes: &[u8],
) -> Result<Zeroizing<Vec<u8>>, UnwrapError> {
    let rest = match bytes.split_first() {
        Some((&VERSION, rest)) => rest,
        Some((&version, _)) if version > VERSION => return Err(UnwrapError::Newer),
        _ => return Err(UnwrapError::Broken),
    };
    let (encapsulated, sealed) = rest.split_at_checked(32).ok_or(UnwrapError::Broken)?;
    let encapsulated =
        <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| UnwrapError::Broken)?;
    let (private, _) = Kem::derive_keypair(&key.0);
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        info,
        sealed,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| UnwrapError::Broken)
}

/// What binds a wrapped generation to its place.
fn info(book: BookTag, id: GenerationId, member: DeviceTag) -> Vec<u8> {
    let parts: [&[u8]; 5] =
        [b"valorize generation key 1", &book.0, &id.number.to_le_bytes(), &id.mark, &member.0];
    parts.concat()
}

/// Wraps a generation for a member of the book. `seed`: 32 fresh random bytes.
///
/// # Errors
/// [`BadKey`] when the member's public key is none.
pub fn wrap(
    book: BookTag,
    generation: &Generation,
    member: DeviceTag,
    public: &[u8; 32],
    seed: [u8; 32],
) -> Result<Vec<u8>, BadKey> {
    seal_for(public, &info(book, generation.id(), member), &generation.to_bytes(), seed)
}

/// Opens a wrapped generation.
///
/// # Errors
/// [`UnwrapError`].
pub fn unwrap(
    book: BookTag,
    id: GenerationId,
    member: DeviceTag,
    key: &ExchangeKey,
    bytes: &[u8],
) -> Result<Generation, UnwrapError> {
    let plain = open_with(key, &info(book, id, member), bytes)?;
    let generation = Generation::from_bytes(&plain).ok_or(UnwrapError::Newer)?;
    if generation.id() == id { Ok(generation) } else { Err(UnwrapError::Broken) }
}
