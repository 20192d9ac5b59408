//! `group.delete`: a group that has no categories any more.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Delete a group of categories that is empty.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteGroup {
    /// The group: id or name.
    pub group: String,
}

impl Action for DeleteGroup {
    type Output = Done;
    const NAME: &'static str = "group.delete";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let group = resolve::group(session.reader(), &self.group)?;
        let full = session
            .reader()
            .connection()
            .prepare_cached("select 1 from category where group_id = ?1 and deleted = 0")?
            .exists([group.0])?;
        if full {
            return Err(AppError::invalid("group", "the group still has categories")
                .remedy("move or merge its categories first"));
        }
        session.commit_if_any(Self::NAME, vec![write::set(Entity::Group(group), Field::Deleted, &true)?])
    }
}
