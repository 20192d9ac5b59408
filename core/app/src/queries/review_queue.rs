//! `suggestion.list`: rows whose category waits for a person's word, surest first.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::view::RowView;
use crate::{resolve, row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::{self, OptionalExtension as _, Row, params};

/// List the suggestions that wait for a person's word, surest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewQueue {
    /// At most so many; by default all.
    pub limit: Option<u32>,
    /// Only with at least this confidence, 0 to 1000.
    pub min_confidence: Option<u16>,
}

/// The queue.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReviewList {
    /// Surest first.
    pub items: Vec<ReviewItem>,
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewItem {
    /// The row.
    pub row: RowView,
    /// Suggested category's id.
    pub category_id: String,
    /// Suggested category's name.
    pub category: String,
    /// 0 to 1000.
    pub confidence: u16,
    /// rule, `payee_memory`, model, `model_without_embedding`.
    pub source: String,
    /// Written to the row already, because the machine was sure enough.
    pub applied: bool,
}

fn sql(condition: &str) -> String {
    format!(
        "select {}, s.category, sc.name, s.confidence, coalesce(s.detail, 'model'), t.auto_category is not null \
         from suggestion s cross join transactions t on t.id = s.transaction_id {} join category sc on sc.id = s.category \
         where t.visible = 1 and t.user_category is null and t.splits = 0 and t.clearing < 2 and {condition}",
        row::COLUMNS,
        row::JOINS
    )
}

fn item_of(row: &Row<'_>) -> rusqlite::Result<ReviewItem> {
    Ok(ReviewItem {
        row: row::view(row)?,
        category_id: row::id_text(row.get(row::WIDTH)?),
        category: row.get(row::WIDTH + 1)?,
        confidence: row.get(row::WIDTH + 2)?,
        source: row.get(row::WIDTH + 3)?,
        applied: row.get(row::WIDTH + 4)?,
    })
}

impl Query for ReviewQueue {
    type Output = ReviewList;
    const NAME: &'static str = "suggestion.list";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<ReviewList, AppError> {
        let sql = sql("s.confidence >= ?1 order by s.confidence desc, s.transaction_id desc limit ?2");
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let limit = self.limit.map_or(-1, i64::from);
        let rows = statement.query_map(params![self.min_confidence.unwrap_or(0), limit], item_of)?;
        Ok(ReviewList { items: rows.collect::<Result<_, _>>()? })
    }
}

/// The suggestion for one row.
///
/// # Errors
/// `not_found` when nothing waits for this row.
pub fn item(reader: &Reader, id: &str) -> Result<ReviewItem, AppError> {
    let row = resolve::transaction(reader, id)?;
    let found =
        reader.connection().prepare_cached(&sql("t.id = ?1"))?.query_row([row.id.0], item_of).optional()?;
    found.ok_or_else(|| {
        AppError::not_found("suggestion for transaction", id)
            .remedy("set its category with `valorize transaction edit`")
    })
}
