//! Members of a book: the devices that sync it, and keys that stand for words on paper.
//!
//! A member is named in the book by its public key, for which later generations of the book's keys are wrapped. One that was taken
//! out stays named, as gone; a device that comes back is a new member.

use crate::KeyGenerationId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A member: 16 bytes, shown as 32 hexadecimal digits. A device's tag at the server, or drawn from a recovery key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemberId(pub [u8; 16]);

/// A text that names no member.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no member: 32 hexadecimal digits are expected")]
pub struct ParseMemberIdError(pub String);

impl MemberId {
    /// The raw 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemberId({self})")
    }
}

impl FromStr for MemberId {
    type Err = ParseMemberIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        hex(text).map(Self).ok_or_else(|| ParseMemberIdError(text.to_owned()))
    }
}

impl Serialize for MemberId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MemberId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Bytes of lower-case hexadecimal digits: one spelling each, since it may be a key.
fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    if text.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberRole {
    /// Read and write.
    Editor,
    /// Read.
    Reader,
    /// Bring the book back: no device, but words on paper.
    Recovery,
}

impl MemberRole {
    /// Its text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Reader => "reader",
            Self::Recovery => "recovery",
        }
    }

    /// The role of a text; `None` for those only a newer version knows.
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Editor, Self::Reader, Self::Recovery].into_iter().find(|role| role.as_str() == text)
    }
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub id: MemberId,
    /// For people.
    pub name: String,
    /// What it may do.
    pub role: MemberRole,
    /// Its X25519 public key.
    #[serde(serialize_with = "write_key", deserialize_with = "read_key")]
    pub public_key: [u8; 32],
    /// The device that let it in; none for the first, and for one that came back by the words.
    pub added_by: Option<MemberId>,
    /// Generations of keys that it got when it was let in.
    #[serde(default)]
    pub handed: Vec<KeyGenerationId>,
    /// Name of its account at the server; none over a folder, for words, and for who was let in before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

fn write_key<S: Serializer>(key: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    let [first, second] = key.as_chunks::<16>().0 else { return Err(serde::ser::Error::custom("32 bytes")) };
    serializer.collect_str(&format_args!("{}{}", MemberId(*first), MemberId(*second)))
}

fn read_key<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
    let text = String::deserialize(deserializer)?;
    hex(&text).ok_or_else(|| serde::de::Error::custom("a public key is 64 hexadecimal digits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_its_text_and_what_a_later_version_adds_is_passed_over() {
        let member = Member {
            id: MemberId([0xab; 16]),
            name: "laptop".to_owned(),
            role: MemberRole::Editor,
            public_key: [0xcd; 32],
            added_by: None,
            handed: vec![KeyGenerationId([1; 12])],
            account: None,
        };
        let text = serde_json::to_string(&member).expect("text");
        assert!(text.contains("abababababababababababababababab"), "{text}");
        assert!(!text.contains("account"), "as before where there is none");
        let later = text.replacen('{', "{\"colour\":\"blue\",", 1);
        assert_eq!(serde_json::from_str::<Member>(&later).expect("a member"), member);
        let newer_role = text.replace("editor", "auditor");
        assert!(serde_json::from_str::<Member>(&newer_role).is_err(), "a role this version cannot judge");
    }

    #[test]
    fn a_member_has_one_spelling() {
        let id = MemberId([0xab; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in [id.to_string().to_uppercase(), "ab".to_owned(), format!("{id}00"), "é".repeat(16)] {
            assert!(bad.parse::<MemberId>().is_err(), "{bad}");
        }
    }
}
