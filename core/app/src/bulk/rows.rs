//! The rows a bulk change is asked for, with what it compares and keeps.

use crate::error::{AppError, ErrorCode};
use crate::filter::Filter;
use domain::{AccountId, CategoryId, Clearing, Day, PayeeId, TransactionId};
use replica::{ShardKey, day_from_number};
use std::collections::HashSet;
use store::Reader;
use store::rusqlite::types::Value;
use store::rusqlite::{self, params_from_iter};

/// A row as a bulk change sees it.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct Row {
    /// Id.
    pub id: TransactionId,
    /// Its shard.
    pub shard: ShardKey,
    /// Its account.
    pub account: AccountId,
    /// How far it is settled.
    pub clearing: Clearing,
    /// Typed in by hand.
    pub manual: bool,
    /// Has splits.
    pub splits: bool,
    /// Part of the book.
    pub visible: bool,
    /// Deleted by hand.
    pub deleted: bool,
    /// A person's category.
    pub category: Option<CategoryId>,
    /// Payee.
    pub payee: Option<PayeeId>,
    /// Note.
    pub note: Option<String>,
    /// Effective day.
    pub day: Day,
    /// The bank's day.
    pub fact_day: Day,
    /// Tags, sorted.
    pub tags: Vec<String>,
}

const COLUMNS: &str = "t.id, t.account, t.fact_day, t.day, t.clearing, t.origin = 2, t.splits > 0, t.visible, t.deleted, \
    t.user_category, t.payee_set, t.note, (select group_concat(tag, char(31)) from tag where tag.transaction_id = t.id)";

/// The rows of these ids and of this query.
///
/// # Errors
/// `invalid_input` when neither is given or an id is none, `not_found` when a row is not there.
pub fn selected(reader: &Reader, ids: &[String], query: Option<&str>) -> Result<Vec<Row>, AppError> {
    if ids.is_empty() && query.is_none() {
        return Err(AppError::invalid("id", "no rows are named").remedy("give ids, or a query"));
    }
    let mut all = by_id(reader, ids)?;
    if let Some(query) = query {
        let known: HashSet<TransactionId> = all.iter().map(|row| row.id).collect();
        let filter = Filter::read(reader, query)?;
        let sql = format!("select {COLUMNS} from {} where {}", filter.from(), filter.condition());
        let found = read(reader, &sql, filter.values())?;
        all.extend(found.into_iter().filter(|row| !known.contains(&row.id)));
    }
    Ok(all)
}

fn by_id(reader: &Reader, ids: &[String]) -> Result<Vec<Row>, AppError> {
    let sql = format!("select {COLUMNS} from transactions t where t.id = ?1");
    let mut all = Vec::with_capacity(ids.len());
    for text in ids {
        let id: TransactionId = text
            .parse()
            .map_err(|error: domain::id::ParseIdError| AppError::invalid("id", error.to_string()))?;
        let found = read(reader, &sql, &[Value::Blob(id.0.to_vec())])?;
        all.push(found.into_iter().next().ok_or_else(|| AppError::not_found("transaction", text))?);
    }
    Ok(all)
}

fn read(reader: &Reader, sql: &str, values: &[Value]) -> Result<Vec<Row>, AppError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map(params_from_iter(values), row)?;
    rows.map(|row| row?.ok_or_else(|| AppError::new(ErrorCode::Damaged, "a transaction has no valid day")))
        .collect()
}

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Row>> {
    let (Some(fact_day), Some(day)) = (day_from_number(row.get(2)?), day_from_number(row.get(3)?)) else {
        return Ok(None);
    };
    let account = AccountId(row.get(1)?);
    let tags: Option<String> = row.get(12)?;
    let mut tags: Vec<String> =
        tags.map(|tags| tags.split('\u{1f}').map(str::to_owned).collect()).unwrap_or_default();
    tags.sort_unstable();
    Ok(Some(Row {
        id: TransactionId(row.get(0)?),
        shard: ShardKey::for_transaction(account, fact_day),
        account,
        clearing: match row.get::<_, i64>(4)? {
            2 => Clearing::Reconciled,
            1 => Clearing::Cleared,
            _ => Clearing::Uncleared,
        },
        manual: row.get(5)?,
        splits: row.get(6)?,
        visible: row.get(7)?,
        deleted: row.get(8)?,
        category: row.get::<_, Option<[u8; 12]>>(9)?.map(CategoryId),
        payee: row.get::<_, Option<[u8; 12]>>(10)?.map(PayeeId),
        note: row.get(11)?,
        day,
        fact_day,
        tags,
    }))
}
