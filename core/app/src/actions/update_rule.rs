//! `rule.update`: what a rule is called, whether it runs, when it holds and what it sets.

use super::update_account::Done;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::rule_view::{ConditionView, EffectInput, conditions};
use crate::session::Session;
use crate::{parse, resolve, write};
use replica::{Entity, Field, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change a rule. What is left out stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateRule {
    /// The rule: id or name.
    pub rule: String,
    /// New name.
    pub name: Option<String>,
    /// Switched on.
    pub enabled: Option<bool>,
    /// New conditions, all of them.
    pub conditions: Option<Vec<ConditionView>>,
    /// What it sets from now on, all of it.
    pub effect: Option<EffectInput>,
}

impl Action for UpdateRule {
    type Output = Done;
    const NAME: &'static str = "rule.update";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::Payees, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let entity = Entity::Rule(resolve::rule(session.reader(), &self.rule)?);
        let mut writes: Vec<Write> = Vec::new();
        if let Some(name) = &self.name {
            writes.push(write::set(entity, Field::Name, &parse::name("name", name)?)?);
        }
        if let Some(enabled) = self.enabled {
            writes.push(write::set(entity, Field::Enabled, &enabled)?);
        }
        if let Some(views) = &self.conditions {
            let text = json(&conditions(session.reader(), views)?)?;
            writes.push(write::set(entity, Field::Conditions, &text)?);
        }
        if let Some(effect) = &self.effect {
            let effect = effect.effect(session, &mut writes)?;
            writes.push(write::set(entity, Field::Effect, &json(&effect)?)?);
        }
        session.commit_if_any(Self::NAME, writes)
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
}
