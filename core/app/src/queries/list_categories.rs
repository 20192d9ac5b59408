//! `category.list`: groups and their categories.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List categories by group.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCategories {}

/// The categories.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategoryList {
    /// By group and position.
    pub items: Vec<CategoryView>,
}

/// A category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategoryView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Well-known meaning, for example `groceries`; none for categories made by hand.
    pub key: Option<String>,
    /// Group id.
    pub group_id: String,
    /// Group name.
    pub group: String,
    /// expense, income or transfer.
    pub kind: String,
    /// No longer offered.
    pub archived: bool,
}

impl Query for ListCategories {
    type Output = CategoryList;
    const NAME: &'static str = "category.list";
    const TOPICS: &'static [Topic] = &[Topic::Categories];

    fn run(&self, reader: &Reader) -> Result<CategoryList, AppError> {
        let sql = "select c.id, c.name, c.key, g.id, g.name, g.kind, c.archived from category c \
          join category_group g on g.id = c.group_id where c.deleted = 0 order by g.position, g.id, c.position, c.id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(CategoryView {
                id: row::id_text(row.get(0)?),
                name: row.get(1)?,
                key: row.get(2)?,
                group_id: row::id_text(row.get(3)?),
                group: row.get(4)?,
                kind: row.get(5)?,
                archived: row.get(6)?,
            })
        })?;
        Ok(CategoryList { items: rows.collect::<Result<_, _>>()? })
    }
}
