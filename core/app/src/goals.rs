//! Goals of the book, and what has been saved towards each.

use crate::balance::amount_through;
use crate::budget::{Sheet, add, money};
use crate::convert::{Converter, known};
use crate::error::{AppError, ErrorCode};
use crate::row;
use domain::{AccountId, BudgetStyle, CategoryId, Day, Goal, GoalId, GoalLink, MoneyError, Month};
use replica::day_from_number;
use std::collections::HashMap;
use store::Reader;
use store::rusqlite::{Row, params};

/// Every goal that is not deleted, in the order of their names.
///
/// # Errors
/// When the book cannot be read.
pub fn goals(reader: &Reader) -> Result<Vec<Goal>, AppError> {
    let sql = "select id, name, target, currency, due, link, linked, starting, started, archived from goal \
      where deleted = 0 order by archived, due is null, due, name collate nocase, id";
    let mut find = reader.connection().prepare_cached(sql)?;
    let mut rows = find.query([])?;
    let mut goals = Vec::new();
    while let Some(row) = rows.next()? {
        goals.push(goal(row)?);
    }
    Ok(goals)
}

fn goal(row: &Row<'_>) -> Result<Goal, AppError> {
    let damaged = || AppError::new(ErrorCode::Damaged, "a goal cannot be understood");
    let (code, link): (String, String) = (row.get(3)?, row.get(5)?);
    let (due, started): (Option<i32>, i32) = (row.get(4)?, row.get(8)?);
    Ok(Goal {
        id: GoalId(row.get(0)?),
        name: row.get(1)?,
        target: row.get(2)?,
        currency: known(&code)?,
        due: due.and_then(day_from_number),
        link: match link.as_str() {
            "account" => GoalLink::Account(AccountId(row.get(6)?)),
            "category" => GoalLink::Category(CategoryId(row.get(6)?)),
            _ => GoalLink::Nothing,
        },
        starting: row.get(7)?,
        started: day_from_number(started).ok_or_else(damaged)?,
        archived: row.get(9)?,
    })
}

/// The goal with this id or name.
///
/// # Errors
/// `not_found`, `ambiguous`.
pub fn named(reader: &Reader, text: &str) -> Result<Goal, AppError> {
    let wanted = domain::identity::fold(text);
    let mut found: Vec<Goal> = goals(reader)?
        .into_iter()
        .filter(|goal| goal.id.to_string() == text || domain::identity::fold(&goal.name) == wanted)
        .collect();
    if let Some(at) = found.iter().position(|goal| goal.id.to_string() == text) {
        return Ok(found.swap_remove(at));
    }
    match found.len() {
        0 => Err(AppError::not_found("goal", text).remedy("see `valorize goal list`")),
        1 => Ok(found.swap_remove(0)),
        _ => Err(AppError::new(ErrorCode::Ambiguous, format!("more than one goal is called `{text}`"))
            .remedy("use its id")),
    }
}

/// Counts what lies where goals point; reads the budget once, when a goal needs it.
pub struct Counter<'a> {
    reader: &'a Reader,
    day: Day,
    available: Option<HashMap<CategoryId, i64>>,
}

impl<'a> Counter<'a> {
    /// As of `day`.
    pub const fn new(reader: &'a Reader, day: Day) -> Self {
        Self { reader, day, available: None }
    }

    /// What the goal has: the account's balance; with envelopes what is available in an expense category; else the starting amount and
    /// what went out to the category since the month it started in; with no link the starting amount.
    ///
    /// # Errors
    /// When the book cannot be read, `money` when sums are too large.
    pub fn saved(&mut self, goal: &Goal) -> Result<i64, AppError> {
        match goal.link {
            GoalLink::Nothing => Ok(goal.starting),
            GoalLink::Account(account) => account_balance(self.reader, account, self.day),
            GoalLink::Category(category) => match self.set_aside(category)? {
                Some(available) => Ok(available),
                None => add(goal.starting, self.put_into(category, goal.started)?),
            },
        }
    }

    /// What an envelope has; `None` for categories without one.
    ///
    /// # Errors
    /// As [`Counter::saved`].
    pub fn set_aside(&mut self, category: CategoryId) -> Result<Option<i64>, AppError> {
        if self.available.is_none() {
            let sheet = Sheet::read(self.reader, Month::of(self.day), 0)?;
            let mut available = HashMap::new();
            if sheet.style == BudgetStyle::Envelope {
                for entry in &sheet.entries {
                    available.insert(entry.id, sheet.line(entry)?.available.unwrap_or(0));
                }
            }
            self.available = Some(available);
        }
        Ok(self.available.as_ref().and_then(|available| available.get(&category)).copied())
    }

    /// Money out to a category in the months from `since` on.
    fn put_into(&self, category: CategoryId, since: Day) -> Result<i64, AppError> {
        let mut converter = Converter::to_book(self.reader)?;
        let sql = "select m.month, m.amount, a.currency from account a join month_total m on m.account = a.id \
          where a.deleted = 0 and m.month between ?2 and ?3 and m.category = ?1";
        let mut find = self.reader.connection().prepare_cached(sql)?;
        let (first, last) = (Month::of(since).number(), Month::of(self.day).number());
        let mut rows = find.query(params![category.0, first, last])?;
        let mut sum = 0_i64;
        while let Some(row) = rows.next()? {
            let (month, code): (i32, String) = (row.get(0)?, row.get(2)?);
            let day = Month::from_number(month).unwrap_or_else(|| Month::of(self.day)).last_day();
            let amount = converter.convert(row.get(1)?, known(&code)?, day)?.unwrap_or(0);
            sum = sum.checked_sub(amount).ok_or_else(|| money(MoneyError::Overflow))?;
        }
        Ok(sum)
    }
}

/// An account's balance at the end of a day.
///
/// # Errors
/// When the book cannot be read, `money`.
pub fn account_balance(reader: &Reader, account: AccountId, day: Day) -> Result<i64, AppError> {
    let sql = "select opening_balance from account where id = ?1";
    let opening: i64 = reader.connection().prepare_cached(sql)?.query_row([account.0], |row| row.get(0))?;
    add(opening, amount_through(reader, account, day)?)
}

/// Name of what a goal points to, and its id.
///
/// # Errors
/// When the book cannot be read.
pub fn link_name(reader: &Reader, link: GoalLink) -> Result<Option<(String, String)>, AppError> {
    let (table, id) = match link {
        GoalLink::Account(id) => ("account", id.0),
        GoalLink::Category(id) => ("category", id.0),
        GoalLink::Nothing => return Ok(None),
    };
    let sql = format!("select name from {table} where id = ?1");
    let name: String = reader.connection().prepare_cached(&sql)?.query_row([id], |row| row.get(0))?;
    Ok(Some((row::id_text(id), name)))
}
