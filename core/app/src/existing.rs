//! The rows an account has or had, as the planner wants them.

use crate::error::{AppError, ErrorCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use domain::planner::{ExistingRow, RowState};
use domain::transaction::Origin;
use domain::{AccountId, Clearing, Day, TransactionId};
use store::Reader;
use store::rusqlite::Row;

/// Every row of the account, visible or not.
///
/// # Errors
/// When the book cannot be read.
pub fn rows(reader: &Reader, account: AccountId) -> Result<Vec<ExistingRow>, AppError> {
    let sql = "select t.id, t.fact_day, t.day, t.amount, t.description, coalesce(p.name, t.statement_payee), t.bank_id, \
      t.check_number, t.instalment, t.instalments, t.origin, t.clearing, t.deleted, t.removed, t.dup_of \
      from transactions t left join payee p on p.id = t.payee where t.account = ?1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([account.0])?;
    let mut existing = Vec::new();
    while let Some(row) = rows.next()? {
        existing.push(existing_row(row)?);
    }
    Ok(existing)
}

/// What a plan was made from, in short ([`replica::rows_fingerprint`]).
pub fn fingerprint(rows: &[ExistingRow]) -> String {
    STANDARD_NO_PAD.encode(replica::rows_fingerprint(rows))
}

fn existing_row(row: &Row<'_>) -> Result<ExistingRow, AppError> {
    let state = match (row.get(12)?, row.get(13)?, row.get::<_, Option<[u8; 12]>>(14)?) {
        // The undo of an import wins over the rest: its lines count as fresh.
        (_, true, _) => RowState::RemovedByUndo,
        (true, false, _) => RowState::DeletedByUser,
        (false, false, Some(kept)) => RowState::MergedInto(TransactionId(kept)),
        (false, false, None) => RowState::Live,
    };
    let instalment = match (row.get(8)?, row.get(9)?) {
        (Some(number), Some(of)) => Some((number, of)),
        _ => None,
    };
    Ok(ExistingRow {
        id: TransactionId(row.get(0)?),
        posted: day(row.get(1)?)?,
        date: day(row.get(2)?)?,
        amount: row.get(3)?,
        description: row.get(4)?,
        payee: row.get(5)?,
        bank_id: row.get(6)?,
        check_number: row.get(7)?,
        instalment,
        origin: match row.get::<_, i64>(10)? {
            0 => Origin::Statement,
            1 => Origin::Pending,
            _ => Origin::Manual,
        },
        clearing: match row.get::<_, i64>(11)? {
            2 => Clearing::Reconciled,
            1 => Clearing::Cleared,
            _ => Clearing::Uncleared,
        },
        state,
    })
}

fn day(number: i32) -> Result<Day, AppError> {
    replica::day_from_number(number).ok_or_else(|| {
        AppError::new(ErrorCode::Damaged, format!("{number} is no day")).remedy("run `valorize doctor`")
    })
}
