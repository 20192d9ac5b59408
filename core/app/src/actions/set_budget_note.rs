//! `budget.set_note`: a note to a month.

use super::update_account::Done;
use crate::budget_write;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use domain::BudgetKey;
use replica::{Field, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Write a note to a month of the budget; an empty text takes it away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBudgetNote {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The note.
    pub note: String,
}

impl Action for SetBudgetNote {
    type Output = Done;
    const NAME: &'static str = "budget.set_note";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let note = budget_write::note("note", &self.note)?;
        let key = BudgetKey { month, category: None };
        let writes = vec![Write::budget(key)?, Write::set_budget(key, Field::Note, note.as_ref())?];
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed.min(1) })
    }
}
