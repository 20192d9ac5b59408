//! `view.list`: saved views of the register.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Query, Topic};
use crate::row;
use domain::ViewDefinition;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// List the saved views.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListViews {}

/// The views.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ViewList {
    /// By name.
    pub items: Vec<ViewView>,
}

/// A saved view.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ViewView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The query.
    pub query: String,
    /// Columns from left to right; empty for the usual ones.
    pub columns: Vec<String>,
    /// Order; empty for the usual one.
    pub sort: String,
}

impl Query for ListViews {
    type Output = ViewList;
    const NAME: &'static str = "view.list";
    const TOPICS: &'static [Topic] = &[Topic::Views];

    fn run(&self, reader: &Reader) -> Result<ViewList, AppError> {
        let sql =
            "select id, name, definition from saved_view where deleted = 0 order by name collate nocase, id";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            Ok((row::id_text(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut items = Vec::new();
        for row in rows {
            let (id, name, json) = row?;
            let definition: ViewDefinition = serde_json::from_str(&json).map_err(|_| {
                AppError::new(ErrorCode::Damaged, format!("the view `{name}` cannot be read"))
            })?;
            let ViewDefinition { query, columns, sort } = definition;
            items.push(ViewView { id, name, query, columns, sort });
        }
        Ok(ViewList { items })
    }
}
