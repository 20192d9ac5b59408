//! Payees: who was paid, or who paid.

use crate::PayeeId;
use serde::{Deserialize, Serialize};

/// A payee of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payee {
    /// Identity.
    pub id: PayeeId,
    /// The name people see.
    pub name: String,
}
