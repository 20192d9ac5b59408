//! `payee.show`: a payee with what was merged into it and the categories its rows have.

use super::category_usage::MergedView;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::{resolve, row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// Show a payee: what was merged into it, and which categories its rows have.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowPayee {
    /// The payee: id or name.
    pub payee: String,
}

/// A payee.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeDetail {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Payees that were merged into it.
    pub merged: Vec<MergedView>,
    /// Categories of its rows, the one given most often by a person first: it is what the next row will be suggested.
    pub categories: Vec<PayeeCategoryView>,
}

/// How often a payee's rows have a category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeCategoryView {
    /// Category id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Rows.
    pub rows: u32,
    /// Of these, rows a person gave it to.
    pub by_hand: u32,
}

impl Query for ShowPayee {
    type Output = PayeeDetail;
    const NAME: &'static str = "payee.show";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions, Topic::Categories];

    fn run(&self, reader: &Reader) -> Result<PayeeDetail, AppError> {
        let id = resolve::payee(reader, &self.payee)?;
        let connection = reader.connection();
        let name = connection
            .prepare_cached("select name from payee where id = ?1")?
            .query_row(params![id.0], |row| row.get(0))?;
        let sql = "select id, name from payee where root = ?1 and id <> ?1 order by name collate nocase, id";
        let mut statement = connection.prepare_cached(sql)?;
        let merged = statement.query_map(params![id.0], |row| {
            Ok(MergedView { id: row::id_text(row.get(0)?), name: row.get(1)? })
        })?;
        let merged = merged.collect::<Result<_, _>>()?;
        let sql = "select t.category, c.name, count(*), sum(t.user_category is not null) from transactions t \
          join category c on c.id = t.category where t.visible = 1 and t.payee = ?1 and t.splits = 0 \
          group by t.category order by 4 desc, 3 desc, 2";
        let mut statement = connection.prepare_cached(sql)?;
        let categories = statement.query_map(params![id.0], |row| {
            Ok(PayeeCategoryView {
                id: row::id_text(row.get(0)?),
                name: row.get(1)?,
                rows: row.get(2)?,
                by_hand: row.get(3)?,
            })
        })?;
        let categories = categories.collect::<Result<_, _>>()?;
        Ok(PayeeDetail { id: id.to_string(), name, merged, categories })
    }
}
