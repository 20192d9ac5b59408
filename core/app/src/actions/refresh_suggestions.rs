//! `suggestion.refresh`: asks rules and categoriser again about every row without a person's category.

use crate::categorise::{self, Row};
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::uncategorised;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
        let rows: Vec<Row> = uncategorised::rows(session.reader())?;
        let outcome = categorise::categorise(session, &rows)?;
        let view = RefreshedView {
            rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            categorised: outcome.categorised,
            uncertain: outcome.uncertain,
        };
        let vectors = session.brain.take_vectors();
        let commit = session.new_commit(Self::NAME, outcome.writes);
        session.store.commit_with(commit, |tx| {
            vectors.write(tx)?;
            categorise::keep(tx, &outcome.suggestions)
        })?;
        Ok(view)
    }
}
