//! What the book teaches the categoriser: its categories, and the rows whose category a person gave.

use crate::error::AppError;
use crate::parse;
use categorize::{CategorySeed, Example};
use domain::{CategoryId, CategoryKey, CategoryKind, Currency, TransactionId};
use store::Reader;

/// Every category that is offered.
///
/// # Errors
/// When the book cannot be read.
pub fn seeds(reader: &Reader) -> Result<Vec<CategorySeed>, AppError> {
    let sql = "select c.id, c.key, c.name, g.kind from category c join category_group g on g.id = c.group_id \
      where c.deleted = 0 and c.archived = 0 order by g.position, c.position, c.id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok((
            row.get::<_, [u8; 12]>(0)?,
            row.get::<_, Option<String>>(1)?,
            row.get(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    let mut seeds = Vec::new();
    for row in rows {
        let (id, key, name, kind) = row?;
        let kind: CategoryKind = parse::choice("kind", &kind, "expense, income, transfer")?;
        let key = key.as_deref().and_then(CategoryKey::from_text);
        seeds.push(CategorySeed { id: CategoryId(id), key, name, kind });
    }
    Ok(seeds)
}

/// Rows with a person's category, oldest first.
///
/// # Errors
/// When the book cannot be read.
pub fn examples(reader: &Reader) -> Result<Vec<Example>, AppError> {
    let sql = "select t.id, t.description, t.statement_payee, t.amount, a.currency, t.category \
      from transactions t join account a on a.id = t.account \
      where t.visible = 1 and t.user_category is not null and t.category is not null order by t.day, t.id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let code: String = row.get(4)?;
        Ok(Example {
            transaction: TransactionId(row.get(0)?),
            description: row.get(1)?,
            payee: row.get(2)?,
            amount_minor: row.get(3)?,
            // A currency this version does not know teaches no less: the amount's sign is what counts.
            currency: Currency::from_code(&code).unwrap_or(Currency::XXX),
            category: CategoryId(row.get(5)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
