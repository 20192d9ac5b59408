//! `suggestion.refresh`: asks rules and categoriser again about every row without a person's category.

use crate::categorise::{self, Row};
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::progress::Stage;
use crate::session::Session;
use crate::uncategorised;
use domain::TransactionId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Commit;

/// Categorise again: with what was learned since, over every row without a person's category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshSuggestions {}

/// What came of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RefreshedView {
    /// Rows looked at.
    pub rows: u32,
    /// Rows that have a machine's category now.
    pub categorised: u32,
    /// Rows that wait for review.
    pub uncertain: u32,
}

impl Action for RefreshSuggestions {
    type Output = RefreshedView;
    const NAME: &'static str = "suggestion.refresh";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<RefreshedView, AppError> {
        session.progress.report(Stage::Categorising, 0, 0)?;
        let rows: Vec<Row> = uncategorised::rows(session.reader())?;
        refresh(session, &rows, |commit| commit)
    }
}

/// Suggests for these rows, as work of the machine: it is no step that a person would take back.
///
/// # Errors
/// When the book cannot be read or written.
pub fn suggest_for(session: &mut Session<'_>, ids: &[TransactionId]) -> Result<RefreshedView, AppError> {
    let rows = uncategorised::these(session.reader(), ids)?;
    refresh(session, &rows, Commit::automatic)
}

fn refresh(
    session: &mut Session<'_>,
    rows: &[Row],
    kind: fn(Commit) -> Commit,
) -> Result<RefreshedView, AppError> {
    let outcome = categorise::categorise(session, rows)?;
    let view = RefreshedView {
        rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        categorised: outcome.categorised,
        uncertain: outcome.uncertain,
    };
    let vectors = session.brain.take_vectors();
    let commit = kind(session.new_commit(RefreshSuggestions::NAME, outcome.writes));
    session.changing()?.commit_with(commit, |tx| {
        vectors.write(tx)?;
        categorise::keep(tx, &outcome.suggestions)
    })?;
    Ok(view)
}
