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
    let parts: i128 = splits.iter().map(|split| i128::from(split.amount)).sum();
    i64::try_from(i128::from(amount) - parts).ok()
}

/// Why a set of splits cannot stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// A single part is no split.
    #[error("a split needs at least two parts")]
    TooFew,
    /// The parts do not add up.
    #[error("the parts do not add up to the amount: {unallocated} minor units are left over")]
    Unbalanced {
        /// Amount minus parts, minor units.
        unallocated: i64,
    },
    /// The parts do not fit 64 bits.
    #[error("the parts are too large")]
    Overflow,
}

/// Checks that splits are none at all, or at least two parts whose sum is exactly `amount`.
///
/// # Errors
/// [`SplitError`].
pub fn validate_splits(amount: i64, splits: &[Split]) -> Result<(), SplitError> {
    match (splits.len(), unallocated(amount, splits)) {
        (0, _) | (2.., Some(0)) => Ok(()),
        (1, _) => Err(SplitError::TooFew),
        (_, Some(unallocated)) => Err(SplitError::Unbalanced { unallocated }),
        (_, None) => Err(SplitError::Overflow),
    }
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
