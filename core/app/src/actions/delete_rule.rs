//! `rule.delete`: a rule that is no longer wanted; what it set stays.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Delete a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteRule {
    /// The rule: id or name.
    pub rule: String,
}

impl Action for DeleteRule {
    type Output = Done;
    const NAME: &'static str = "rule.delete";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let rule = resolve::rule(session.reader(), &self.rule)?;
        session.commit_if_any(Self::NAME, vec![write::set(Entity::Rule(rule), Field::Deleted, &true)?])
    }
}
