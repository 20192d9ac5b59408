//! `group.list`: groups of categories, empty ones too.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the groups of categories, empty ones too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListGroups {}

/// The groups.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GroupList {
    /// In order.
    pub items: Vec<GroupView>,
}

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct GroupView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// expense, income or transfer.
    pub kind: String,
    /// Categories in it, archived ones too.
    pub categories: u32,
}

impl Query for ListGroups {
    type Output = GroupList;
    const NAME: &'static str = "group.list";
    const TOPICS: &'static [Topic] = &[Topic::Categories];

    fn run(&self, reader: &Reader) -> Result<GroupList, AppError> {
        let sql = "select g.id, g.name, g.kind, (select count(*) from category c where c.group_id = g.id and c.deleted = 0) \
          from category_group g where g.deleted = 0 order by g.position, g.id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(GroupView {
                id: row::id_text(row.get(0)?),
                name: row.get(1)?,
                kind: row.get(2)?,
                categories: row.get(3)?,
            })
        })?;
        Ok(GroupList { items: rows.collect::<Result<_, _>>()? })
    }
}
