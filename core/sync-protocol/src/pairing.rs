//! How a device of a book takes in another, over a server that learns nothing: three messages through a mailbox.
//!
//! The old device ([`Host`]) shows a [`Code`], a person types it into the new one ([`Guest`]). Both run SPAKE2 (RFC 9382's protocol
//! in the form of the `spake2` crate, over Ed25519) with the code as password, so that what passes by says nothing of the code:
//! whoever wants to try a code must take part, and can try one. Either end is used up by its first answer, so that a mailbox is
//! worth one guess, one in 2²² = 4,194,304, and a wrong guess shows on both screens.
//!
//! 1. host: `1 ‖ SPAKE2 (33)`
//! 2. guest: `1 ‖ SPAKE2 (33) ‖ proof (32) ‖ sealed newcomer`
//! 3. host: `1 ‖ 1 ‖ proof (32) ‖ sealed bundle`, or `1 ‖ 0` for no
//!
//! Keys follow from SPAKE2's by HKDF-SHA-256 with the hash of what was said as salt. A proof is HMAC-SHA-256 over everything said
//! before; what is sealed (XChaCha20-Poly1305, padded) is bound to the same.

mod code;
mod message;

pub use code::{Code, CodeError};
pub use message::{Bundle, Newcomer, Role};

use crate::seal::{pad, random, unpad};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use prost::Message as _;
use sha2::{Digest as _, Sha256};
use spake2::{Ed25519Group, Identity, Password, Spake2};
use std::fmt;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Why two devices do not come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PairingError {
    /// The other end has another code, or somebody between them tried one.
    #[error(
        "the other device was given another code, or somebody tried to listen in; begin again with a new code"
    )]
    WrongCode,
    /// The other device said no: it was given another code, or its person refused.
    #[error("the other device said no; begin again with a new code")]
    Refused,
    /// A message that is none, or was changed on the way.
    #[error("a message was damaged on the way; begin again with a new code")]
    Malformed,
    /// A message of a later version.
    #[error("the other device runs a newer version of the program")]
    Newer,
}

/// What a host that fails sends all the same, so that the guest notices.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct Failure {
    /// Why.
    pub error: PairingError,
    /// The message for the guest.
    pub answer: Vec<u8>,
}

const VERSION: u8 = 1;
const SPAKE: usize = 33;
const PROOF: usize = 32;
const NO: u8 = 0;
const YES: u8 = 1;

fn identities(mailbox: u32) -> (Identity, Identity) {
    let name = |end: &str| Identity::new(format!("valorize pairing 1 {end} {mailbox}").as_bytes());
    (name("host"), name("guest"))
}

/// The message without its version.
fn versioned(bytes: &[u8]) -> Result<&[u8], PairingError> {
    match bytes.split_first() {
        Some((&VERSION, rest)) => Ok(rest),
        Some((&version, _)) if version > VERSION => Err(PairingError::Newer),
        _ => Err(PairingError::Malformed),
    }
}

/// Keys of both directions.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Keys {
    guest_proof: [u8; 32],
    host_proof: [u8; 32],
    guest_speaks: [u8; 32],
    host_speaks: [u8; 32],
}

impl Keys {
    fn new(shared: &[u8], said: &[u8]) -> Self {
        let salt = Sha256::digest(said);
        let derive = |info: &[u8]| {
            let mut key = [0; 32];
            Hkdf::<Sha256>::new(Some(&salt), shared).expand(info, &mut key).expect("HKDF gives 32 bytes");
            key
        };
        Self {
            guest_proof: derive(b"valorize pairing guest proof"),
            host_proof: derive(b"valorize pairing host proof"),
            guest_speaks: derive(b"valorize pairing guest speaks"),
            host_speaks: derive(b"valorize pairing host speaks"),
        }
    }
}

fn proof(key: &[u8; 32], said: &[u8]) -> [u8; PROOF] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(said);
    mac.finalize().into_bytes().into()
}

/// Each key seals one message, so the nonce may be fixed.
const NONCE: [u8; 24] = [0; 24];

fn seal(key: &[u8; 32], said: &[u8], plain: &[u8]) -> Vec<u8> {
    let padded = Zeroizing::new(pad(&[plain]));
    XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(NONCE), Payload { msg: &padded, aad: said })
        .expect("a message is far below the cipher's limit")
}

fn open(key: &[u8; 32], said: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, PairingError> {
    let padded = XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(NONCE), Payload { msg: sealed, aad: said })
        .map(Zeroizing::new)
        .map_err(|_| PairingError::Malformed)?;
    unpad(&padded).map(|plain| Zeroizing::new(plain.to_vec())).ok_or(PairingError::Malformed)
}

/// The old device, waiting for a guest.
pub struct Host {
    spake: Spake2<Ed25519Group>,
    said: Vec<u8>,
}

