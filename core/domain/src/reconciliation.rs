//! Reconciliations: an account agreed with a statement's balance on a day, and its rows locked.

use crate::{AccountId, Day, ReconciliationId, TransactionId};
use serde::{Deserialize, Serialize};

/// An account reconciled against a stated balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciliation {
    /// Identity.
    pub id: ReconciliationId,
    /// The account.
    pub account: AccountId,
    /// The day the balance stands for.
    pub date: Day,
    /// The stated balance, minor units of the account's currency.
    pub balance: i64,
    /// Rows it locked.
    pub rows: Vec<TransactionId>,
}
