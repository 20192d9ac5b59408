//! `conflict.list`: what devices set to different values without knowing of each other.

use crate::actions::undo_action::ALL;
use crate::conflict::{self, ConflictView};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List fields that devices set to different values without knowing of each other. The book goes on with the first of each.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListConflicts {
    /// At most so many; 100 when left out.
    pub limit: Option<u32>,
}

/// The conflicts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ConflictList {
    /// As many as were asked for.
    pub items: Vec<ConflictView>,
    /// How many there are in all, counted up to 1,000.
    pub total: u32,
}

const MOST: u32 = 1_000;

impl Query for ListConflicts {
    type Output = ConflictList;
    const NAME: &'static str = "conflict.list";
    // Any field of anything may be among them.
    const TOPICS: &'static [Topic] = ALL;

    fn run(&self, reader: &Reader) -> Result<ConflictList, AppError> {
        let items = conflict::list(reader, self.limit.unwrap_or(100).min(MOST))?;
        Ok(ConflictList { items, total: conflict::count(reader, MOST)? })
    }
}
