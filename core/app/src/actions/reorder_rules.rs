//! `rule.reorder`: the order in which rules run.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, rules, write};
use domain::RuleId;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Put the rules into this order. Those not named keep their order after them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderRules {
    /// Rules in order: ids or names.
    pub rules: Vec<String>,
}

impl Action for ReorderRules {
    type Output = Done;
    const NAME: &'static str = "rule.reorder";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut order: Vec<RuleId> = Vec::new();
        for rule in &self.rules {
            let rule = resolve::rule(session.reader(), rule)?;
            if !order.contains(&rule) {
                order.push(rule);
            }
        }
        let all: Vec<(RuleId, u32)> =
            rules::all(session.reader())?.iter().map(|rule| (rule.id, rule.position)).collect();
        let rest: Vec<RuleId> = all.iter().map(|rule| rule.0).filter(|id| !order.contains(id)).collect();
        let mut writes = Vec::new();
        for (position, rule) in (0_u32..).zip(order.into_iter().chain(rest)) {
            if !all.contains(&(rule, position)) {
                writes.push(write::set(Entity::Rule(rule), Field::Position, &position)?);
            }
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
