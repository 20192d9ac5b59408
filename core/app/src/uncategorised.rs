//! Rows without a category of a person, as the categoriser wants them.

use crate::categorise::Row;
use crate::error::{AppError, ErrorCode};
use domain::{AccountId, CategoryId, Currency, TransactionId};
use replica::{AutoCategory, ShardKey};
use store::Reader;
use store::rusqlite::Params;

/// Ids of such rows that nothing has been suggested for yet, newest first.
///
/// # Errors
/// When the book cannot be read.
pub fn unseen(reader: &Reader) -> Result<Vec<TransactionId>, AppError> {
    let sql = "select t.id from transactions t where t.visible = 1 and t.user_category is null and t.splits = 0 \
      and t.clearing < 2 and not exists (select 1 from suggestion s where s.transaction_id = t.id) \
      order by t.day desc, t.id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0).map(TransactionId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ids of such rows that something has been suggested for, newest first.
///
/// # Errors
/// When the book cannot be read.
pub fn waiting(reader: &Reader, count: u32) -> Result<Vec<TransactionId>, AppError> {
    let sql = "select t.id from transactions t where t.visible = 1 and t.user_category is null and t.splits = 0 \
      and t.clearing < 2 and exists (select 1 from suggestion s where s.transaction_id = t.id) \
      order by t.day desc, t.id limit ?1";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([count], |row| row.get(0).map(TransactionId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every such row that is visible, not split and not locked.
///
/// # Errors
/// When the book cannot be read.
pub fn rows(reader: &Reader) -> Result<Vec<Row>, AppError> {
    let mut found = Vec::new();
    read(reader, "order by t.day, t.id", [], &mut found)?;
    Ok(found)
}

/// Those of these rows that are such.
///
/// # Errors
/// When the book cannot be read.
pub fn these(reader: &Reader, ids: &[TransactionId]) -> Result<Vec<Row>, AppError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        read(reader, "and t.id = ?1", [id.0], &mut found)?;
    }
    Ok(found)
}

fn read<P: Params>(
    reader: &Reader,
    condition: &str,
    params: P,
    found: &mut Vec<Row>,
) -> Result<(), AppError> {
    let sql = "select t.id, t.account, t.fact_day, t.description, coalesce(p.name, t.statement_payee), t.memo, t.amount, \
      a.currency, t.payee is not null, t.note is not null, t.auto_category, t.auto_confidence \
      from transactions t join account a on a.id = t.account left join payee p on p.id = t.payee \
      where t.visible = 1 and t.user_category is null and t.splits = 0 and t.clearing < 2";
    let mut statement = reader.connection().prepare_cached(&format!("{sql} {condition}"))?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        let account = AccountId(row.get(1)?);
        let day: i32 = row.get(2)?;
        let day = replica::day_from_number(day)
            .ok_or_else(|| AppError::new(ErrorCode::Damaged, format!("{day} is no day")))?;
        let code: String = row.get(7)?;
        let before = match (row.get::<_, Option<[u8; 12]>>(10)?, row.get(11)?) {
            (Some(category), Some(confidence)) => {
                Some(AutoCategory { category: CategoryId(category), confidence })
            }
            _ => None,
        };
        found.push(Row {
            id: TransactionId(row.get(0)?),
            shard: ShardKey::for_transaction(account, day),
            account,
            description: row.get(3)?,
            payee: row.get(4)?,
            memo: row.get(5)?,
            amount: row.get(6)?,
            currency: Currency::from_code(&code).unwrap_or(Currency::XXX),
            has_payee: row.get(8)?,
            has_note: row.get(9)?,
            before,
        });
    }
    Ok(())
}
