//! `budget.month`: a month of the budget, by group and category.

use crate::budget::{Entry, Income, Sheet, add};
use crate::budget_write;
use crate::convert::MissingRate;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::view::AmountView;
use domain::budget::{MonthLine, average};
use domain::{BudgetStyle, Currency, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::OptionalExtension as _;

/// Months of spending shown beside a category.
const PAST: u16 = 6;

/// Show a month of the budget by group and category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowBudget {
    /// The month, `YYYY-MM`.
    pub month: String,
}

/// How the book budgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StyleView {
    /// Limits only.
    Tracking,
    /// Money is set aside before it is spent.
    Envelope,
}

/// The month.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BudgetMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// How the book budgets.
    pub style: StyleView,
    /// The first month anything is budgeted in; none when nothing is.
    pub started: Option<String>,
    /// Income of the month.
    pub income: AmountView,
    /// Tracking: income less limits. Envelope: money in the budget's accounts that no category has.
    pub unallocated: AmountView,
    /// Rows of the month without category.
    pub uncategorised_rows: u32,
    /// Their sum.
    pub uncategorised: AmountView,
    /// The month's note.
    pub note: Option<String>,
    /// Sums of all groups.
    pub total: BudgetSums,
    /// Expense groups in their order.
    pub groups: Vec<BudgetGroup>,
    /// Income categories with income in this month or the six before.
    pub incomes: Vec<IncomeLine>,
    /// Sums in other currencies that no rate reaches; they are left out.
    pub missing_rates: Vec<MissingRate>,
}

/// Sums over categories.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BudgetSums {
    /// Limits; none where there is no limit.
    pub limit: Option<AmountView>,
    /// Set aside in this month.
    pub allocated: AmountView,
    /// Spent.
    pub spent: AmountView,
    /// Came over from the month before.
    pub carried: AmountView,
    /// Left of what was budgeted.
    pub available: AmountView,
    /// Spent beyond it, over all categories.
    pub overspent: AmountView,
}

/// A group of categories.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BudgetGroup {
    /// Group id.
    pub group_id: String,
    /// Name.
    pub group: String,
    /// Its sums.
    pub total: BudgetSums,
    /// Its categories; archived ones only while they have amounts.
    pub categories: Vec<BudgetLine>,
}

/// A category in the month.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BudgetLine {
    /// Category id.
    pub category_id: String,
    /// Name.
    pub category: String,
    /// Its balance goes on to the next month, also when it is negative.
    pub carry_over: bool,
    /// Most that may be spent.
    pub limit: Option<AmountView>,
    /// Set aside in this month.
    pub allocated: Option<AmountView>,
    /// Spent, less what came back.
    pub spent: AmountView,
    /// Came over from the month before.
    pub carried: AmountView,
    /// What is left; none when nothing is budgeted.
    pub available: Option<AmountView>,
    /// Spent beyond it.
    pub overspent: AmountView,
    /// Spent in the month before.
    pub last_month: AmountView,
    /// Average of the three months before.
    pub average_3: AmountView,
    /// Average of the six months before.
    pub average_6: AmountView,
}

/// Income of a category.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct IncomeLine {
    /// Category id.
    pub category_id: String,
    /// Name.
    pub category: String,
    /// Income of the month.
    pub received: AmountView,
    /// Average of the three months before.
    pub average_3: AmountView,
}

impl Query for ShowBudget {
    type Output = BudgetMonth;
    const NAME: &'static str = "budget.month";
    const TOPICS: &'static [Topic] =
        &[Topic::Budgets, Topic::Transactions, Topic::Categories, Topic::Accounts, Topic::Rates, Topic::Book];

    fn run(&self, reader: &Reader) -> Result<BudgetMonth, AppError> {
        let month = budget_write::month("month", &self.month)?;
        let sheet = Sheet::read(reader, month, PAST)?;
        let view = Views { currency: sheet.currency };
        let lines: Vec<MonthLine> =
            sheet.entries.iter().map(|entry| sheet.line(entry)).collect::<Result<_, _>>()?;
        let pairs: Vec<(&Entry, MonthLine)> = sheet.entries.iter().zip(lines.iter().copied()).collect();
        let note: Option<Option<String>> = reader
            .connection()
            .prepare_cached("select note from budget where month = ?1 and category = x''")?
            .query_row([month.number()], |row| row.get(0))
            .optional()?;
        Ok(BudgetMonth {
            month: month.to_string(),
            style: StyleView::from(sheet.style),
            started: sheet.start.map(|start| start.to_string()),
            income: view.amount(sheet.income_total(0)?),
            unallocated: view.amount(sheet.unallocated(&lines)?),
            uncategorised_rows: sheet.uncategorised.1,
            uncategorised: view.amount(sheet.uncategorised.0),
            note: note.flatten(),
            total: view.sums(&lines)?,
            groups: view.groups(&sheet, &pairs)?,
            incomes: sheet.income.iter().filter_map(|income| view.income(income)).collect(),
            missing_rates: sheet.missing,
        })
    }
}

