//! `category.reorder`: the order of a group's categories, and which belong to it.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params;

/// Put categories into a group, in this order. Those of the group that are not named keep their order after them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderCategories {
    /// The group: id or name.
    pub group: String,
    /// Categories in order: ids, names or keys; of any group.
    pub categories: Vec<String>,
}

impl Action for ReorderCategories {
    type Output = Done;
    const NAME: &'static str = "category.reorder";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let group = resolve::group(session.reader(), &self.group)?;
        let mut order = Vec::new();
        for category in &self.categories {
            let id = resolve::category(session.reader(), category)?;
            if !order.contains(&id.0) {
                order.push(id.0);
            }
        }
        let sql = "select id, group_id, position from category where deleted = 0 order by position, id";
        let mut statement = session.reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map(params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let all: Vec<([u8; 12], [u8; 12], u32)> = rows.collect::<Result<_, _>>()?;
        let rest: Vec<[u8; 12]> =
            all.iter().filter(|row| row.1 == group.0 && !order.contains(&row.0)).map(|row| row.0).collect();
        let mut writes = Vec::new();
        for (position, id) in (0_u32..).zip(order.into_iter().chain(rest)) {
            let entity = Entity::Category(domain::CategoryId(id));
            let now = all.iter().find(|row| row.0 == id);
            if now.is_none_or(|row| row.1 != group.0) {
                writes.push(write::set(entity, Field::Group, &group)?);
            }
            if now.is_none_or(|row| row.2 != position) {
                writes.push(write::set(entity, Field::Position, &position)?);
            }
        }
        let done = session.commit_if_any(Self::NAME, writes)?;
        session.brain.forget();
        Ok(done)
    }
}
