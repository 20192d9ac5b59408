//! A stored plan as writes: what `replica` makes of it, asked of this device's book.

use crate::categorise::Row;
use crate::error::AppError;
use crate::plans::StoredPlan;
use crate::resolve;
use domain::plan::PlanLine;
use domain::{AccountId, CategoryId, Clearing, ImportBatch, TransactionId};
use replica::{IdentityKey, ImportGround, ShardKey, Write, import_writes, line_facts};
use std::collections::HashMap;
use store::Reader;

/// What a plan comes to.
pub struct Written {
    /// The batch.
    pub batch: ImportBatch,
    /// The rows that are new to the register and want a category.
    pub fresh: Vec<Row>,
    /// Rows deleted by hand that the plan brings back; the batch does not count them as added.
    pub restored: u32,
}

/// The book as it is on this device.
struct Ground<'a> {
    reader: &'a Reader,
    account: AccountId,
}

impl ImportGround for Ground<'_> {
    type Error = AppError;

    fn deleted(&self) -> Result<HashMap<TransactionId, bool>, AppError> {
        let sql = "select id, removed from transactions where account = ?1 and deleted = 1";
        let mut statement = self.reader.connection().prepare_cached(sql)?;
        let rows =
            statement.query_map([self.account.0], |row| Ok((TransactionId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn kept(&self, id: TransactionId) -> Result<(ShardKey, Clearing), AppError> {
        let row = resolve::transaction(self.reader, &id.to_string())?;
        Ok((row.shard, row.clearing))
    }

    fn category(&self, name: &str) -> Option<CategoryId> {
        resolve::category(self.reader, name).ok()
    }
}

/// Turns the plan into writes.
///
/// # Errors
/// When the book cannot be read or a value has no encoding.
pub fn writes(
    stored: &StoredPlan,
    key: &IdentityKey,
    reader: &Reader,
    writes: &mut Vec<Write>,
) -> Result<Written, AppError> {
    let ground = Ground { reader, account: stored.plan.account };
    let made = import_writes(&stored.plan, stored.account.currency, key, &ground, writes)?;
    let fresh = made.fresh.iter().map(|at| row(stored, &stored.plan.lines[*at])).collect();
    Ok(Written { batch: made.batch, fresh, restored: made.restored })
}

fn row(stored: &StoredPlan, planned: &PlanLine) -> Row {
    let facts = line_facts(planned, stored.account.currency);
    Row {
        id: planned.transaction,
        shard: ShardKey::for_transaction(stored.account.id, facts.date),
        account: stored.account.id,
        payee: facts.payee,
        memo: facts.memo,
        amount: facts.amount.minor,
        currency: stored.account.currency,
        description: facts.description,
        has_payee: false,
        has_note: false,
        before: None,
    }
}
