//! What actions write to cells of the budget.

use crate::budget::{Sheet, add, cells, style, value};
use crate::error::AppError;
use crate::session::Session;
use domain::budget::{BudgetCell, BudgetStyle};
use domain::{BudgetKey, CategoryId, Month};
use replica::{Field, Write};
use std::collections::HashMap;

/// A month of an input.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn month(field: &str, text: &str) -> Result<Month, AppError> {
    text.trim()
        .parse()
        .map_err(|error: domain::month::ParseMonthError| AppError::invalid(field, error.to_string()))
}

/// The field in which a style keeps its amounts.
pub const fn field(style: BudgetStyle) -> Field {
    match style {
        BudgetStyle::Tracking => Field::Limit,
        BudgetStyle::Envelope => Field::Allocation,
    }
}

/// Sets or empties a field of a category in a month; nothing when it says that already.
///
/// # Errors
/// When a value has no encoding.
pub fn set(
    month: Month,
    category: CategoryId,
    field: Field,
    before: Option<i64>,
    amount: Option<i64>,
) -> Result<Vec<Write>, AppError> {
    if before == amount {
        return Ok(Vec::new());
    }
    let key = BudgetKey { month, category: Some(category) };
    Ok(vec![Write::budget(key)?, Write::set_budget(key, field, amount.as_ref())?])
}

/// The cells of one month.
///
/// # Errors
/// When the book cannot be read.
pub fn month_cells(session: &Session<'_>, month: Month) -> Result<HashMap<CategoryId, BudgetCell>, AppError> {
    let all = cells(session.reader(), month)?;
    Ok(all
        .into_iter()
        .filter(|((at, _), _)| *at == month.number())
        .map(|((_, category), cell)| (category, cell))
        .collect())
}

/// Moves money (or room under a limit) between two categories of a month; a missing side is the money not allocated.
///
/// # Errors
/// `invalid_input`, `money`.
pub fn shift(
    session: &Session<'_>,
    month: Month,
    from: Option<CategoryId>,
    to: Option<CategoryId>,
    amount: i64,
) -> Result<Vec<Write>, AppError> {
    if from == to {
        return Err(AppError::invalid("to", "money moves between two different places"));
    }
    if amount <= 0 {
        return Err(AppError::invalid("amount", "the amount is more than zero"));
    }
    let style = style(session.reader())?;
    let cells = month_cells(session, month)?;
    let mut writes = Vec::new();
    for (category, change) in [(from, -amount), (to, amount)] {
        let Some(category) = category else { continue };
        let before = cells.get(&category).and_then(|cell| value(style, *cell));
        let after = add(before.unwrap_or(0), change)?;
        if style == BudgetStyle::Tracking && after < 0 {
            return Err(AppError::invalid("amount", "there is not so much room under the limit")
                .remedy("move less, or raise the limit first"));
        }
        writes.extend(set(month, category, field(style), before, Some(after))?);
    }
    Ok(writes)
}

/// By how much a category is overspent in a month.
///
/// # Errors
/// `not_found`, or when the book cannot be read.
pub fn overspent(session: &Session<'_>, month: Month, category: CategoryId) -> Result<i64, AppError> {
    let sheet = Sheet::read(session.reader(), month, 0)?;
    let entry = sheet.entries.iter().find(|entry| entry.id == category);
    let entry = entry.ok_or_else(|| AppError::not_found("category", category))?;
    Ok(sheet.line(entry)?.overspent())
}

/// An amount that cannot be negative.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn not_negative(field: &str, amount: Option<i64>) -> Result<Option<i64>, AppError> {
    match amount {
        Some(amount) if amount < 0 => Err(AppError::invalid(field, "the amount is not below zero")),
        amount => Ok(amount),
    }
}

/// A note of at most 2000 characters; none when it is empty.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn note(field: &str, text: &str) -> Result<Option<String>, AppError> {
    let text = text.trim();
    if text.chars().count() > 2000 {
        return Err(AppError::invalid(field, "a note has at most 2000 characters"));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
