//! `account.list`: accounts with their balances.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use crate::view::AmountView;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the accounts with their balances.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListAccounts {}

/// The accounts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AccountList {
    /// By kind and name.
    pub items: Vec<AccountView>,
}

/// An account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct AccountView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
    /// Bank, as statements give it.
    pub bank: Option<String>,
    /// Number, as statements give it.
    pub number: Option<String>,
    /// Balance of all rows.
    pub balance: AmountView,
    /// Balance of the rows the bank has seen.
    pub cleared_balance: AmountView,
    /// Rows.
    pub transactions: u32,
    /// Day of the newest row.
    pub last_day: Option<String>,
    /// No longer in use.
    pub closed: bool,
}

const SQL: &str = "select a.id, a.name, a.kind, a.bank, a.number, a.currency, a.closed, \
  a.opening_balance + coalesce((select sum(amount) from month_total m where m.account = a.id), 0), \
  a.opening_balance + coalesce((select sum(cleared) from month_total m where m.account = a.id), 0), \
  (select count(*) from transactions t where t.account = a.id and t.visible = 1), \
  (select max(day) from transactions t where t.account = a.id and t.visible = 1) \
  from account a where a.deleted = 0 order by a.closed, a.kind, a.name collate nocase, a.id";

impl Query for ListAccounts {
    type Output = AccountList;
    const NAME: &'static str = "account.list";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<AccountList, AppError> {
        let mut statement = reader.connection().prepare_cached(SQL)?;
        let rows = statement.query_map([], |row| {
            let currency: String = row.get(5)?;
            let day: Option<i32> = row.get(10)?;
            Ok(AccountView {
                id: row::id_text(row.get(0)?),
                name: row.get(1)?,
                kind: row.get(2)?,
                bank: row.get(3)?,
                number: row.get(4)?,
                closed: row.get(6)?,
                balance: AmountView { minor: row.get(7)?, currency: currency.clone() },
                cleared_balance: AmountView { minor: row.get(8)?, currency },
                transactions: row.get(9)?,
                last_day: day.map(row::day_text),
            })
        })?;
        Ok(AccountList { items: rows.collect::<Result<_, _>>()? })
    }
}
