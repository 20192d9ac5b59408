//! `account.reorder`: the order accounts are shown in.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Put accounts in this order. Accounts left out come after them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderAccounts {
    /// Ids or names, first to last.
    pub accounts: Vec<String>,
}

impl Action for ReorderAccounts {
    type Output = Done;
    const NAME: &'static str = "account.reorder";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut writes = Vec::with_capacity(self.accounts.len());
        for (position, name) in (0_u32..).zip(&self.accounts) {
            let account = resolve::account(session.reader(), name)?;
            let stands: Option<u32> = session
                .reader()
                .connection()
                .prepare_cached("select position from account where id = ?1")?
                .query_row([account.id.0], |row| row.get(0))?;
            if stands != Some(position) {
                writes.push(write::set(Entity::Account(account.id), Field::Position, &position)?);
            }
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
