//! `budget.history`: a category of the budget, month by month.

use crate::budget::{self, Sheet};
use crate::budget_write;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use domain::budget::MonthLine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Show a category of the budget month by month: what was budgeted, what was spent, what was left.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetHistory {
    /// The expense category: id, name or key.
    pub category: String,
    /// The last month, `YYYY-MM`.
    pub month: String,
    /// How many months, 1 to 120; by default 12.
    pub months: Option<u16>,
}

/// The category's months.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CategoryHistory {
    /// Category id.
    pub category_id: String,
    /// Name.
    pub category: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Oldest first.
    pub months: Vec<HistoryMonth>,
}

/// A month, minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// Most that may be spent.
    pub limit: Option<i64>,
    /// Set aside.
    pub allocated: Option<i64>,
    /// Spent, less what came back.
    pub spent: i64,
    /// Came over from the month before.
    pub carried: i64,
    /// What was left; none when nothing was budgeted.
    pub available: Option<i64>,
}

impl Query for BudgetHistory {
    type Output = CategoryHistory;
    const NAME: &'static str = "budget.history";
    const TOPICS: &'static [Topic] =
        &[Topic::Budgets, Topic::Transactions, Topic::Categories, Topic::Accounts, Topic::Rates, Topic::Book];

    fn run(&self, reader: &Reader) -> Result<CategoryHistory, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let count = self.months.unwrap_or(12);
        if !(1..=120).contains(&count) {
            return Err(AppError::invalid("months", "between 1 and 120 months are shown"));
        }
        let category = budget::category(reader, "category", &self.category)?;
        let sheet = Sheet::read(reader, month, count - 1)?;
        let entry = sheet.entries.iter().find(|entry| entry.id == category);
        let entry = entry.ok_or_else(|| AppError::not_found("category", &self.category))?;
        let budgeted = sheet.lines(entry)?;
        let months = (0..usize::from(count)).rev().map(|ago| {
            let line = budgeted.len().checked_sub(ago + 1).and_then(|at| budgeted.get(at)).copied();
            let spent = entry.spent(ago);
            let line = line.unwrap_or(MonthLine { spent, ..MonthLine::default() });
            HistoryMonth {
                month: month.plus(-i32::try_from(ago).unwrap_or(0)).to_string(),
                limit: line.cell.limit,
                allocated: line.cell.allocated,
                spent: line.spent,
                carried: line.carried,
                available: line.available,
            }
        });
        Ok(CategoryHistory {
            category_id: category.to_string(),
            category: entry.name.clone(),
            currency: sheet.currency.code().to_owned(),
            months: months.collect(),
        })
    }
}
