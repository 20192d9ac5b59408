//! `budget.copy_month`: a month budgeted like another.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{budget, budget_write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Budget a month like another one: limits when tracking, allocations with envelopes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CopyBudget {
    /// The month to take from, `YYYY-MM`.
    pub from: String,
    /// The month to fill, `YYYY-MM`.
    pub to: String,
    /// Also change what is budgeted already.
    pub replace: Option<bool>,
}

impl Action for CopyBudget {
    type Output = Done;
    const NAME: &'static str = "budget.copy_month";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let (from, to) = (budget_write::month("from", &self.from)?, budget_write::month("to", &self.to)?);
        if from == to {
            return Err(AppError::invalid("to", "a month cannot be copied to itself"));
        }
        let style = budget::style(session.reader())?;
        let (given, there) =
            (budget_write::month_cells(session, from)?, budget_write::month_cells(session, to)?);
        let mut given: Vec<_> = given.into_iter().collect();
        given.sort_unstable_by_key(|(category, _)| *category);
        let mut writes = Vec::new();
        for (category, cell) in given {
            let before = there.get(&category).and_then(|cell| budget::value(style, *cell));
            let Some(amount) = budget::value(style, cell) else { continue };
            if before.is_none() || self.replace == Some(true) {
                let field = budget_write::field(style);
                writes.extend(budget_write::set(to, category, field, before, Some(amount))?);
            }
        }
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed / 2 })
    }
}
