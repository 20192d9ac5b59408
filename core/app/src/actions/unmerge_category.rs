//! `category.unmerge`: a category that was merged stands for itself again, with its rows.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, write};
use domain::CategoryId;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take the merge of a category back: what counted for it before the merge counts for it again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeCategory {
    /// The merged category's id, as `category.usage` lists it.
    pub category: String,
}

impl Action for UnmergeCategory {
    type Output = Done;
    const NAME: &'static str = "category.unmerge";
    const TOPICS: &'static [Topic] =
        &[Topic::Categories, Topic::Transactions, Topic::Rules, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let category: CategoryId = parse::id("category", &self.category)?;
        let merged = session
            .reader()
            .connection()
            .prepare_cached("select 1 from category where id = ?1 and merged_into is not null")?
            .exists([category.0])?;
        if !merged {
            return Err(AppError::not_found("merged category", &self.category));
        }
        let writes = vec![write::clear(Entity::Category(category), Field::MergedInto)?];
        let done = session.commit_if_any(Self::NAME, writes)?;
        session.brain.forget();
        Ok(done)
    }
}
