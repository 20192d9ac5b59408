//! `rule.hits`: how many rows each rule's conditions hold for, and when last.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::rule_run::hits;
use crate::{row, rules};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Count the rows each rule's conditions hold for, whoever set their category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleHits {}

/// Counts of every rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RuleHitList {
    /// In the order in which the rules run.
    pub items: Vec<RuleHitsView>,
}

/// Counts of a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RuleHitsView {
    /// Rule id.
    pub id: String,
    /// Rows its conditions hold for.
    pub rows: u32,
    /// Day of the newest of them, `YYYY-MM-DD`.
    pub last_day: Option<String>,
}

impl Query for RuleHits {
    type Output = RuleHitList;
    const NAME: &'static str = "rule.hits";
    const TOPICS: &'static [Topic] = &[Topic::Rules, Topic::Transactions, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<RuleHitList, AppError> {
        let mut items = Vec::new();
        for rule in rules::all(reader)? {
            let (rows, last) = hits(reader, &rule)?;
            items.push(RuleHitsView { id: rule.id.to_string(), rows, last_day: last.map(row::day_text) });
        }
        Ok(RuleHitList { items })
    }
}
