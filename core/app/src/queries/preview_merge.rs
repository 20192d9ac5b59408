//! `category.preview_merge`: what would follow when categories are merged.

use crate::actions::merge_categories::named;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// Tell what would follow if these categories were merged into one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewMerge {
    /// The categories that would go: ids, names or keys.
    pub categories: Vec<String>,
    /// The category that would stay: id, name or key.
    pub into: String,
}

/// What would follow.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MergePreview {
    /// Rows, and parts of split rows, that would count for the other category.
    pub rows: u32,
    /// Months in which sums of categories would change.
    pub months: u32,
    /// Rules that would set the other category.
    pub rules: Vec<String>,
    /// The merge crosses money in and money out, or transfers: reports will change.
    pub kinds_differ: bool,
}

impl Query for PreviewMerge {
    type Output = MergePreview;
    const NAME: &'static str = "category.preview_merge";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::Transactions, Topic::Rules];

    fn run(&self, reader: &Reader) -> Result<MergePreview, AppError> {
        let (gone, into) = named(reader, &self.categories, &self.into)?;
        let mut preview = MergePreview::default();
        let kind = |id: domain::CategoryId| -> Result<String, AppError> {
            let sql =
                "select g.kind from category c join category_group g on g.id = c.group_id where c.id = ?1";
            Ok(reader.connection().prepare_cached(sql)?.query_row(params![id.0], |row| row.get(0))?)
        };
        let kept = kind(into)?;
        let mut months = std::collections::BTreeSet::new();
        let sql = "select month, lines from month_total where category = ?1";
        let mut statement = reader.connection().prepare_cached(sql)?;
        for category in &gone {
            preview.kinds_differ |= kind(*category)? != kept;
            let mut rows = statement.query(params![category.0])?;
            while let Some(row) = rows.next()? {
                months.insert(row.get::<_, i32>(0)?);
                preview.rows += row.get::<_, u32>(1)?;
            }
        }
        preview.months = u32::try_from(months.len()).unwrap_or(u32::MAX);
        let rules = rules::all(reader)?.into_iter();
        let touched = rules.filter(|rule| rule.effect.category.is_some_and(|id| gone.contains(&id)));
        preview.rules = touched.map(|rule| rule.name).collect();
        Ok(preview)
    }
}
