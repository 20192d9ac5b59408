//! `transfer.link`, `transfer.unlink`: two rows of one's own accounts that are one movement of money.

use super::update_account::Done;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::resolve;
use crate::session::Session;
use domain::TransactionId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// Say that two rows are the two sides of one transfer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkTransfer {
    /// One side.
    pub from: String,
    /// The other side, in another account.
    pub to: String,
}

impl Action for LinkTransfer {
    type Output = Done;
    const NAME: &'static str = "transfer.link";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let from = resolve::transaction(session.reader(), &self.from)?;
        let to = resolve::transaction(session.reader(), &self.to)?;
        if from.shard.account() == to.shard.account() {
            return Err(AppError::invalid("to", "both rows are in the same account")
                .remedy("choose the row of the other account"));
        }
        if from.amount.signum() == to.amount.signum() {
            return Err(AppError::invalid("to", "one side must be money out and the other money in"));
        }
        for (row, text) in [(&from, &self.from), (&to, &self.to)] {
            if !row.visible {
                return Err(AppError::not_found("transaction", text).remedy("restore it first"));
            }
            if other_side(session.reader(), row.id)?.is_some() {
                return Err(AppError::new(
                    ErrorCode::AlreadyExists,
                    format!("transaction {text} is part of a transfer already"),
                )
                .remedy("unlink it first"));
            }
        }
        let writes = vec![
            from.shard.set_transfer(from.id, Some(to.id))?,
            to.shard.set_transfer(to.id, Some(from.id))?,
        ];
        session.commit(Self::NAME, writes)?;
        Ok(Done { changed: 2 })
    }
}

/// Say that a row is no side of a transfer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlinkTransfer {
    /// Either side.
    pub id: String,
}

impl Action for UnlinkTransfer {
    type Output = Done;
    const NAME: &'static str = "transfer.unlink";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let one = resolve::transaction(session.reader(), &self.id)?;
        let Some(other) = other_side(session.reader(), one.id)? else { return Ok(Done { changed: 0 }) };
        let mut writes = vec![one.shard.set_transfer(one.id, None)?];
        // A merge can leave a side that points elsewhere; only what points back is cleared.
        if other_side(session.reader(), other)? == Some(one.id)
            && let Some(shard) = session.reader().shard_of(other)?
        {
            writes.push(shard.set_transfer(other, None)?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}

fn other_side(reader: &Reader, id: TransactionId) -> Result<Option<TransactionId>, AppError> {
    let sql = "select transfer from transactions where id = ?1";
    let other: Option<[u8; 12]> =
        reader.connection().prepare_cached(sql)?.query_row(params![id.0], |row| row.get(0))?;
    Ok(other.map(TransactionId))
}
