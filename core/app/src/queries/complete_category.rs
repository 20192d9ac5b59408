//! `category.complete`: categories that could be meant while a name is typed.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::{complete, row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Suggest categories for what was typed so far, the likeliest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteCategory {
    /// What was typed.
    pub text: String,
    /// At most so many; by default 8.
    pub limit: Option<u32>,
}

/// Categories that could be meant.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategoryCompletions {
    /// The likeliest first.
    pub items: Vec<CategoryCompletion>,
}

/// A category that could be meant.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategoryCompletion {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its group's name.
    pub group: Option<String>,
    /// Rows and lines of split rows in the book's last twelve months.
    pub lines: u32,
}

impl Query for CompleteCategory {
    type Output = CategoryCompletions;
    const NAME: &'static str = "category.complete";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<CategoryCompletions, AppError> {
        let found = complete::categories(reader, &self.text, self.limit.unwrap_or(8).min(200))?;
        let items = found.into_iter().map(|category| CategoryCompletion {
            id: row::id_text(category.id),
            name: category.name,
            group: category.group,
            lines: category.rows,
        });
        Ok(CategoryCompletions { items: items.collect() })
    }
}
