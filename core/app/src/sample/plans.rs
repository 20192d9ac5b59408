//! What the sample's household set by hand: exchange rates, limits of its budget, and a goal it saves for.

use super::{Sample, first_day};
use crate::actions::set_rate;
use crate::error::AppError;
use crate::session::Session;
use crate::{budget_write, resolve};
use domain::{CategoryId, CategoryKey, Day, Goal, GoalId, GoalLink, Month, Rate, RateKey};
use jiff::ToSpan as _;
use replica::{Field, RateValue, Write};
use std::collections::HashMap;

/// Months with limits, counted back from the current one.
const BUDGETED: i32 = 3;
/// Months since the goal was set, and until it is due.
const GOAL: (i32, i32) = (8, 10);

/// The writes, in a book that already has the household's accounts and categories.
///
/// # Errors
/// When the book cannot be read, or a value has no encoding.
pub fn writes(
    session: &mut Session<'_>,
    sample: &Sample,
    categories: &HashMap<CategoryKey, CategoryId>,
) -> Result<Vec<Write>, AppError> {
    let today = sample.today;
    let mut writes = rates(sample)?;
    for back in 0..BUDGETED {
        let month = Month::of(today.saturating_sub(back.months()));
        for (key, limit) in sample.household.limits {
            let Some(category) = categories.get(key) else { continue };
            writes.extend(budget_write::set(month, *category, Field::Limit, None, Some(*limit))?);
        }
    }
    writes.push(Write::goal(&goal(session, sample)?)?);
    Ok(writes)
}

/// A rate on the first day of each month, wandering about the typical one.
fn rates(sample: &Sample) -> Result<Vec<Write>, AppError> {
    let (from, to, typical) = sample.household.rate;
    let mut writes = Vec::new();
    let mut day = first_day(sample.today);
    while day <= sample.today {
        let value = RateValue { rate: wandered(typical, day)?, source: "manual".to_owned() };
        writes.extend(set_rate::writes(RateKey { day, from, to }, &value)?);
        day = day.saturating_add(1.month());
    }
    Ok(writes)
}

/// Up to 3 % off, from ten-thousandths.
fn wandered(typical: i64, day: Day) -> Result<Rate, AppError> {
    let month = i64::from(day.year()) * 12 + i64::from(day.month());
    let rate = typical + typical * (month * 7 % 13 - 6) / 200;
    let text = format!("{}.{:04}", rate / 10_000, rate % 10_000);
    text.parse().map_err(|error: domain::rate::ParseRateError| AppError::invalid("rate", error.to_string()))
}

fn goal(session: &mut Session<'_>, sample: &Sample) -> Result<Goal, AppError> {
    let (name, at, target) = sample.household.goal;
    let account = resolve::account(session.reader(), sample.household.accounts[at].name)?;
    let started = sample.today.first_of_month().saturating_sub(GOAL.0.months());
    Ok(Goal {
        id: GoalId(session.fresh_id()),
        name: name.to_owned(),
        target,
        currency: account.currency,
        due: Some(sample.today.first_of_month().saturating_add(GOAL.1.months())),
        link: GoalLink::Account(account.id),
        starting: crate::goals::account_balance(session.reader(), account.id, started)?,
        started,
        archived: false,
    })
}
