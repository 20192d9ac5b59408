//! `goal.update`: another amount, day or place for a goal.

use super::create_goal::{currency, link, target};
use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{goals, parse, write};
use domain::{Goal, GoalLink};
use replica::{Entity, Field, Write, day_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change a goal. What is left out stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateGoal {
    /// The goal: id or name.
    pub goal: String,
    /// New name.
    pub name: Option<String>,
    /// New amount to reach, minor units.
    pub target: Option<i64>,
    /// Until this day, `YYYY-MM-DD`; an empty text for no day.
    pub due: Option<String>,
    /// The account whose balance counts: id or name; it has the goal's currency.
    pub account: Option<String>,
    /// Or the category in which money is put aside: id, name or key.
    pub category: Option<String>,
    /// No longer linked to anything.
    pub unlink: Option<bool>,
    /// Minor units there were when it started.
    pub starting: Option<i64>,
    /// The day the pace counts from.
    pub started: Option<String>,
}

impl Action for UpdateGoal {
    type Output = Done;
    const NAME: &'static str = "goal.update";
    const TOPICS: &'static [Topic] = &[Topic::Goals, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let goal = goals::named(session.reader(), &self.goal)?;
        let entity = Entity::Goal(goal.id);
        let mut writes = Vec::new();
        if let Some(name) = &self.name {
            writes.push(write::set(entity, Field::Name, &parse::name("name", name)?)?);
        }
        if let Some(minor) = self.target {
            writes.push(write::set(entity, Field::Target, &target(minor)?)?);
        }
        if let Some(due) = &self.due {
            let due = (!due.trim().is_empty()).then(|| parse::day("due", due)).transpose()?;
            writes.push(write::set(entity, Field::Due, &due.map(day_number))?);
        }
        if let Some(write) = self.linked(session, &goal)? {
            writes.push(write);
        }
        if let Some(starting) = self.starting {
            writes.push(write::set(entity, Field::Starting, &starting)?);
        }
        if let Some(started) = &self.started {
            writes.push(write::set(entity, Field::Started, &day_number(parse::day("started", started)?))?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}

impl UpdateGoal {
    fn linked(&self, session: &Session<'_>, goal: &Goal) -> Result<Option<Write>, AppError> {
        let wanted = link(session.reader(), self.account.as_deref(), self.category.as_deref())?;
        let wanted = if self.unlink == Some(true) { Some(GoalLink::Nothing) } else { wanted };
        let Some(wanted) = wanted else { return Ok(None) };
        if currency(session.reader(), wanted)? != goal.currency {
            return Err(AppError::invalid("account", "the account has another currency than the goal")
                .remedy("make a new goal in that currency"));
        }
        let text = serde_json::to_string(&wanted)
            .map_err(|error| AppError::new(crate::ErrorCode::Internal, error.to_string()))?;
        write::set(Entity::Goal(goal.id), Field::Link, &text).map(Some)
    }
}
