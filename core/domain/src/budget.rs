//! Budgets: what a category may cost in a month, what was set aside for it, and what is left.
//!
//! - *Tracking*: a limit per category and month. Available is limit + carried - spent; a balance is carried only where the
//!   category says so. Unallocated is income - limits.
//! - *Envelope*: money is allocated to categories. Available is carried + allocated - spent. What is left stays in the category;
//!   what was overspent comes out of the money not allocated, unless the category carries its debt. Unallocated is the money in
//!   the budget's accounts - everything available, so that both always add up to what is there.

use crate::{AccountKind, CategoryId, MoneyError, Month};
use serde::{Deserialize, Serialize};

/// How a book budgets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetStyle {
    /// Limits only.
    #[default]
    Tracking,
    /// Money is set aside before it is spent.
    Envelope,
}

/// A cell of the budget, or with no category the month itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BudgetKey {
    /// The month.
    pub month: Month,
    /// The category.
    pub category: Option<CategoryId>,
}

/// What the book says of a category in a month, minor units of the book's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BudgetCell {
    /// Most that may be spent.
    pub limit: Option<i64>,
    /// Set aside.
    pub allocated: Option<i64>,
}

/// A month of a category, before the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthInput {
    /// What the book says.
    pub cell: BudgetCell,
    /// Money out, less money that came back; negative when more came back.
    pub spent: i64,
}

/// A month of a category, worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthLine {
    /// What the book says.
    pub cell: BudgetCell,
    /// Money out, less money that came back.
    pub spent: i64,
    /// Balance that came over from the month before.
    pub carried: i64,
    /// What is left; `None` where nothing is budgeted (tracking, no limit).
    pub available: Option<i64>,
}

impl MonthLine {
    /// By how much too much was spent; 0 when nothing is budgeted.
    pub fn overspent(&self) -> i64 {
        self.available.map_or(0, |available| available.min(0).saturating_neg())
    }
}

/// Does money of accounts of this kind take part in envelopes?
pub const fn in_budget(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Checking | AccountKind::Savings | AccountKind::Cash | AccountKind::CreditCard)
}

/// Works out one category through consecutive months.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn follow(
    style: BudgetStyle,
    carry_over: bool,
    months: &[MonthInput],
) -> Result<Vec<MonthLine>, MoneyError> {
    let mut lines = Vec::with_capacity(months.len());
    let mut carried = 0;
    for input in months {
        let line = line(style, carried, *input)?;
        carried = match (style, line.available) {
            (BudgetStyle::Tracking, Some(left)) if carry_over => left,
            // A month nobody budgeted passes on what came to it.
            (BudgetStyle::Tracking, None) if carry_over => carried,
            (BudgetStyle::Envelope, Some(left)) if carry_over || left > 0 => left,
            _ => 0,
        };
        lines.push(line);
    }
    Ok(lines)
}

fn line(style: BudgetStyle, carried: i64, input: MonthInput) -> Result<MonthLine, MoneyError> {
    let given = match style {
        BudgetStyle::Tracking => input.cell.limit,
        BudgetStyle::Envelope => Some(input.cell.allocated.unwrap_or(0)),
    };
    let available = given.map(|given| add(given, carried).and_then(|sum| subtract(sum, input.spent)));
    Ok(MonthLine { cell: input.cell, spent: input.spent, carried, available: available.transpose()? })
}

/// Money of the month that no category has: `money` is the balance of the budget's accounts at the end of the month (envelope) or
/// the month's income (tracking); `lines` are the month's lines of all categories.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn unallocated<'a>(
    style: BudgetStyle,
    money: i64,
    lines: impl IntoIterator<Item = &'a MonthLine>,
) -> Result<i64, MoneyError> {
    lines.into_iter().try_fold(money, |left, line| {
        let taken = match style {
            BudgetStyle::Tracking => line.cell.limit.unwrap_or(0),
            BudgetStyle::Envelope => line.available.unwrap_or(0),
        };
        subtract(left, taken)
    })
}

/// The average of some months, rounded to the nearest minor unit, halves away from zero; 0 of no months.
pub fn average(amounts: &[i64]) -> i64 {
    let count = i128::try_from(amounts.len()).unwrap_or(1).max(1);
    let sum: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
    let half = if sum < 0 { -count / 2 } else { count / 2 };
    i64::try_from((sum + half) / count).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// How a category stands in the middle of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// More is spent than there is.
    Over,
    /// At the pace so far, the month ends over.
    AtRisk,
    /// Neither.
    Fine,
}

/// Where spending stands against the budget on day `day` of a month of `days`, and what it comes to by the end of the month at the pace
/// so far: spent * days / day, rounded up. One single payment is a bill, not a pace, and comes to itself.
pub fn pace(budget: i64, spent: i64, payments: u32, day: u32, days: u32) -> (Pace, i64) {
    let (day, days) = (i128::from(day.max(1)), i128::from(days.max(day).max(1)));
    let by_pace = if payments < 2 || spent <= 0 {
        i128::from(spent)
    } else {
        (i128::from(spent) * days + day - 1) / day
    };
    let end = i64::try_from(by_pace).unwrap_or(i64::MAX);
    let pace = if spent > budget {
        Pace::Over
    } else if end > budget {
        Pace::AtRisk
    } else {
        Pace::Fine
    };
    (pace, end)
}

fn add(one: i64, other: i64) -> Result<i64, MoneyError> {
    one.checked_add(other).ok_or(MoneyError::Overflow)
}

fn subtract(one: i64, other: i64) -> Result<i64, MoneyError> {
    one.checked_sub(other).ok_or(MoneyError::Overflow)
}
