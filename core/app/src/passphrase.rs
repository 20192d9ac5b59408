//! A passphrase as it comes in: never shown, wiped from memory when dropped.

use crate::error::AppError;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use zeroize::Zeroizing;

const SHORTEST: usize = 8;

/// A passphrase.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// From text.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// To derive a key from.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Refuses one that is too easy to guess to be worth having.
    ///
    /// # Errors
    /// `invalid_input` naming the field.
    pub fn check(&self, field: &str) -> Result<(), AppError> {
        if self.0.chars().count() < SHORTEST {
            return Err(AppError::invalid(field, format!("a passphrase has at least {SHORTEST} characters"))
                .remedy("several words are easy to remember and hard to guess"));
        }
        Ok(())
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

impl<'de> Deserialize<'de> for Passphrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl Serialize for Passphrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("")
    }
}

impl JsonSchema for Passphrase {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}
