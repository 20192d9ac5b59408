//! `suggestion.waiting`: how many suggestions wait for a person's word, counted only so far as anyone wants to know.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Counted up to here when nothing else is said.
const DEFAULT_LIMIT: u32 = 999;

/// Count the suggestions that wait for a person's word, up to a limit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountWaiting {
    /// Counting stops here; by default at 999.
    pub limit: Option<u32>,
}

/// How many wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaitingCount {
    /// As many, at most the limit.
    pub count: u32,
    /// There are more than the limit.
    pub more: bool,
}

impl Query for CountWaiting {
    type Output = WaitingCount;
    const NAME: &'static str = "suggestion.waiting";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<WaitingCount, AppError> {
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        // The least sure first: people take the sure ones, so those that wait are met soon.
        let sql = "select count(*) from (select 1 from suggestion s cross join transactions t on t.id = s.transaction_id \
          where t.visible = 1 and t.user_category is null and t.splits = 0 and t.clearing < 2 \
          order by s.confidence, s.transaction_id limit ?1)";
        let found: i64 =
            reader.connection().prepare_cached(sql)?.query_row([i64::from(limit) + 1], |row| row.get(0))?;
        let found = u32::try_from(found).unwrap_or(u32::MAX);
        Ok(WaitingCount { count: found.min(limit), more: found > limit })
    }
}
