//! `category.update`: rename, move or archive a category.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change a category. What is left out stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateCategory {
    /// The category: id, name or key.
    pub category: String,
    /// New name.
    pub name: Option<String>,
    /// New group: id or name.
    pub group: Option<String>,
    /// No longer offered.
    pub archived: Option<bool>,
}

impl Action for UpdateCategory {
    type Output = Done;
    const NAME: &'static str = "category.update";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let entity = Entity::Category(resolve::category(session.reader(), &self.category)?);
        let mut writes = Vec::new();
        if let Some(name) = &self.name {
            writes.push(write::set(entity, Field::Name, &parse::name("name", name)?)?);
        }
        if let Some(group) = &self.group {
            writes.push(write::set(entity, Field::Group, &resolve::group(session.reader(), group)?)?);
        }
        if let Some(archived) = self.archived {
            writes.push(write::set(entity, Field::Archived, &archived)?);
        }
        let done = session.commit_if_any(Self::NAME, writes)?;
        session.brain.forget();
        Ok(done)
    }
}
