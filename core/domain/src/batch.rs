//! Import batches: what one commit of a plan added and changed, so that it can be taken back exactly.

use crate::{AccountId, BalanceProof, BatchId, TransactionId};
use serde::{Deserialize, Serialize};

/// One field an import filled, with what stood there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilledField {
    /// The row.
    pub transaction: TransactionId,
    /// Register name, as in the replica (`cleared`, `payee`, ...).
    pub field: String,
    /// Encoded previous value; `None` when the register was unset.
    pub before: Option<Vec<u8>>,
    /// Encoded value written.
    pub after: Vec<u8>,
}

/// A committed import of one statement into one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportBatch {
    /// Derived from what it wrote: the same import on two devices is one batch.
    pub id: BatchId,
    /// The account.
    pub account: AccountId,
    /// File name without folder.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_sha256: [u8; 32],
    /// Format name as shown to people, for example `ofx`.
    pub format: String,
    /// Rows it added or brought back.
    pub added: Vec<TransactionId>,
    /// Statement rows merged into rows that were there: (statement row, kept row).
    pub merged: Vec<(TransactionId, TransactionId)>,
    /// Fields it filled on rows that were there.
    pub filled: Vec<FilledField>,
    /// Lines already known.
    pub same: u32,
    /// Lines left out, by the plan or by the user.
    pub ignored: u32,
    /// Balance proof of the plan.
    pub proof: BalanceProof,
}
