//! Transactions: immutable bank facts, and what a person may say about them.

use crate::{CategoryId, Day, Money, PayeeId, TransactionId};
use serde::{Deserialize, Serialize};

/// What the bank said, or what was typed in. Never edited: edits are registers beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Facts {
    /// The bank's local posting day.
    pub date: Day,
    /// Signed amount in the account's currency; negative is money out.
    pub amount: Money,
    /// Text as the statement shows it, white space folded.
    pub description: String,
    /// The payee's name where the statement has a field of its own for it.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
    /// The bank's id, where usable as evidence.
    pub bank_id: Option<String>,
    /// Check number.
    pub check_number: Option<String>,
    /// Amount in the currency of the purchase, for foreign purchases.
    pub original: Option<Money>,
    /// Instalment n of m.
    pub instalment: Option<(u16, u16)>,
    /// Where the row came from.
    pub origin: Origin,
}

/// Where a row came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A statement.
    Statement,
    /// A statement, not yet booked by the bank.
    Pending,
    /// Typed in.
    Manual,
}

/// How far a row is settled. `Reconciled` rows are locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clearing {
    /// Not seen by the bank yet.
    Uncleared,
    /// Seen on a statement.
    Cleared,
    /// Part of a reconciled statement: locked.
    Reconciled,
}

/// One part of a split transaction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Split {
    /// Signed part of the amount, minor units of the account's currency.
    pub amount: i64,
    /// Category of the part.
    pub category: Option<CategoryId>,
    /// Note of the part.
    pub note: Option<String>,
}

/// What is left of `amount` after its splits; zero when they are complete.
/// `None` when the parts overflow.
pub fn unallocated(amount: i64, splits: &[Split]) -> Option<i64> {
    splits
        .iter()
        .try_fold(amount, |rest, split| rest.checked_sub(split.amount))
}

/// A transaction as the book shows it: facts with every register applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Identity.
    pub id: TransactionId,
    /// The account.
    pub account: crate::AccountId,
    /// Immutable facts.
    pub facts: Facts,
    /// Effective day: the user's override, else the facts'.
    pub date: Day,
    /// Effective amount in minor units: the user's override (manual rows only), else the facts'.
    pub amount: i64,
    /// Payee set by a person or a rule.
    pub payee: Option<PayeeId>,
    /// Category set by a person.
    pub category: Option<CategoryId>,
    /// Category set by the machine; shown only while no person has set one.
    pub auto_category: Option<CategoryId>,
    /// Note.
    pub note: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// Splits; empty when not split.
    pub splits: Vec<Split>,
    /// How far it is settled.
    pub clearing: Clearing,
}
