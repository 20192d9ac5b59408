//! Goals: an amount to save, until when, and whether the pace is enough.
//!
//! With `saved` the amount there is now, `starting` what there was on the day `started`:
//!
//! - remaining = target - saved, not below 0;
//! - needed per month = remaining / months left, rounded up; months left = due month - this month, at least 1, while the day has
//!   not passed;
//! - pace per month = (saved - starting) / days since `started` * 146097 / 4800 (the average month of the Gregorian calendar),
//!   rounded down;
//! - projected day = today + remaining * days since `started` / (saved - starting), rounded up.
//!
//! In the first four weeks a pace says nothing yet. All of it is integer arithmetic in 128 bits.

use crate::{AccountId, CategoryId, Currency, Day, GoalId, Month};
use jiff::Span;
use serde::{Deserialize, Serialize};

/// Days before which no pace is told.
pub const FIRST_DAYS: i32 = 28;
/// Average days of a month are 146097 / 4800.
const MONTH_DAYS: (i128, i128) = (146_097, 4_800);
/// Projections further away than this many days (about a century) are none.
const FAR: i128 = 36_525;

/// Where a goal's money lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "to", content = "id")]
pub enum GoalLink {
    /// An account: its balance counts.
    Account(AccountId),
    /// A category: what was put into it counts.
    Category(CategoryId),
    /// Nowhere in the book: the starting amount is kept by hand.
    Nothing,
}

/// A goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Identity.
    pub id: GoalId,
    /// Name.
    pub name: String,
    /// Minor units to reach.
    pub target: i64,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Until when.
    pub due: Option<Day>,
    /// Where the money lies.
    pub link: GoalLink,
    /// What there was when it started.
    pub starting: i64,
    /// The day the pace counts from.
    pub started: Day,
    /// No longer followed.
    pub archived: bool,
}

/// How a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoalStatus {
    /// The amount is there.
    Reached,
    /// The pace is enough.
    OnTrack,
    /// The pace is not enough.
    Behind,
    /// The day has passed.
    Overdue,
    /// There is no day, or no pace yet.
    Open,
}

/// A goal worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Projection {
    /// What there is.
    pub saved: i64,
    /// What is missing.
    pub remaining: i64,
    /// Thousandths of the target, 0 to 1000.
    pub per_mille: u16,
    /// What has to be put aside per month to arrive in time.
    pub needed: Option<i64>,
    /// What was put aside per month so far.
    pub pace: Option<i64>,
    /// When the pace arrives.
    pub arrives: Option<Day>,
    /// In a word.
    pub status: GoalStatus,
}

/// Works out a goal that has `saved` on `today`.
pub fn project(goal: &Goal, saved: i64, today: Day) -> Projection {
    let remaining = goal.target.saturating_sub(saved).max(0);
    let days = days_between(goal.started, today);
    let gained = i128::from(saved) - i128::from(goal.starting);
    let known = (days >= FIRST_DAYS).then_some(i128::from(days));
    let pace = known.map(|days| clamp((gained * MONTH_DAYS.0).div_euclid(MONTH_DAYS.1 * days)));
    let arrives = known.filter(|_| remaining > 0).and_then(|days| arrival(today, remaining, gained, days));
    let needed = goal
        .due
        .filter(|due| remaining > 0 && *due >= today)
        .map(|due| ceiling(i128::from(remaining), i128::from(months_left(today, due))));
    Projection {
        saved,
        remaining,
        per_mille: per_mille(saved, goal.target),
        needed,
        pace,
        arrives,
        status: status(goal.due, remaining, pace, arrives, today),
    }
}

fn status(
    due: Option<Day>,
    remaining: i64,
    pace: Option<i64>,
    arrives: Option<Day>,
    today: Day,
) -> GoalStatus {
    match (due, pace) {
        _ if remaining == 0 => GoalStatus::Reached,
        (Some(due), _) if due < today => GoalStatus::Overdue,
        (Some(due), Some(_)) if arrives.is_some_and(|day| day <= due) => GoalStatus::OnTrack,
        (Some(_), Some(_)) => GoalStatus::Behind,
        _ => GoalStatus::Open,
    }
}

fn arrival(today: Day, remaining: i64, gained: i128, days: i128) -> Option<Day> {
    if gained <= 0 {
        return None;
    }
    let wait = (i128::from(remaining) * days + gained - 1) / gained;
    let wait = i32::try_from(wait).ok().filter(|wait| i128::from(*wait) <= FAR)?;
    today.checked_add(Span::new().try_days(wait).ok()?).ok()
}

fn months_left(today: Day, due: Day) -> i32 {
    (Month::of(due).number() - Month::of(today).number()).max(1)
}

fn per_mille(saved: i64, target: i64) -> u16 {
    if target <= 0 {
        return 1000;
    }
    let share = i128::from(saved) * 1000 / i128::from(target);
    u16::try_from(share.clamp(0, 1000)).unwrap_or(1000)
}

fn days_between(from: Day, to: Day) -> i32 {
    to.since((jiff::Unit::Day, from)).map_or(0, |span| span.get_days())
}

fn ceiling(above: i128, below: i128) -> i64 {
    clamp((above + below - 1) / below)
}

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}
