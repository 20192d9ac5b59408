//! `budget.fill_average`: a month budgeted by what was usually spent.

use super::update_account::Done;
use crate::budget::{self, Sheet};
use crate::budget_write;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use domain::CategoryId;
use domain::budget::average;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Budget a month with the average spending of the months before it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AverageBudget {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// How many months before it, 1 to 36.
    pub months: u16,
    /// Only these categories: ids, names or keys; by default all that had spending.
    pub categories: Option<Vec<String>>,
    /// Also change what is budgeted already.
    pub replace: Option<bool>,
}

impl Action for AverageBudget {
    type Output = Done;
    const NAME: &'static str = "budget.fill_average";
    const TOPICS: &'static [Topic] = &[Topic::Budgets, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let month = budget_write::month("month", &self.month)?;
        if !(1..=36).contains(&self.months) {
            return Err(AppError::invalid("months", "between 1 and 36 months are averaged"));
        }
        let wanted = self.wanted(session)?;
        let sheet = Sheet::read(session.reader(), month, self.months)?;
        let cells = budget_write::month_cells(session, month)?;
        let mut writes = Vec::new();
        for entry in sheet.entries.iter().filter(|entry| !entry.archived) {
            if wanted.as_ref().is_some_and(|wanted| !wanted.contains(&entry.id)) {
                continue;
            }
            let amount = average(&entry.past(sheet.past(self.months))).max(0);
            let before = cells.get(&entry.id).and_then(|cell| budget::value(sheet.style, *cell));
            let fills = before.is_none() || self.replace == Some(true);
            if fills && (amount > 0 || before.is_some()) {
                let field = budget_write::field(sheet.style);
                writes.extend(budget_write::set(month, entry.id, field, before, Some(amount))?);
            }
        }
        let changed = session.commit_if_any(Self::NAME, writes)?.changed;
        Ok(Done { changed: changed / 2 })
    }
}

impl AverageBudget {
    fn wanted(&self, session: &Session<'_>) -> Result<Option<Vec<CategoryId>>, AppError> {
        let Some(texts) = &self.categories else { return Ok(None) };
        let ids = texts.iter().map(|text| budget::category(session.reader(), "categories", text));
        ids.collect::<Result<Vec<_>, _>>().map(Some)
    }
}
