//! `conflict.choose`: a person's word on what devices set differently.

use super::undo_action::ALL;
use super::update_account::Done;
use crate::conflict::Place;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::session::Session;
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Choose values where devices set different ones. It can be taken back like any change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseConflict {
    /// What to choose.
    pub choices: Vec<Choice>,
}

/// A conflict and the value to go on with.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The conflict, from `conflict.list`.
    pub conflict: String,
    /// The value, from there too; the one the book goes on with when left out.
    pub value: Option<String>,
}

impl Action for ChooseConflict {
    type Output = Done;
    const NAME: &'static str = "conflict.choose";
    const TOPICS: &'static [Topic] = ALL;

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut writes = Vec::with_capacity(self.choices.len());
        for choice in &self.choices {
            writes.push(choice.write(session)?);
        }
        let done = session.commit_if_any(Self::NAME, writes)?;
        session.brain.forget_labels();
        Ok(done)
    }
}

impl Choice {
    fn write(&self, session: &Session<'_>) -> Result<Write, AppError> {
        let place = Place::from_id(&self.conflict)?;
        let values = place.values(session.reader())?;
        if values.len() < 2 {
            return Err(AppError::new(ErrorCode::NotFound, "this was decided already").at(&self.conflict));
        }
        let chosen = match &self.value {
            None => values.first(),
            Some(id) => values.iter().find(|(known, _)| known == id),
        };
        let (_, value) = chosen.ok_or_else(|| AppError::not_found("value", &self.conflict))?;
        Ok(Write::Set { shard: place.shard, entity: place.entity, field: place.field, value: value.clone() })
    }
}
