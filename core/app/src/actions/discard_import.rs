//! `import.discard`: throws a plan away.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::plans;
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Throw a plan away; the book is as it was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardImport {
    /// The plan's id.
    pub plan: String,
}

impl Action for DiscardImport {
    type Output = Done;
    const NAME: &'static str = "import.discard";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let id = plans::head(session.reader(), &self.plan)?.plan.id;
        plans::discard(session, id)?;
        Ok(Done { changed: 1 })
    }
}
