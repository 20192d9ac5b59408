//! `budget.set_carry_over`: whether a category keeps its balance over the end of the month.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Let a category's balance go on to the next month, or not. Envelopes always keep what is left; with this they also keep what was overspent.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCarryOver {
    /// The expense category: id, name or key.
    pub category: String,
    /// Goes on.
    pub on: bool,
}

impl Action for SetCarryOver {
    type Output = Done;
    const NAME: &'static str = "budget.set_carry_over";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let category = budget::category(session.reader(), "category", &self.category)?;
        let write = write::set(Entity::Category(category), Field::CarryOver, &self.on)?;
        session.commit_if_any(Self::NAME, vec![write])
    }
}
