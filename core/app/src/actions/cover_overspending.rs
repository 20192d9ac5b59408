//! `budget.cover_overspending`: a hole filled from somewhere else.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, budget_write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cover what a category was overspent by, from another category or from the money not allocated. When tracking, this raises its limit, and lowers the other one's.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverOverspending {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The overspent category: id, name or key.
    pub to: String,
    /// The category to take from; by default the money not allocated.
    pub from: Option<String>,
    /// Minor units; by default all that was overspent.
    pub amount: Option<i64>,
}

impl Action for CoverOverspending {
    type Output = Done;
    const NAME: &'static str = "budget.cover_overspending";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let to = budget::category(session.reader(), "to", &self.to)?;
        let from = self.from.as_deref();
        let from = from.map(|text| budget::category(session.reader(), "from", text)).transpose()?;
        let hole = budget_write::overspent(session, month, to)?;
        if hole == 0 {
            return Err(AppError::invalid("to", format!("`{}` is not overspent in {month}", self.to)));
        }
        let writes = budget_write::shift(session, month, from, Some(to), self.amount.unwrap_or(hole))?;
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed / 2 })
    }
}
