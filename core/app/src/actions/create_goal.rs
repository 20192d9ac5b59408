//! `goal.create`: something to save for.

use super::create_account::Created;
use crate::convert::{book_currency, known};
use crate::error::AppError;
use crate::goals::{Counter, account_balance};
use crate::operation::{Action, Topic};
use crate::session::Session;
use crate::{parse, resolve};
use domain::{Currency, Day, Goal, GoalId, GoalLink};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Create a goal: an amount to save, where, and until when.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateGoal {
    /// Name.
    pub name: String,
    /// Minor units to reach, of the linked account's currency or else the book's.
    pub target: i64,
    /// Until this day, `YYYY-MM-DD`.
    pub due: Option<String>,
    /// The account whose balance counts: id or name.
    pub account: Option<String>,
    /// Or the category in which money is put aside: id, name or key.
    pub category: Option<String>,
    /// Minor units there were when it started; by default what the account or envelope has on that day.
    pub starting: Option<i64>,
    /// The day the pace counts from; by default today.
    pub started: Option<String>,
}

impl Action for CreateGoal {
    type Output = Created;
    const NAME: &'static str = "goal.create";
    const TOPICS: &'static [Topic] = &[Topic::Goals, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Created, AppError> {
        let today = session.outside.today();
        let started = self.started.as_deref().map(|text| parse::day("started", text)).transpose()?;
        let started = started.unwrap_or(today);
        let link = link(session.reader(), self.account.as_deref(), self.category.as_deref())?;
        let link = link.unwrap_or(GoalLink::Nothing);
        let starting = match self.starting {
            Some(starting) => starting,
            None => there_is(session.reader(), link, started)?,
        };
        let goal = Goal {
            id: GoalId(session.fresh_id()),
            name: parse::name("name", &self.name)?,
            target: target(self.target)?,
            currency: currency(session.reader(), link)?,
            due: self.due.as_deref().map(|text| parse::day("due", text)).transpose()?,
            link,
            starting,
            started,
            archived: false,
        };
        session.commit(Self::NAME, vec![Write::goal(&goal)?])?;
        Ok(Created { id: goal.id.to_string() })
    }
}

/// What an account or category of an input links to.
///
/// # Errors
/// `not_found`, `ambiguous`, `invalid_input` when both are given.
pub fn link(
    reader: &Reader,
    account: Option<&str>,
    category: Option<&str>,
) -> Result<Option<GoalLink>, AppError> {
    match (account, category) {
        (Some(_), Some(_)) => {
            Err(AppError::invalid("category", "a goal is linked to an account or to a category"))
        }
        (Some(account), None) => Ok(Some(GoalLink::Account(resolve::account(reader, account)?.id))),
        (None, Some(category)) => Ok(Some(GoalLink::Category(resolve::category(reader, category)?))),
        (None, None) => Ok(None),
    }
}

/// What there is on `day` where a goal points.
///
/// # Errors
/// When the book cannot be read.
pub fn there_is(reader: &Reader, link: GoalLink, day: Day) -> Result<i64, AppError> {
    match link {
        GoalLink::Account(account) => account_balance(reader, account, day),
        GoalLink::Category(category) => Ok(Counter::new(reader, day).set_aside(category)?.unwrap_or(0)),
        GoalLink::Nothing => Ok(0),
    }
}

/// The currency of a goal's amounts.
///
/// # Errors
/// When the book cannot be read.
pub fn currency(reader: &Reader, link: GoalLink) -> Result<Currency, AppError> {
    let GoalLink::Account(account) = link else { return book_currency(reader) };
    let sql = "select currency from account where id = ?1";
    let code: String = reader.connection().prepare_cached(sql)?.query_row([account.0], |row| row.get(0))?;
    known(&code)
}

/// A target of an input.
///
/// # Errors
/// `invalid_input`.
pub fn target(minor: i64) -> Result<i64, AppError> {
    if minor <= 0 {
        return Err(AppError::invalid("target", "a goal has an amount more than zero"));
    }
    Ok(minor)
}
