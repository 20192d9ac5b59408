//! `rule.list`: rules in the order in which they run.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the rules in the order in which they run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRules {}

/// The rules.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RuleList {
    /// In order.
    pub items: Vec<RuleView>,
}

/// A rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RuleView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Switched on.
    pub enabled: bool,
    /// What must hold.
    pub conditions: serde_json::Value,
    /// What is set then.
    pub effect: serde_json::Value,
}

impl Query for ListRules {
    type Output = RuleList;
    const NAME: &'static str = "rule.list";
    const TOPICS: &'static [Topic] = &[Topic::Rules];

    fn run(&self, reader: &Reader) -> Result<RuleList, AppError> {
        let json = |value: Result<serde_json::Value, serde_json::Error>| {
            value.map_err(|error| AppError::new(crate::ErrorCode::Internal, error.to_string()))
        };
        let mut items = Vec::new();
        for rule in rules::all(reader)? {
            items.push(RuleView {
                id: rule.id.to_string(),
                conditions: json(serde_json::to_value(&rule.conditions))?,
                effect: json(serde_json::to_value(&rule.effect))?,
                name: rule.name,
                enabled: rule.enabled,
            });
        }
        Ok(RuleList { items })
    }
}
