//! What goes into the categoriser and what comes out.

use domain::{CategoryId, CategoryKey, CategoryKind, Currency, TransactionId};
use serde::{Deserialize, Serialize};

/// A category as the categoriser sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategorySeed {
    /// Identity.
    pub id: CategoryId,
    /// Well-known meaning, which brings shipped knowledge; categories made by hand have none and are known by name.
    pub key: Option<CategoryKey>,
    /// Name as its owner wrote it.
    pub name: String,
    /// Which way money flows.
    pub kind: CategoryKind,
}

/// A row whose category a person gave or confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The row; explanations point to it.
    pub transaction: TransactionId,
    /// Text as the statement shows it.
    pub description: String,
    /// The payee's name on the statement, where it has one.
    pub payee: Option<String>,
    /// Minor units, negative is out, 0 is unknown.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
    /// What the person chose.
    pub category: CategoryId,
}

/// A row that wants a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Text as the statement shows it.
    pub description: String,
    /// The payee's name on the statement, where it has one.
    pub payee: Option<String>,
    /// Minor units, negative is out, 0 is unknown.
    pub amount_minor: i64,
    /// Currency of the amount.
    pub currency: Currency,
    /// What the user's rules say; wins over the model, not over a confident payee memory.
    pub rule: Option<CategoryId>,
}

/// Where a suggestion comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A rule of the user.
    Rule,
    /// The person chose it for the same descriptor before.
    PayeeMemory,
    /// The linear head with embeddings.
    Model,
    /// The linear head without embeddings, because no model is loaded.
    ModelWithoutEmbedding,
}

/// A runner-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// The category.
    pub category: CategoryId,
    /// Confidence, 0 to 1000.
    pub confidence_permille: u16,
}

/// An answer to a [`Query`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The best category; `None` only when the book has no categories. Not to be applied when `abstained`.
    pub category: Option<CategoryId>,
    /// Calibrated: of the suggestions with 900, nine in ten are right. 0 to 1000.
    pub confidence_permille: u16,
    /// Where it comes from.
    pub source: Source,
    /// Up to three runners-up, best first.
    pub alternatives: Vec<Alternative>,
    /// The confidence is below the user's threshold.
    pub abstained: bool,
}

/// One of the user's own rows that is like a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The row.
    pub transaction: TransactionId,
    /// What the person chose there.
    pub category: CategoryId,
    /// Likeness, 0 to 1000.
    pub similarity_permille: u16,
}

/// What the user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// Suggestions below this confidence abstain, 0 to 1000.
    pub threshold_permille: u16,
}

impl Default for Config {
    fn default() -> Self {
        Self { threshold_permille: 600 }
    }
}
