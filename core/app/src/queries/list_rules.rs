//! `rule.list`: rules in the order in which they run.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::rule_view::{ConditionView, EffectView, effect_view};
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
    pub conditions: Vec<ConditionView>,
    /// What is set then.
    pub effect: EffectView,
}

impl Query for ListRules {
    type Output = RuleList;
    const NAME: &'static str = "rule.list";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<RuleList, AppError> {
        let mut items = Vec::new();
        for rule in rules::all(reader)? {
            items.push(RuleView {
                id: rule.id.to_string(),
                conditions: rule.conditions.iter().map(ConditionView::from).collect(),
                effect: effect_view(reader, &rule)?,
                name: rule.name,
                enabled: rule.enabled,
            });
        }
        Ok(RuleList { items })
    }
}
