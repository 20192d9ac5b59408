//! `group.reorder`: the order of the groups.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use domain::GroupId;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Put the groups of categories into this order. Those not named keep their order after them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReorderGroups {
    /// Groups in order: ids or names.
    pub groups: Vec<String>,
}

impl Action for ReorderGroups {
    type Output = Done;
    const NAME: &'static str = "group.reorder";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let mut order: Vec<GroupId> = Vec::new();
        for group in &self.groups {
            let group = resolve::group(session.reader(), group)?;
            if !order.contains(&group) {
                order.push(group);
            }
        }
        let sql = "select id, position from category_group where deleted = 0 order by position, id";
        let mut statement = session.reader.connection().prepare_cached(sql)?;
        let rows = statement.query_map([], |row| Ok((GroupId(row.get(0)?), row.get::<_, u32>(1)?)))?;
        let all: Vec<(GroupId, u32)> = rows.collect::<Result<_, _>>()?;
        let rest: Vec<GroupId> = all.iter().map(|row| row.0).filter(|id| !order.contains(id)).collect();
        let mut writes = Vec::new();
        for (position, group) in (0_u32..).zip(order.into_iter().chain(rest)) {
            if !all.contains(&(group, position)) {
                writes.push(write::set(Entity::Group(group), Field::Position, &position)?);
            }
        }
        session.commit_if_any(Self::NAME, writes)
    }
}
