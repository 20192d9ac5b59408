//! The book itself: its name, base currency and language.

use crate::BookId;
use iso_currency::Currency;
use serde::{Deserialize, Serialize};

/// Languages the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Brazilian Portuguese.
    #[serde(rename = "pt-BR")]
    PtBr,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Language {
    /// Stable text form: `pt-BR` or `en`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
        }
    }
}

/// One person's or household's finances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Random at creation.
    pub id: BookId,
    /// What its owner calls it.
    pub name: String,
    /// Currency of totals over accounts in several currencies.
    pub currency: Currency,
    /// Language of its default categories.
    pub language: Language,
}
