//! `budget.allocate`: money set aside for a category in a month.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, budget_write};
use replica::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Set aside money for a category in a month: what it has in that month, not what is added. Without an amount it is taken back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllocateBudget {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// The expense category: id, name or key.
    pub category: String,
    /// Minor units of the book's currency; none takes it back.
    pub amount: Option<i64>,
}

impl Action for AllocateBudget {
    type Output = Done;
    const NAME: &'static str = "budget.allocate";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let category = budget::category(session.reader(), "category", &self.category)?;
        let before =
            budget_write::month_cells(session, month)?.get(&category).and_then(|cell| cell.allocated);
        let writes = budget_write::set(month, category, Field::Allocation, before, self.amount)?;
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed.min(1) })
    }
}
