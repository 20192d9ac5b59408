//! `account.delete`: take an account out of the book, with its rows when that is wanted.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use domain::AccountId;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Delete an account. Refused while it has rows, unless they are to go with it; it can be undone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteAccount {
    /// The account: id or name.
    pub account: String,
    /// Delete its rows too.
    pub with_rows: Option<bool>,
}

/// What was deleted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeletedAccount {
    /// Its name.
    pub account: String,
    /// Rows deleted with it.
    pub rows: u32,
}

impl Action for DeleteAccount {
    type Output = DeletedAccount;
    const NAME: &'static str = "account.delete";
    const TOPICS: &'static [Topic] =
        &[Topic::Accounts, Topic::Transactions, Topic::Imports, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<DeletedAccount, AppError> {
        let account = resolve::account(session.reader(), &self.account)?;
        let rows = visible(session, account.id)?;
        if !rows.is_empty() && self.with_rows != Some(true) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("the account `{}` has {} row(s)", account.name, rows.len()),
            )
            .at("with_rows")
            .remedy("close the account to keep its history, or delete it with its rows"));
        }
        let mut writes = Vec::with_capacity(rows.len() + 1);
        for id in &rows {
            let row = resolve::transaction(session.reader(), &crate::row::id_text(*id))?;
            writes.push(row.shard.set_deleted(row.id, true)?);
        }
        writes.push(write::set(Entity::Account(account.id), Field::Deleted, &true)?);
        session.commit(Self::NAME, writes).map_err(|error| match error.code {
            ErrorCode::Locked => AppError::new(ErrorCode::Locked, "the account has reconciled rows")
                .at(account.name.clone())
                .remedy("take its reconciliations back first, or close the account"),
            _ => error,
        })?;
        session.brain.forget_labels();
        Ok(DeletedAccount { account: account.name, rows: u32::try_from(rows.len()).unwrap_or(u32::MAX) })
    }
}

fn visible(session: &Session<'_>, account: AccountId) -> Result<Vec<[u8; 12]>, AppError> {
    let mut find = session
        .reader()
        .connection()
        .prepare_cached("select id from transactions where account = ?1 and visible = 1")?;
    Ok(find.query_map([account.0], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
