//! `payee.merge`: several names of one payee become one; reversible at any time.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Merge payees into one: their rows show and count as that one from now on, also rows that other devices add. Take it back with
/// undo, or one by one with `payee.unmerge`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePayees {
    /// The payees that go: ids or names.
    pub payees: Vec<String>,
    /// The payee that stays: id or name.
    pub into: String,
}

impl Action for MergePayees {
    type Output = Done;
    const NAME: &'static str = "payee.merge";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions, Topic::Rules, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let into = resolve::payee(session.reader(), &self.into)?;
        let mut gone = Vec::new();
        for payee in &self.payees {
            let payee = resolve::payee(session.reader(), payee)?;
            if payee == into {
                return Err(AppError::invalid("payees", "a payee cannot be merged into itself"));
            }
            if !gone.contains(&payee) {
                gone.push(payee);
            }
        }
        let mut writes = Vec::new();
        for payee in gone {
            writes.push(write::set(Entity::Payee(payee), Field::MergedInto, &into)?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
