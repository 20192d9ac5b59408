//! Sums per account, month and category, changed by differences and written once per commit.
//!
//! Sums wrap instead of failing: they must not depend on the order of rows, and a book whose sums leave 64 bits is shown as
//! such by the check, not refused.

use crate::StoreError;
use domain::{AccountId, CategoryId};
use rusqlite::{Connection, OptionalExtension as _, params};
use rustc_hash::FxHashMap;

/// What a sum is kept for; no category is 12 zero bytes here and the empty blob in the table.
type Place = (AccountId, i32, Option<CategoryId>);

#[derive(Default, Clone, Copy)]
struct Sums {
    amount: i64,
    cleared: i64,
    lines: i64,
}

/// Differences not yet written.
#[derive(Default)]
pub struct Totals {
    differences: FxHashMap<Place, Sums>,
}

impl Totals {
    /// Adds (`sign` 1) or takes away (`sign` -1) one line.
    pub fn line(
        &mut self,
        account: AccountId,
        month: i32,
        category: Option<CategoryId>,
        amount: i64,
        cleared: bool,
        sign: i64,
    ) {
        let sums = self.differences.entry((account, month, category)).or_default();
        let amount = amount.wrapping_mul(sign);
        sums.amount = sums.amount.wrapping_add(amount);
        sums.cleared = sums.cleared.wrapping_add(if cleared { amount } else { 0 });
        sums.lines += sign;
    }

    /// Writes the differences.
    pub fn flush(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut read = conn.prepare_cached(
            "select amount, cleared, lines from month_total where account = ?1 and month = ?2 and category = ?3",
        )?;
        let mut write =
            conn.prepare_cached("insert or replace into month_total values (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut remove = conn
            .prepare_cached("delete from month_total where account = ?1 and month = ?2 and category = ?3")?;
        for ((account, month, category), change) in self.differences.drain() {
            let category: &[u8] = category.as_ref().map_or(&[], |category| category.as_bytes());
            let old = read.query_row(params![account.as_bytes(), month, category], |row| {
                Ok(Sums { amount: row.get(0)?, cleared: row.get(1)?, lines: row.get(2)? })
            });
            let old = old.optional()?.unwrap_or_default();
            let new = Sums {
                amount: old.amount.wrapping_add(change.amount),
                cleared: old.cleared.wrapping_add(change.cleared),
                lines: old.lines + change.lines,
            };
            if (new.amount, new.cleared, new.lines) == (0, 0, 0) {
                remove.execute(params![account.as_bytes(), month, category])?;
            } else {
                write.execute(params![
                    account.as_bytes(),
                    month,
                    category,
                    new.amount,
                    new.cleared,
                    new.lines
                ])?;
            }
        }
        Ok(())
    }
}
