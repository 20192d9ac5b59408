//! `account.history`: an account's balance at the end of each month or day.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::{balance, parse, resolve, row};
use domain::{AccountId, Day};
use replica::{day_from_number, day_number, month_of_day_number, month_of_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// Show an account's balance over time: at the end of each month, or of each day that has rows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountHistory {
    /// The account: id or name.
    pub account: String,
    /// By month (all time, the default) or by day.
    pub step: Option<HistoryStep>,
    /// First day, month or year; by default the first row, or a year before the last one by day.
    pub from: Option<String>,
    /// Last day, month or year, included; by default the last row.
    pub to: Option<String>,
}

/// How fine a history is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HistoryStep {
    /// The end of each month.
    Month,
    /// The end of each day that has rows.
    Day,
}

/// The history.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BalanceHistory {
    /// Account name.
    pub account: String,
    /// ISO 4217 code of every balance.
    pub currency: String,
    /// Balance before the first point, minor units.
    pub before: i64,
    /// Oldest first.
    pub points: Vec<BalancePoint>,
}

/// A balance.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BalancePoint {
    /// The day at whose end it stands, `YYYY-MM-DD`; the last of the month by month.
    pub date: String,
    /// Balance, minor units.
    pub balance: i64,
}

impl Query for AccountHistory {
    type Output = BalanceHistory;
    const NAME: &'static str = "account.history";
    const TOPICS: &'static [Topic] = &[Topic::Accounts, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<BalanceHistory, AppError> {
        let account = resolve::account(reader, &self.account)?;
        let from = self.from.as_deref().map(|text| parse::first_day("from", text)).transpose()?;
        let to = self.to.as_deref().map(|text| parse::last_day("to", text)).transpose()?;
        let (first, last) = span(reader, account.id)?;
        let empty = BalanceHistory {
            account: account.name.clone(),
            currency: account.currency.code().to_owned(),
            before: account.opening,
            points: Vec::new(),
        };
        let (Some(first), Some(last)) = (first, last) else { return Ok(empty) };
        let to = to.map_or(last, day_number);
        let (before, points) = match self.step.unwrap_or(HistoryStep::Month) {
            HistoryStep::Month => months(reader, account.id, from.map_or(first, day_number), to)?,
            HistoryStep::Day => days(reader, account.id, from.map_or(to - 365, day_number), to)?,
        };
        let mut balance = account.opening.wrapping_add(before);
        let before = balance;
        let points = points
            .into_iter()
            .map(|(day, change)| {
                balance = balance.wrapping_add(change);
                BalancePoint { date: row::day_text(day), balance }
            })
            .collect();
        Ok(BalanceHistory { before, points, ..empty })
    }
}

/// First and last day of the account's rows.
fn span(reader: &Reader, account: AccountId) -> Result<(Option<i32>, Option<i32>), AppError> {
    let sql = "select (select min(day) from transactions where account = ?1 and visible = 1), \
      (select max(day) from transactions where account = ?1 and visible = 1)";
    let mut find = reader.connection().prepare_cached(sql)?;
    Ok(find.query_row([account.0], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// What stood before, and what each step changed.
type Steps = (i64, Vec<(i32, i64)>);

/// Months without rows are there too: a chart needs every step.
fn months(reader: &Reader, account: AccountId, from: i32, to: i32) -> Result<Steps, AppError> {
    let (first, last) = (month_of_day_number(from), month_of_day_number(to));
    let mut find = reader.connection().prepare_cached(
        "select month, sum(amount) from month_total where account = ?1 and month <= ?2 group by month order by month",
    )?;
    let sums =
        find.query_map(params![account.0, last], |row| Ok((row.get::<_, i32>(0)?, row.get::<_, i64>(1)?)))?;
    let sums = sums.collect::<Result<Vec<_>, _>>()?;
    let before = sums
        .iter()
        .take_while(|(month, _)| *month < first)
        .fold(0_i64, |sum, (_, part)| sum.wrapping_add(*part));
    let mut later = sums.into_iter().skip_while(|(month, _)| *month < first).peekable();
    let mut steps = Vec::new();
    for month in first..=last {
        let change = later.next_if(|(next, _)| *next == month).map_or(0, |(_, change)| change);
        steps.push((last_of(month), change));
    }
    Ok((before, steps))
}

/// The number of a month's last day.
fn last_of(month: i32) -> i32 {
    let (year, month) = month_of_number(month);
    Day::new(year, month, 1).map_or(0, |first| day_number(first.last_of_month()))
}

fn days(reader: &Reader, account: AccountId, from: i32, to: i32) -> Result<Steps, AppError> {
    let before = match day_from_number(from - 1) {
        Some(eve) => balance::amount_through(reader, account, eve)?,
        None => 0,
    };
    let mut find = reader.connection().prepare_cached(
        "select day, sum(amount) from transactions where account = ?1 and visible = 1 and day between ?2 and ?3 \
         group by day order by day",
    )?;
    let steps = find.query_map(params![account.0, from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((before, steps.collect::<Result<_, _>>()?))
}
