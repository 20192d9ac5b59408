//! `budget.set_limit`: the most a category may cost in a month.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, budget_write};
use replica::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Set the most that may be spent in a category in a month; without an amount the limit is taken away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBudgetLimit {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The expense category: id, name or key.
    pub category: String,
    /// Minor units of the book's currency; none takes the limit away.
    pub limit: Option<i64>,
}

impl Action for SetBudgetLimit {
    type Output = Done;
    const NAME: &'static str = "budget.set_limit";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let category = budget::category(session.reader(), "category", &self.category)?;
        let limit = budget_write::not_negative("limit", self.limit)?;
        let before = budget_write::month_cells(session, month)?.get(&category).and_then(|cell| cell.limit);
        let writes = budget_write::set(month, category, Field::Limit, before, limit)?;
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed.min(1) })
    }
}
