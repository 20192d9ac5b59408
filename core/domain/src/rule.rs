//! Rules: conditions on a row that set its category, payee or note.

use crate::{AccountId, CategoryId, PayeeId, RuleId};
use serde::{Deserialize, Serialize};

/// How a text is compared; always case- and accent-insensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextTest {
    /// The whole text is equal.
    Is,
    /// The text contains the value.
    Contains,
    /// The text starts with the value.
    StartsWith,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "field")]
pub enum Condition {
    /// The payee's name, or the name on the statement where no payee is set.
    Payee {
        /// Comparison.
        test: TextTest,
        /// Text to compare with.
        value: String,
    },
    /// The statement's description and memo.
    Description {
        /// Comparison.
        test: TextTest,
        /// Text to compare with.
        value: String,
    },
    /// The amount in minor units, bounds included; `None` is open.
    Amount {
        /// Lowest amount.
        min: Option<i64>,
        /// Highest amount.
        max: Option<i64>,
    },
    /// The account.
    Account {
        /// Which one.
        id: AccountId,
    },
}

/// What a rule sets; `None` leaves the field alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RuleEffect {
    /// Category to set.
    pub category: Option<CategoryId>,
    /// Payee to set.
    pub payee: Option<PayeeId>,
    /// Note to set.
    pub note: Option<String>,
}

/// A rule: every condition must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Identity.
    pub id: RuleId,
    /// What its owner calls it.
    pub name: String,
    /// Rules run by position; the first that sets a field wins.
    pub position: u32,
    /// Switched on.
    pub enabled: bool,
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// What is set then.
    pub effect: RuleEffect,
}
