//! Names as the server sees them: fixed-size bytes that say nothing.

use std::fmt;
use std::str::FromStr;

/// A text that is no tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tag is {0} hexadecimal digits")]
pub struct ParseTagError(usize);

macro_rules! tags {
    ($($(#[$doc:meta])* $name:ident[$size:literal];)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $size]);

        impl $name {
            /// From bytes of the right length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl FromStr for $name {
            type Err = ParseTagError;

            /// Reads what [`fmt::Display`] writes; capitals are taken as well.
            fn from_str(text: &str) -> Result<Self, ParseTagError> {
                let wrong = ParseTagError(2 * $size);
                if text.len() != 2 * $size || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(wrong);
                }
                let mut tag = [0; $size];
                for (byte, digits) in tag.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
                    let digits = std::str::from_utf8(digits).map_err(|_| wrong)?;
                    *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong)?;
                }
                Ok(Self(tag))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }
    )+};
}

tags! {
    /// A book on the server: random, drawn when sync is turned on.
    BookTag[16];
    /// A device: random, drawn when it joins.
    DeviceTag[16];
    /// A document of a book: a keyed hash of its name.
    DocumentTag[16];
    /// Who made a change, for one start of the program: a keyed hash of the actor.
    ActorTag[16];
    /// A change: a keyed hash of its hash, so that the server cannot test a guess.
    HashTag[32];
    /// A life of the server's log: drawn anew when a log is restored or made again.
    Epoch[16];
}
