//! `import.undo`: take back one import: its rows go, what it filled is restored, and importing the file again is fresh.

use super::undo_action::UndoneView;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use domain::BatchId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take back an import.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    /// The import's id, from `import.list`.
    pub batch: String,
}

impl Action for UndoImport {
    type Output = UndoneView;
    const NAME: &'static str = "import.undo";
    const TOPICS: &'static [Topic] = super::undo_action::ALL;

    fn run(self, session: &mut Session<'_>) -> Result<UndoneView, AppError> {
        let batch: BatchId = self.batch.parse().map_err(|error: domain::id::ParseIdError| {
            AppError::invalid("batch", error.to_string()).remedy("see `valorize import --list`")
        })?;
        let (at, device) = (session.outside.now_ms(), session.outside.device());
        let undone = session.changing()?.undo_import(batch, at, &device)?;
        session.brain.forget();
        Ok(undone.into())
    }
}
