//! Reconciling an account: do the rows the bank has seen add up to the balance on its statement?

use crate::{Clearing, Day, TransactionId};

/// A row of the account, as far as reconciling needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReconcileRow {
    /// Identity.
    pub id: TransactionId,
    /// Effective day.
    pub date: Day,
    /// Effective amount, minor units.
    pub amount: i64,
    /// How far it is settled.
    pub clearing: Clearing,
}

/// What reconciling found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileResult {
    /// Opening balance plus cleared and reconciled rows up to the day.
    pub cleared_balance: i64,
    /// Statement balance minus `cleared_balance`; rows may be locked only when it is zero.
    pub difference: i64,
    /// The cleared rows up to the day that are not locked yet, in the order given.
    pub to_lock: Vec<TransactionId>,
    /// Rows up to the day the bank has not confirmed: where a difference usually hides.
    pub uncleared: Vec<TransactionId>,
}

/// Compares an account with its bank's statement balance of a day (included). `None` when sums overflow.
pub fn reconcile(
    opening: i64,
    rows: &[ReconcileRow],
    statement_balance: i64,
    date: Day,
) -> Option<ReconcileResult> {
    let mut sum = i128::from(opening);
    let (mut to_lock, mut uncleared) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.date <= date) {
        match row.clearing {
            Clearing::Uncleared => {
                uncleared.push(row.id);
                continue;
            }
            Clearing::Cleared => to_lock.push(row.id),
            Clearing::Reconciled => {}
        }
        sum += i128::from(row.amount);
    }
    let cleared_balance = i64::try_from(sum).ok()?;
    let difference = statement_balance.checked_sub(cleared_balance)?;
    Some(ReconcileResult { cleared_balance, difference, to_lock, uncleared })
}