impl Host {
    /// Begins; the message is the first. `seed`: 32 fresh random bytes.
    pub fn new(code: &Code, seed: [u8; 32]) -> (Self, Vec<u8>) {
        let (host, guest) = identities(code.mailbox());
        let password = Password::new(code.password());
        let (spake, share) = Spake2::start_a_with_rng(&password, &host, &guest, random::source(seed));
        let message = [&[VERSION], share.as_slice()].concat();
        (Self { spake, said: message.clone() }, message)
    }

    /// Hears the guest's message. Whatever comes of it, this code is used up.
    ///
    /// # Errors
    /// [`Failure`], with what to tell the guest.
    pub fn receive(self, message: &[u8]) -> Result<Knock, Failure> {
        self.check(message).map_err(|error| Failure { error, answer: vec![VERSION, NO] })
    }

    fn check(self, message: &[u8]) -> Result<Knock, PairingError> {
        let Self { spake, mut said } = self;
        let rest = versioned(message)?;
        let (share, rest) = rest.split_at_checked(SPAKE).ok_or(PairingError::Malformed)?;
        let (shown, sealed) = rest.split_first_chunk::<PROOF>().ok_or(PairingError::Malformed)?;
        let shared = Zeroizing::new(spake.finish(share).map_err(|_| PairingError::Malformed)?);
        said.extend_from_slice(share);
        let keys = Keys::new(&shared, &said);
        if !bool::from(proof(&keys.guest_proof, &said).ct_eq(shown)) {
            return Err(PairingError::WrongCode);
        }
        let plain = open(&keys.guest_speaks, &said, sealed)?;
        let newcomer = Newcomer::decode(plain.as_slice()).map_err(|_| PairingError::Malformed)?;
        if !newcomer.is_whole() {
            return Err(PairingError::Malformed);
        }
        said.extend_from_slice(shown);
        said.extend_from_slice(sealed);
        Ok(Knock { keys, said, newcomer })
    }
}

/// A guest that knows the code, and waits to be let in.
pub struct Knock {
    keys: Keys,
    said: Vec<u8>,
    newcomer: Newcomer,
}

impl Knock {
    /// Who it is.
    pub const fn newcomer(&self) -> &Newcomer {
        &self.newcomer
    }

    /// Lets it in: the last message, with everything it needs.
    pub fn admit(self, bundle: &Bundle) -> Vec<u8> {
        let plain = Zeroizing::new(bundle.encode_to_vec());
        let shown = proof(&self.keys.host_proof, &self.said);
        let sealed = seal(&self.keys.host_speaks, &self.said, &plain);
        [&[VERSION, YES], shown.as_slice(), &sealed].concat()
    }

    /// Sends it away: the last message.
    pub fn refuse(self) -> Vec<u8> {
        vec![VERSION, NO]
    }
}

/// The new device, waiting for its answer.
pub struct Guest {
    keys: Keys,
    said: Vec<u8>,
}

impl Guest {
    /// Answers the host's first message with the second. `seed`: 32 fresh random bytes.
    ///
    /// # Errors
    /// [`PairingError`] when the first message is none.
    pub fn new(
        code: &Code,
        first: &[u8],
        newcomer: &Newcomer,
        seed: [u8; 32],
    ) -> Result<(Self, Vec<u8>), PairingError> {
        let share_of_host = versioned(first)?;
        let (host, guest) = identities(code.mailbox());
        let password = Password::new(code.password());
        let (spake, share) =
            Spake2::<Ed25519Group>::start_b_with_rng(&password, &host, &guest, random::source(seed));
        let shared = Zeroizing::new(spake.finish(share_of_host).map_err(|_| PairingError::Malformed)?);
        let mut said = [first, share.as_slice()].concat();
        let keys = Keys::new(&shared, &said);
        let shown = proof(&keys.guest_proof, &said);
        let plain = Zeroizing::new(newcomer.encode_to_vec());
        let sealed = seal(&keys.guest_speaks, &said, &plain);
        let message = [&[VERSION], share.as_slice(), &shown, &sealed].concat();
        said.extend_from_slice(&shown);
        said.extend_from_slice(&sealed);
        Ok((Self { keys, said }, message))
    }

    /// Hears the host's answer.
    ///
    /// # Errors
    /// [`PairingError`].
    pub fn receive(self, message: &[u8]) -> Result<Bundle, PairingError> {
        let (kind, rest) = versioned(message)?.split_first().ok_or(PairingError::Malformed)?;
        match *kind {
            YES => {}
            NO if rest.is_empty() => return Err(PairingError::Refused),
            _ => return Err(PairingError::Malformed),
        }
        let (shown, sealed) = rest.split_first_chunk::<PROOF>().ok_or(PairingError::Malformed)?;
        if !bool::from(proof(&self.keys.host_proof, &self.said).ct_eq(shown)) {
            return Err(PairingError::WrongCode);
        }
        let plain = open(&self.keys.host_speaks, &self.said, sealed)?;
        Bundle::decode(plain.as_slice()).map_err(|_| PairingError::Malformed)
    }
}

macro_rules! not_printed {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

not_printed!(Host, Knock, Guest);
