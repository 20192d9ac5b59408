//! `tag.list`: tags and how many rows each has.

use crate::error::AppError;
use crate::filter;
use crate::operation::{Query, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the tags.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListTags {}

/// The tags.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TagList {
    /// By name.
    pub items: Vec<TagView>,
}

/// A tag.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TagView {
    /// The tag.
    pub tag: String,
    /// Rows that have it, deleted ones too.
    pub transactions: u32,
}

impl Query for ListTags {
    type Output = TagList;
    const NAME: &'static str = "tag.list";
    const TOPICS: &'static [Topic] = &[Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<TagList, AppError> {
        let mut count = reader.connection().prepare_cached("select count(*) from tag where tag = ?1")?;
        let tags = filter::all_tags(reader)?.into_iter().map(|tag| {
            let transactions = count.query_row([&tag], |row| row.get(0))?;
            Ok(TagView { tag, transactions })
        });
        Ok(TagList { items: tags.collect::<Result<_, AppError>>()? })
    }
}
