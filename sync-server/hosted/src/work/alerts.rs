//! `alerts.check`: budgets that are used up or nearly, goals that are reached or fall behind. Each is told once in a month.

use super::daily::Daily;
use super::standing::{self, Line};
use super::tell::Owner;
use super::{say_book, tag};
use crate::App;
use domain::budget::MonthLine;
use domain::goal::{GoalStatus, project};
use domain::{Day, Goal, Month};
use jobs::notify::Kind;
use jobs::{Context, Job, JobError};
use replica::day_from_number;
use sqlx::PgConnection;

/// Looks at budgets and goals.
pub struct CheckAlerts {
    pub(crate) hosted: App,
}

impl Job for CheckAlerts {
    const NAME: &'static str = "alerts.check";
    const VERSION: u32 = 1;
    type Payload = Daily;

    async fn run(&self, context: &mut Context, daily: Daily) -> Result<(), JobError> {
        let book = tag(&daily.book)?;
        self.hosted.catch_up(book).await?;
        let today = day_from_number(daily.day).ok_or_else(|| JobError::Refused("no such day".to_owned()))?;
        let connection = context.connection().await?;
        say_book(connection, book).await?;
        let Some(owner) = Owner::of(connection, book).await? else { return Ok(()) };
        let lines = standing::lines(connection, book, owner.currency, Month::of(today)).await?;
        for line in lines.values() {
            budget(connection, &owner, Month::of(today), line).await?;
        }
        for (goal, saved) in standing::goals(connection, (book, owner.currency), today, &lines).await? {
            tell_goal(connection, &owner, &goal, saved, today).await?;
        }
        Ok(())
    }
}

async fn budget(
    connection: &mut PgConnection,
    owner: &Owner,
    month: Month,
    line: &Line,
) -> Result<(), JobError> {
    let Some(level) = level(&line.month) else { return Ok(()) };
    let left = line.month.available.unwrap_or(0);
    let (spent, left) =
        (owner.money(line.month.spent, owner.currency), owner.money(left.saturating_abs(), owner.currency));
    let (name, key) = (&line.name, format!("{}/{month}", sync_protocol::hex_of_bytes(&line.id)));
    let (title, body) = if level == Kind::BudgetExceeded {
        owner.word(
            (format!("{name} is over its budget"), format!("{spent} spent in {month}, {left} too much.")),
            (format!("{name} passou do orçamento"), format!("{spent} gastos em {month}, {left} a mais.")),
        )
    } else {
        owner.word(
            (format!("{name} is close to its budget"), format!("{spent} spent in {month}, {left} left.")),
            (format!("{name} está perto do limite"), format!("{spent} gastos em {month}, restam {left}.")),
        )
    };
    owner.tell(connection, level, &key, title, body).await
}

/// What is to be told of a month: too much was spent, or nine tenths of what there was.
fn level(line: &MonthLine) -> Option<Kind> {
    let left = i128::from(line.available?);
    let given = left + i128::from(line.spent);
    if left < 0 {
        return Some(Kind::BudgetExceeded);
    }
    (line.spent > 0 && left * 10 <= given).then_some(Kind::BudgetNearLimit)
}

async fn tell_goal(
    connection: &mut PgConnection,
    owner: &Owner,
    goal: &Goal,
    saved: i64,
    today: Day,
) -> Result<(), JobError> {
    let stands = project(goal, saved, today);
    let money = |minor| owner.money(minor, goal.currency);
    let (name, of) = (&goal.name, money(goal.target));
    match stands.status {
        GoalStatus::Reached => {
            let title = owner.word(format!("{name} is reached"), format!("{name} foi alcançada"));
            let body = owner.word(
                format!("{} of {of} are there.", money(saved)),
                format!("{} de {of} estão guardados.", money(saved)),
            );
            owner.tell(connection, Kind::GoalReached, &goal.id.to_string(), title, body).await
        }
        GoalStatus::Behind | GoalStatus::Overdue => {
            let title = owner.word(format!("{name} falls behind"), format!("{name} está atrasada"));
            let missing = money(stands.remaining);
            let body = owner.word(
                format!("{missing} of {of} are missing at the pace so far."),
                format!("Faltam {missing} de {of} no ritmo atual."),
            );
            let key = format!("{}/{}", goal.id, Month::of(today));
            owner.tell(connection, Kind::GoalBehind, &key, title, body).await
        }
        GoalStatus::OnTrack | GoalStatus::Open => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_speaks_up_from_nine_tenths_on() {
        for (available, spent, said) in [
            (None, 500, None),
            (Some(1_000), 0, None),
            (Some(0), 0, None),
            (Some(101), 899, None),
            (Some(100), 900, Some(Kind::BudgetNearLimit)),
            (Some(0), 1_000, Some(Kind::BudgetNearLimit)),
            (Some(-1), 1_001, Some(Kind::BudgetExceeded)),
        ] {
            let line = MonthLine { available, spent, ..MonthLine::default() };
            assert_eq!(level(&line), said, "{available:?} {spent}");
        }
    }
}
