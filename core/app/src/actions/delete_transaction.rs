//! `transaction.delete`: take rows out of the book; importing their statement again does not bring them back.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::resolve;
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Delete transactions: take rows out of the book; importing their statement again does not bring them back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteTransaction {
    /// Which rows.
    pub id: Vec<String>,
}

impl Action for DeleteTransaction {
    type Output = Done;
    const NAME: &'static str = "transaction.delete";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut writes = Vec::with_capacity(self.id.len());
        for id in &self.id {
            let row = resolve::transaction(session.reader(), id)?;
            writes.push(row.shard.set_deleted(row.id, true)?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
