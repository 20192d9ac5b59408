//! `payee.unmerge`: a payee that was merged by mistake stands for itself again, with its rows.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, write};
use domain::PayeeId;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take the merge of a payee back: the rows it had, and those added under its name since, are its own again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergePayee {
    /// The merged payee's id, as `payee.show` lists it.
    pub payee: String,
}

impl Action for UnmergePayee {
    type Output = Done;
    const NAME: &'static str = "payee.unmerge";
    const TOPICS: &'static [Topic] = &[Topic::Payees, Topic::Transactions, Topic::Rules, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let payee: PayeeId = parse::id("payee", &self.payee)?;
        let merged = session
            .reader()
            .connection()
            .prepare_cached("select 1 from payee where id = ?1 and merged_into is not null")?
            .exists([payee.0])?;
        if !merged {
            return Err(AppError::not_found("merged payee", &self.payee));
        }
        session.commit_if_any(Self::NAME, vec![write::clear(Entity::Payee(payee), Field::MergedInto)?])
    }
}
