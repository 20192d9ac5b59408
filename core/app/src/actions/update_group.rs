//! `group.update`: what a group of categories is called and which way its money flows.

use super::create_group::name_is_free;
use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve, write};
use domain::CategoryKind;
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change a group of categories. What is left out stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateGroup {
    /// The group: id or name.
    pub group: String,
    /// New name.
    pub name: Option<String>,
    /// expense, income or transfer.
    pub kind: Option<String>,
}

impl Action for UpdateGroup {
    type Output = Done;
    const NAME: &'static str = "group.update";
    const TOPICS: &'static [Topic] = &[Topic::Categories, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let group = resolve::group(session.reader(), &self.group)?;
        let mut writes = Vec::new();
        if let Some(name) = &self.name {
            let name = parse::name("name", name)?;
            if resolve::group(session.reader(), &name).ok() != Some(group) {
                name_is_free(session.reader(), &name)?;
            }
            writes.push(write::set(Entity::Group(group), Field::Name, &name)?);
        }
        if let Some(kind) = &self.kind {
            let kind: CategoryKind = parse::choice("kind", kind, "expense, income, transfer")?;
            writes.push(write::set(Entity::Group(group), Field::Kind, &kind)?);
        }
        let done = session.commit_if_any(Self::NAME, writes)?;
        session.brain.forget();
        Ok(done)
    }
}
