//! `category.merge`: several categories become one; rows, parts of split rows and rules follow.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use domain::CategoryId;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Merge categories into one: their rows, parts of split rows and rules count for that one from now on, reconciled rows too, and rows
/// that other devices add. Take it back with undo or `category.unmerge`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeCategories {
    /// The categories that go: ids, names or keys.
    pub categories: Vec<String>,
    /// The category that stays: id, name or key.
    pub into: String,
}

impl Action for MergeCategories {
    type Output = Done;
    const NAME: &'static str = "category.merge";
    const TOPICS: &'static [Topic] =
        &[Topic::Categories, Topic::Transactions, Topic::Rules, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let (gone, into) = named(session.reader(), &self.categories, &self.into)?;
        let mut writes = Vec::new();
        for category in gone {
            writes.push(write::set(Entity::Category(category), Field::MergedInto, &into)?);
        }
        let done = session.commit_if_any(Self::NAME, writes)?;
        session.brain.forget();
        Ok(done)
    }
}

/// The categories that go and the one that stays.
///
/// # Errors
/// `not_found`, `ambiguous`, or `invalid_input` when one is to be merged into itself.
pub fn named(
    reader: &Reader,
    categories: &[String],
    into: &str,
) -> Result<(Vec<CategoryId>, CategoryId), AppError> {
    let into = resolve::category(reader, into)?;
    let mut gone = Vec::new();
    for category in categories {
        let category = resolve::category(reader, category)?;
        if category == into {
            return Err(AppError::invalid("categories", "a category cannot be merged into itself"));
        }
        if !gone.contains(&category) {
            gone.push(category);
        }
    }
    Ok((gone, into))
}
