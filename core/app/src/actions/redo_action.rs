//! `history.redo`: do again what was undone last.

use super::undo_action::UndoneView;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Do again what was undone last.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedoAction {}

impl Action for RedoAction {
    type Output = UndoneView;
    const NAME: &'static str = "history.redo";
    const TOPICS: &'static [Topic] = super::undo_action::ALL;

    fn run(self, session: &mut Session<'_>) -> Result<UndoneView, AppError> {
        let undone = session.changing()?.redo()?;
        session.brain.forget();
        Ok(undone.into())
    }
}
