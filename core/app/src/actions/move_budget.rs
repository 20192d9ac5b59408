//! `budget.move`: money from one category to another.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, budget_write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Move budgeted money between categories of a month; a side left out is the money not allocated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveBudget {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The category to take from: id, name or key.
    pub from: Option<String>,
    /// The category to give to: id, name or key.
    pub to: Option<String>,
    /// Minor units, more than zero.
    pub amount: i64,
}

impl Action for MoveBudget {
    type Output = Done;
    const NAME: &'static str = "budget.move";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let side = |field: &str, text: &Option<String>| {
            text.as_deref().map(|text| budget::category(session.reader(), field, text)).transpose()
        };
        let (from, to) = (side("from", &self.from)?, side("to", &self.to)?);
        let writes = budget_write::shift(session, month, from, to, self.amount)?;
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed / 2 })
    }
}