impl From<BudgetStyle> for StyleView {
    fn from(style: BudgetStyle) -> Self {
        match style {
            BudgetStyle::Tracking => Self::Tracking,
            BudgetStyle::Envelope => Self::Envelope,
        }
    }
}

/// Amounts of the book's currency as views.
struct Views {
    currency: Currency,
}

impl Views {
    fn amount(&self, minor: i64) -> AmountView {
        Money::new(minor, self.currency).into()
    }

    fn groups(&self, sheet: &Sheet, pairs: &[(&Entry, MonthLine)]) -> Result<Vec<BudgetGroup>, AppError> {
        let mut groups = Vec::new();
        for chunk in pairs.chunk_by(|one, other| one.0.group_id == other.0.group_id) {
            let shown: Vec<&(&Entry, MonthLine)> =
                chunk.iter().filter(|(entry, line)| !entry.archived || says_something(line)).collect();
            let Some((first, _)) = shown.first() else { continue };
            let lines: Vec<MonthLine> = shown.iter().map(|(_, line)| *line).collect();
            groups.push(BudgetGroup {
                group_id: first.group_id.clone(),
                group: first.group.clone(),
                total: self.sums(&lines)?,
                categories: shown.iter().map(|(entry, line)| self.line(sheet, entry, line)).collect(),
            });
        }
        Ok(groups)
    }

    fn line(&self, sheet: &Sheet, entry: &Entry, line: &MonthLine) -> BudgetLine {
        let past = entry.past(sheet.past(PAST));
        BudgetLine {
            category_id: entry.id.to_string(),
            category: entry.name.clone(),
            carry_over: entry.carry_over,
            limit: line.cell.limit.map(|minor| self.amount(minor)),
            allocated: line.cell.allocated.map(|minor| self.amount(minor)),
            spent: self.amount(line.spent),
            carried: self.amount(line.carried),
            available: line.available.map(|minor| self.amount(minor)),
            overspent: self.amount(line.overspent()),
            last_month: self.amount(past.first().copied().unwrap_or(0)),
            average_3: self.amount(average(past.get(..3).unwrap_or(&past))),
            average_6: self.amount(average(&past)),
        }
    }

    fn sums(&self, lines: &[MonthLine]) -> Result<BudgetSums, AppError> {
        let sum = |part: fn(&MonthLine) -> i64| {
            lines.iter().try_fold(0, |sum, line| add(sum, part(line))).map(|minor| self.amount(minor))
        };
        let limited = lines.iter().any(|line| line.cell.limit.is_some());
        Ok(BudgetSums {
            limit: limited.then(|| sum(|line| line.cell.limit.unwrap_or(0))).transpose()?,
            allocated: sum(|line| line.cell.allocated.unwrap_or(0))?,
            spent: sum(|line| line.spent)?,
            carried: sum(|line| line.carried)?,
            available: sum(|line| line.available.unwrap_or(0))?,
            overspent: sum(MonthLine::overspent)?,
        })
    }

    fn income(&self, income: &Income) -> Option<IncomeLine> {
        let (received, past) = income.months.split_last()?;
        let past = past.get(past.len().saturating_sub(usize::from(PAST))..).unwrap_or(past);
        let recent = past.get(past.len().saturating_sub(3)..).unwrap_or(past);
        (*received != 0 || past.iter().any(|amount| *amount != 0)).then(|| IncomeLine {
            category_id: income.id.to_string(),
            category: income.name.clone(),
            received: self.amount(*received),
            average_3: self.amount(average(recent)),
        })
    }
}

fn says_something(line: &MonthLine) -> bool {
    line.spent != 0 || line.carried != 0 || line.cell.limit.is_some() || line.cell.allocated.is_some()
}
