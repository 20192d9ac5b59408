//! `payee.list`: payees and how many rows each has.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the payees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPayees {}

/// The payees.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeList {
    /// By name.
    pub items: Vec<PayeeView>,
}

/// A payee.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PayeeView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rows it is set on.
    pub transactions: u32,
}

impl Query for ListPayees {
    type Output = PayeeList;
    const NAME: &'static str = "payee.list";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<PayeeList, AppError> {
        let sql = "select p.id, p.name, (select count(*) from transactions t where t.payee = p.id and t.visible = 1) \
          from payee p where p.deleted = 0 and p.merged_into is null order by p.name collate nocase, p.id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(PayeeView { id: row::id_text(row.get(0)?), name: row.get(1)?, transactions: row.get(2)? })
        })?;
        Ok(PayeeList { items: rows.collect::<Result<_, _>>()? })
    }
}
