//! `view.delete`: take a saved view away.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{resolve, write};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Delete a saved view; its rows stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteView {
    /// The view: id or name.
    pub view: String,
}

impl Action for DeleteView {
    type Output = Done;
    const NAME: &'static str = "view.delete";
    const TOPICS: &'static [Topic] = &[Topic::Views, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let view = resolve::view(session.reader(), &self.view)?;
        session.commit_if_any(Self::NAME, vec![write::set(Entity::View(view), Field::Deleted, &true)?])
    }
}
