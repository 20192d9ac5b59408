//! 96-bit identifiers, shown as 16 characters of unpadded URL-safe base64.
//!
//! Ids are arguments everywhere: derived from content by the replica or drawn by the caller, never generated here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: 16 characters of A-Z a-z 0-9 - _ are expected")]
pub struct ParseIdError(pub String);

fn parse(text: &str) -> Result<[u8; 12], ParseIdError> {
    let mut bytes = [0_u8; 12];
    match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
        Ok(12) if text.len() == 16 => Ok(bytes),
        _ => Err(ParseIdError(text.to_owned())),
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 12]);

        impl $name {
            /// The raw 12 bytes.
            pub const fn as_bytes(&self) -> &[u8; 12] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                parse(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    text.parse().map_err(serde::de::Error::custom)
                } else {
                    <[u8; 12]>::deserialize(deserializer).map(Self)
                }
            }
        }
    )+};
}

ids! {
    /// A book: one person's or household's finances, one file.
    BookId,
    /// An account.
    AccountId,
    /// A category group.
    GroupId,
    /// A category.
    CategoryId,
    /// A payee.
    PayeeId,
    /// A rule.
    RuleId,
    /// A transaction; derived from its bank facts, or random when typed in by hand.
    TransactionId,
    /// A committed import.
    BatchId,
    /// A stored import plan, before it is committed.
    PlanId,
    /// A reconciliation of an account against a statement balance.
    ReconciliationId,
    /// A saved view of the register.
    ViewId,
    /// A goal.
    GoalId,
    /// A report that a server made.
    ReportId,
    /// A generation of the keys that seal a book: its number in 4 bytes, big-endian, and its mark in 8. Newer ones are greater.
    KeyGenerationId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trips_and_bad_text_is_refused() {
        let id = AccountId(*b"abcdefghijkl");
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "short", "YWJjZGVmZ2hpamts=", "YWJjZGVmZ2hpamtsbQ", "YWJjZGVmZ2hp amt"] {
            assert_eq!(bad.parse::<AccountId>(), Err(ParseIdError(bad.to_owned())));
        }
    }
}
