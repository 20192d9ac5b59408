//! `account.reconcile_rows`: what is left to tick off against a statement, and the difference that remains.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Query, Topic};
use crate::resolve::AccountRow;
use crate::view::{AmountView, RowView};
use crate::{balance, parse, resolve, row};
use domain::{Day, Money, TransactionId};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// Show the rows of an account to tick off against a statement, newest first, and the difference that remains.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReconcileRows {
    /// The account: id or name.
    pub account: String,
    /// The day the statement's balance stands for, included.
    pub date: String,
    /// The statement's balance, minor units.
    pub balance: i64,
    /// Only rows the bank has not confirmed.
    pub only_uncleared: Option<bool>,
    /// At most so many; by default 200.
    pub limit: Option<u32>,
    /// Go on after this place: `next` of the page before.
    pub after: Option<String>,
}

/// The rows and where the reconciliation stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReconcilePage {
    /// Account name.
    pub account: String,
    /// The statement's balance.
    pub statement_balance: AmountView,
    /// Opening balance and every confirmed row up to the day.
    pub cleared_balance: AmountView,
    /// The statement's minus ours: zero when they agree.
    pub difference: AmountView,
    /// Confirmed rows that finishing would lock.
    pub to_lock: u32,
    /// Rows up to the day the bank has not confirmed.
    pub uncleared: u32,
    /// The day of the last statement it was reconciled with.
    pub last_reconciled: Option<String>,
    /// A page of the rows that are not locked, newest first.
    pub items: Vec<RowView>,
    /// Where the next page starts; none on the last.
    pub next: Option<String>,
}

impl Query for ReconcileRows {
    type Output = ReconcilePage;
    const NAME: &'static str = "account.reconcile_rows";
    const TOPICS: &'static [Topic] =
        &[Topic::Accounts, Topic::Transactions, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<ReconcilePage, AppError> {
        let account = resolve::account(reader, &self.account)?;
        let date = parse::day("date", &self.date)?;
        let cleared = account
            .opening
            .checked_add(balance::cleared_through(reader, account.id, date)?)
            .ok_or_else(too_large)?;
        let difference = self.balance.checked_sub(cleared).ok_or_else(too_large)?;
        let amount = |minor| AmountView::from(Money::new(minor, account.currency));
        let last: Option<i32> = reader
            .connection()
            .prepare_cached("select max(day) from reconciliation where account = ?1 and deleted = 0")?
            .query_row([account.id.0], |row| row.get(0))?;
        let uncleared = count(reader, &account, date, "clearing = 0")?;
        let to_lock = to_lock(reader, &account, date, uncleared, last)?;
        let (items, next) = self.page(reader, &account, date)?;
        Ok(ReconcilePage {
            statement_balance: amount(self.balance),
            cleared_balance: amount(cleared),
            difference: amount(difference),
            to_lock,
            uncleared,
            last_reconciled: last.map(row::day_text),
            items,
            next,
            account: account.name,
        })
    }
}

fn too_large() -> AppError {
    AppError::new(ErrorCode::Money, "the account's sums do not fit 64 bits of minor units")
}

fn count(reader: &Reader, account: &AccountRow, date: Day, condition: &str) -> Result<u32, AppError> {
    let sql = format!(
        "select count(*) from transactions where account = ?1 and visible = 1 and day <= ?2 and {condition}"
    );
    let mut find = reader.connection().prepare_cached(&sql)?;
    Ok(find.query_row(params![account.id.0, day_number(date)], |row| row.get(0))?)
}

/// Confirmed rows not locked yet: all less the unconfirmed and the locked, which their reconciliations have counted.
fn to_lock(
    reader: &Reader,
    account: &AccountRow,
    date: Day,
    uncleared: u32,
    last: Option<i32>,
) -> Result<u32, AppError> {
    if last.is_some_and(|last| last > day_number(date)) {
        return count(reader, account, date, "clearing = 1");
    }
    let locked: u32 = reader
        .connection()
        .prepare_cached(
            "select coalesce(sum(rows), 0) from reconciliation where account = ?1 and deleted = 0",
        )?
        .query_row([account.id.0], |row| row.get(0))?;
    Ok(count(reader, account, date, "true")?.saturating_sub(uncleared).saturating_sub(locked))
}

impl ReconcileRows {
    fn page(
        &self,
        reader: &Reader,
        account: &AccountRow,
        date: Day,
    ) -> Result<(Vec<RowView>, Option<String>), AppError> {
        let (day, id) = match &self.after {
            None => (day_number(date), [0xff; 12]),
            Some(after) => place(after)?,
        };
        let condition = if self.only_uncleared == Some(true) { "t.clearing = 0" } else { "t.clearing < 2" };
        let limit = usize::try_from(self.limit.unwrap_or(200).clamp(1, 10_000)).unwrap_or(200);
        let sql = format!(
            "select {} from transactions t {} where t.visible = 1 and t.account = ?1 and (t.day, t.id) < (?2, ?3) \
             and t.day <= ?4 and {condition} order by t.day desc, t.id desc limit ?5",
            row::COLUMNS,
            row::JOINS,
        );
        let mut find = reader.connection().prepare_cached(&sql)?;
        let bound = params![account.id.0, day, id, day_number(date), limit as i64 + 1];
        let mut items: Vec<RowView> = find.query_map(bound, row::view)?.collect::<Result<_, _>>()?;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| format!("{}/{}", last.date, last.id));
        Ok((items, next))
    }
}

fn place(after: &str) -> Result<(i32, [u8; 12]), AppError> {
    let refused = || AppError::invalid("after", "this is no place in the list");
    let (day, id) = after.split_once('/').ok_or_else(refused)?;
    let id: TransactionId = id.parse().map_err(|_| refused())?;
    Ok((day_number(parse::day("after", day)?), id.0))
}
