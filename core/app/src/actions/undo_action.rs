//! `history.undo`: take back the last action, or an older one while keeping what came later.

use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything: an undo can touch any part of the book.
pub(crate) const ALL: &[Topic] = &[
    Topic::Book,
    Topic::Accounts,
    Topic::Categories,
    Topic::Payees,
    Topic::Rules,
    Topic::Rates,
    Topic::Views,
    Topic::Budgets,
    Topic::Goals,
    Topic::Transactions,
    Topic::Imports,
    Topic::Suggestions,
    Topic::History,
    Topic::Sync,
];

/// Take back the last action exactly; or, with `action`, an older one, keeping what later actions set.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoAction {
    /// Number of the action, from `history.list`; by default the last.
    pub action: Option<i64>,
}

/// What was taken back or done again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct UndoneView {
    /// Number of the action.
    pub action: i64,
    /// Its operation.
    pub name: String,
    /// Registers that were set.
    pub restored: u32,
    /// Fields left alone because a later action or a lock stands on them.
    pub skipped: Vec<String>,
    /// The same for programs.
    pub left_alone: Vec<LeftAlone>,
}

/// A field that was left alone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LeftAlone {
    /// Its transaction; none where it belongs to something else.
    pub row: Option<String>,
    /// The field.
    pub field: String,
    /// `changed_since` or `missing`.
    pub reason: String,
}

impl LeftAlone {
    fn new(skipped: &store::Skipped) -> Self {
        let row = match skipped.entity {
            replica::Entity::Transaction(id) => Some(id.to_string()),
            _ => None,
        };
        let reason = match skipped.reason {
            store::SkipReason::ChangedSince => "changed_since",
            store::SkipReason::Missing => "missing",
        };
        Self { row, field: skipped.field.as_str().to_owned(), reason: reason.to_owned() }
    }
}

impl From<store::Undone> for UndoneView {
    fn from(undone: store::Undone) -> Self {
        Self {
            action: undone.action,
            name: undone.name,
            restored: u32::try_from(undone.written).unwrap_or(u32::MAX),
            skipped: undone.skipped.iter().map(skipped_text).collect(),
            left_alone: undone.skipped.iter().map(LeftAlone::new).collect(),
        }
    }
}

fn skipped_text(skipped: &store::Skipped) -> String {
    let why = match skipped.reason {
        store::SkipReason::ChangedSince => "changed again since",
        store::SkipReason::Missing => "no longer there",
    };
    format!("{} {}: {why}", skipped.entity.key(), skipped.field.as_str())
}

impl Action for UndoAction {
    type Output = UndoneView;
    const NAME: &'static str = "history.undo";
    const TOPICS: &'static [Topic] = ALL;

    fn run(self, session: &mut Session<'_>) -> Result<UndoneView, AppError> {
        let (at, device) = (session.outside.now_ms(), session.outside.device());
        let undone = match self.action {
            Some(action) => session.changing()?.undo_action(action, at, &device)?,
            None => session.changing()?.undo_last()?,
        };
        session.brain.forget();
        Ok(undone.into())
    }
}
