//! `report.net_worth`: what all accounts together were worth at the end of each month.

use crate::convert::{MissingRate, known};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::report::{Span, Valued, day, month_text, too_large};
use domain::Currency;
use replica::month_of_day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::Reader;
use store::rusqlite::params;

type Id = [u8; 12];

/// Show what all accounts together were worth at the end of each month, by kind of account, in one currency.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportNetWorth {
    /// From this month or year.
    pub from: String,
    /// To this day, month or year, included; the last month is valued on this day.
    pub to: String,
    /// ISO 4217 code to show everything in; by default the book's currency.
    pub currency: Option<String>,
}

/// Net worth over time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NetWorth {
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Every month of the span, in order.
    pub items: Vec<NetWorthMonth>,
    /// What could not be converted and is in no sum.
    pub missing: Vec<MissingRate>,
}

/// The end of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NetWorthMonth {
    /// `YYYY-MM`.
    pub month: String,
    /// Everything, minor units.
    pub total: i64,
    /// Accounts with more than nothing, minor units.
    pub assets: i64,
    /// Accounts with less than nothing, minor units, negative.
    pub debts: i64,
    /// By kind of account, in a fixed order; kinds without an account are left out.
    pub kinds: Vec<KindWorth>,
}

/// What the accounts of a kind are worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KindWorth {
    /// checking, savings, `credit_card`, cash, investment, loan or `other_asset`.
    pub kind: String,
    /// Minor units.
    pub minor: i64,
}

struct Account {
    id: Id,
    kind: String,
    currency: Currency,
    opening: i64,
    opening_month: i32,
}

const KINDS: [&str; 7] = ["checking", "savings", "cash", "investment", "other_asset", "credit_card", "loan"];

impl Query for ReportNetWorth {
    type Output = NetWorth;
    const NAME: &'static str = "report.net_worth";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts, Topic::Rates];

    fn run(&self, reader: &Reader) -> Result<NetWorth, AppError> {
        let span = Span::read(&self.from, &self.to)?;
        let mut valued = Valued::new(reader, self.currency.as_deref(), span)?;
        let accounts = accounts(reader)?;
        let (first, last) = span.months();
        let mut balances: HashMap<Id, i64> = before(reader, first)?;
        let changes = changes(reader, first, last)?;
        let kinds: Vec<&str> =
            KINDS.into_iter().filter(|kind| accounts.iter().any(|account| account.kind == *kind)).collect();
        let mut items = Vec::new();
        for month in first..=last {
            let mut worth = NetWorthMonth {
                month: month_text(month),
                total: 0,
                assets: 0,
                debts: 0,
                kinds: kinds.iter().map(|kind| KindWorth { kind: (*kind).to_owned(), minor: 0 }).collect(),
            };
            for account in &accounts {
                let balance = balances.entry(account.id).or_default();
                add(balance, changes.get(&(account.id, month)).copied().unwrap_or_default())?;
                let mut now = *balance;
                if account.opening_month <= month {
                    add(&mut now, account.opening)?;
                }
                if let Some(minor) = valued.on(now, account.currency, span.valued(month))? {
                    worth.take(&account.kind, minor)?;
                }
            }
            items.push(worth);
        }
        Ok(NetWorth { currency: valued.currency().code().to_owned(), items, missing: valued.missing() })
    }
}

impl NetWorthMonth {
    fn take(&mut self, kind: &str, minor: i64) -> Result<(), AppError> {
        add(&mut self.total, minor)?;
        add(if minor < 0 { &mut self.debts } else { &mut self.assets }, minor)?;
        match self.kinds.iter_mut().find(|worth| worth.kind == kind) {
            Some(worth) => add(&mut worth.minor, minor),
            None => Ok(()),
        }
    }
}

fn add(sum: &mut i64, amount: i64) -> Result<(), AppError> {
    *sum = sum.checked_add(amount).ok_or_else(too_large)?;
    Ok(())
}

fn accounts(reader: &Reader) -> Result<Vec<Account>, AppError> {
    let sql =
        "select id, kind, currency, opening_balance, opening_day from account where deleted = 0 order by id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let opening_day: Option<i32> = row.get(4)?;
        if let Some(number) = opening_day {
            day(number)?;
        }
        accounts.push(Account {
            id: row.get(0)?,
            kind: row.get(1)?,
            currency: known(&row.get::<_, String>(2)?)?,
            opening: row.get(3)?,
            // An opening balance without a day was always there.
            opening_month: opening_day.map_or(i32::MIN, month_of_day_number),
        });
    }
    Ok(accounts)
}

/// Sums of each account before the first month.
fn before(reader: &Reader, first: i32) -> Result<HashMap<Id, i64>, AppError> {
    let sql = "select account, sum(amount) from month_total where month < ?1 group by account";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map(params![first], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Sums of each account and month.
fn changes(reader: &Reader, first: i32, last: i32) -> Result<HashMap<(Id, i32), i64>, AppError> {
    let sql = "select account, month, sum(amount) from month_total where month between ?1 and ?2 group by account, month";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows =
        statement.query_map(params![first, last], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
