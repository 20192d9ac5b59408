//! `history.list`: what was done, newest first.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{ActionState, Reader};

/// List the actions of this device, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListHistory {
    /// At most so many; by default 50.
    pub limit: Option<u32>,
}

/// The actions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HistoryList {
    /// Newest first.
    pub items: Vec<HistoryItem>,
}

/// An action.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HistoryItem {
    /// Its number; `history.undo` takes it.
    pub action: i64,
    /// Its operation.
    pub name: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The device it was done on.
    pub device: String,
    /// done, undone, undone for good, reverted (by a later action), or final where it cannot be undone.
    pub state: String,
}

impl Query for ListHistory {
    type Output = HistoryList;
    const NAME: &'static str = "history.list";
    const TOPICS: &'static [Topic] = &[Topic::History];

    fn run(&self, reader: &Reader) -> Result<HistoryList, AppError> {
        let actions = reader.actions(self.limit.unwrap_or(50))?;
        let items = actions
            .into_iter()
            .map(|action| HistoryItem {
                action: action.id,
                name: action.name,
                at: action.at,
                device: action.device,
                state: state_text(action.state).to_owned(),
            })
            .collect();
        Ok(HistoryList { items })
    }
}

const fn state_text(state: ActionState) -> &'static str {
    match state {
        ActionState::Done => "done",
        ActionState::Undone => "undone",
        ActionState::Forgotten => "undone for good",
        ActionState::Reverted => "reverted",
        ActionState::NotUndoable => "final",
    }
}
