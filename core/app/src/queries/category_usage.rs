//! `category.usage`: how much each category is used, and what was merged into it.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::{row, rules};
use replica::month_of_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::Reader;

/// Tell how much each category is used: rows, months, rules, and what was merged into it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryUsage {}

/// Usage of every category that is used.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategoryUsageList {
    /// In no order; a category that is not here has no rows, no rules and nothing merged into it.
    pub items: Vec<CategoryUsageView>,
}

/// Usage of a category.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct CategoryUsageView {
    /// Category id.
    pub id: String,
    /// Rows, and parts of split rows.
    pub rows: u32,
    /// Last month with a row, `YYYY-MM`.
    pub last_month: Option<String>,
    /// Rules that set it.
    pub rules: u32,
    /// Categories that were merged into it.
    pub merged: Vec<MergedView>,
}

/// A category or payee that was merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MergedView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

impl Query for CategoryUsage {
    type Output = CategoryUsageList;
    const NAME: &'static str = "category.usage";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::Transactions, Topic::Rules];

    fn run(&self, reader: &Reader) -> Result<CategoryUsageList, AppError> {
        let mut used: HashMap<[u8; 12], CategoryUsageView> = HashMap::new();
        let sql = "select category, sum(lines), max(month) from month_total where category <> x'' group by category";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let view = used.entry(row.get(0)?).or_default();
            view.rows = row.get(1)?;
            let (year, month) = month_of_number(row.get(2)?);
            view.last_month = Some(format!("{year:04}-{month:02}"));
        }
        for category in rules::all(reader)?.iter().filter_map(|rule| rule.effect.category) {
            used.entry(category.0).or_default().rules += 1;
        }
        let sql = "select root, id, name from category where merged_into is not null and root <> id order by name, id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let merged = MergedView { id: row::id_text(row.get(1)?), name: row.get(2)? };
            used.entry(row.get(0)?).or_default().merged.push(merged);
        }
        let items = used.into_iter().map(|(id, view)| CategoryUsageView { id: row::id_text(id), ..view });
        let mut items: Vec<CategoryUsageView> = items.collect();
        items.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(CategoryUsageList { items })
    }
}
