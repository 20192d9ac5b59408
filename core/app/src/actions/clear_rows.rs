//! `account.clear_rows`: tick rows off against a statement, or take the tick away.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve};
use domain::{Clearing, TransactionId};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params;

/// Tick rows off as confirmed by the bank, or take the tick away: the rows named, or all of an account up to a day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearRows {
    /// The account: id or name.
    pub account: String,
    /// Confirmed, or no longer.
    pub cleared: bool,
    /// Which rows; without it, every row of the account up to `through`.
    pub rows: Option<Vec<String>>,
    /// The last day, included, when no rows are named.
    pub through: Option<String>,
}

impl Action for ClearRows {
    type Output = Done;
    const NAME: &'static str = "account.clear_rows";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let account = resolve::account(session.reader(), &self.account)?;
        let ids = match (&self.rows, &self.through) {
            (Some(rows), _) => rows.clone(),
            (None, Some(through)) => {
                let last = day_number(parse::day("through", through)?);
                let from = i32::from(!self.cleared);
                let mut find = session.reader().connection().prepare_cached(
                    "select id from transactions where account = ?1 and visible = 1 and day <= ?2 and clearing = ?3",
                )?;
                let ids = find.query_map(params![account.id.0, last, from], |row| row.get(0))?;
                ids.map(|id| id.map(|id| TransactionId(id).to_string())).collect::<Result<Vec<_>, _>>()?
            }
            (None, None) => {
                return Err(AppError::invalid("rows", "name the rows, or the last day with `through`"));
            }
        };
        let to = if self.cleared { Clearing::Cleared } else { Clearing::Uncleared };
        let mut writes = Vec::with_capacity(ids.len());
        for id in &ids {
            let row = resolve::transaction(session.reader(), id)?;
            if row.shard.account() != Some(account.id) {
                return Err(AppError::invalid("rows", format!("transaction {id} is of another account")));
            }
            if row.clearing != to {
                writes.push(row.shard.set_clearing(row.id, Some(to))?);
            }
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
