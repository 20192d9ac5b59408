//! `transaction.edit_many`: one change to many rows, as one step that can be undone.

use crate::bulk::{Change, SkippedRows, Skips, selected};
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change many transactions at once. What is left out stays as it is; an empty text clears. Rows that cannot be changed are left
/// alone and told; `transaction.preview_many` tells them before.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditMany {
    /// These rows.
    pub id: Option<Vec<String>>,
    /// The rows this query asks for.
    pub query: Option<String>,
    /// Category: id, name or key; empty clears.
    pub category: Option<String>,
    /// Payee: id or name, a new name makes a new payee; empty clears.
    pub payee: Option<String>,
    /// Note; empty clears.
    pub note: Option<String>,
    /// Tags to add.
    pub add_tags: Option<Vec<String>>,
    /// Tags to take away.
    pub remove_tags: Option<Vec<String>>,
    /// uncleared or cleared.
    pub clearing: Option<String>,
    /// Day, `YYYY-MM-DD`; empty goes back to the bank's.
    pub date: Option<String>,
    /// Account to move to: id or name; only rows typed in by hand move.
    pub account: Option<String>,
    /// true deletes the rows, false brings deleted ones back.
    pub delete: Option<bool>,
}

/// What a change to many rows did, or would do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ManyEdited {
    /// Rows changed.
    pub changed: u32,
    /// Rows left alone, by reason.
    pub skipped: Vec<SkippedRows>,
    /// Number of the action, for undo; none when nothing changed.
    pub action: Option<i64>,
}

impl Action for EditMany {
    type Output = ManyEdited;
    const NAME: &'static str = "transaction.edit_many";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Payees, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<ManyEdited, AppError> {
        let mut writes = Vec::new();
        let reader = session.reader;
        let change = Change::read(&self, reader, |text| session.payee_named(text, &mut writes))?;
        let rows = selected(reader, self.id.as_deref().unwrap_or_default(), self.query.as_deref())?;
        let (mut changed, mut skips) = (0, Skips::default());
        for row in &rows {
            if let Some(reason) = change.skips(row) {
                skips.add(reason, row);
                continue;
            }
            change.write(session, row, &mut writes)?;
            changed += 1;
        }
        let action = if changed > 0 { Some(session.commit(Self::NAME, writes)?.action) } else { None };
        if self.category.is_some() {
            session.brain.forget_labels();
        }
        Ok(ManyEdited { changed, skipped: skips.into_views(), action })
    }
}
