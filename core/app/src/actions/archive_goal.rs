//! `goal.archive` and `goal.delete`: goals no longer followed.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{goals, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Put a goal away, or take it up again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveGoal {
    /// The goal: id or name.
    pub goal: String,
    /// Put away; by default yes.
    pub archived: Option<bool>,
}

impl Action for ArchiveGoal {
    type Output = Done;
    const NAME: &'static str = "goal.archive";
    const TOPICS: &'static [Topic] = &[Topic::Goals, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let goal = goals::named(session.reader(), &self.goal)?;
        let archived = self.archived.unwrap_or(true);
        let write = write::set(Entity::Goal(goal.id), Field::Archived, &archived)?;
        session.commit_if_any(Self::NAME, vec![write])
    }
}

/// Delete a goal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteGoal {
    /// The goal: id or name.
    pub goal: String,
}

impl Action for DeleteGoal {
    type Output = Done;
    const NAME: &'static str = "goal.delete";
    const TOPICS: &'static [Topic] = &[Topic::Goals, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let goal = goals::named(session.reader(), &self.goal)?;
        let write = write::set(Entity::Goal(goal.id), Field::Deleted, &true)?;
        session.commit_if_any(Self::NAME, vec![write])
    }
}
