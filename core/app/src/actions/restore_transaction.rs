//! `transaction.restore`: bring deleted rows back.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::resolve;
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Restore transactions: bring deleted rows back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreTransaction {
    /// Which rows.
    pub id: Vec<String>,
}

impl Action for RestoreTransaction {
    type Output = Done;
    const NAME: &'static str = "transaction.restore";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut writes = Vec::with_capacity(self.id.len());
        for id in &self.id {
            let row = resolve::transaction(session.reader(), id)?;
            writes.push(row.shard.set_deleted(row.id, false)?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
