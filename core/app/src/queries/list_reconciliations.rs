//! `account.reconciliations`: the statements an account was reconciled with.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::view::AmountView;
use crate::{resolve, row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the statements an account was reconciled with, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListReconciliations {
    /// The account: id or name.
    pub account: String,
}

/// The reconciliations.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReconciliationList {
    /// Newest first.
    pub items: Vec<ReconciliationItem>,
}

/// A reconciliation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReconciliationItem {
    /// Id.
    pub id: String,
    /// The day of the statement.
    pub date: String,
    /// The statement's balance.
    pub balance: AmountView,
    /// Rows it locked.
    pub rows: u32,
}

impl Query for ListReconciliations {
    type Output = ReconciliationList;
    const NAME: &'static str = "account.reconciliations";
    const TOPICS: &'static [Topic] = &[Topic::Accounts];

    fn run(&self, reader: &Reader) -> Result<ReconciliationList, AppError> {
        let account = resolve::account(reader, &self.account)?;
        let mut find = reader.connection().prepare_cached(
            "select id, day, balance, rows from reconciliation where account = ?1 and deleted = 0 \
             order by day desc, id",
        )?;
        let items = find.query_map([account.id.0], |row| {
            Ok(ReconciliationItem {
                id: row::id_text(row.get(0)?),
                date: row::day_text(row.get(1)?),
                balance: AmountView { minor: row.get(2)?, currency: account.currency.code().to_owned() },
                rows: row.get(3)?,
            })
        })?;
        Ok(ReconciliationList { items: items.collect::<Result<_, _>>()? })
    }
}
