//! Rows without a category of a person, as the categoriser wants them.

use crate::categorise::Row;
use crate::error::{AppError, ErrorCode};
use domain::{AccountId, CategoryId, Currency, TransactionId};
use replica::{AutoCategory, ShardKey};
use store::Reader;

/// Every such row that is visible, not split and not locked.
///
/// # Errors
/// When the book cannot be read.
pub fn rows(reader: &Reader) -> Result<Vec<Row>, AppError> {
    let sql = "select t.id, t.account, t.fact_day, t.description, coalesce(p.name, t.statement_payee), t.memo, t.amount, \
      a.currency, t.payee is not null, t.note is not null, t.auto_category, t.auto_confidence \
      from transactions t join account a on a.id = t.account left join payee p on p.id = t.payee \
      where t.visible = 1 and t.user_category is null and t.splits = 0 and t.clearing < 2 order by t.day, t.id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
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
    Ok(found)
}
