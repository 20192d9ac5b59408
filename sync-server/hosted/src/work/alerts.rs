//! `alerts.check`: budgets that are used up or nearly, goals that are reached or fall behind. Each is told once in a month.

use super::daily::Daily;
use super::tell::Owner;
use super::{again, say_book, tag};
use crate::App;
use domain::budget::{BudgetCell, MonthInput, MonthLine, follow, in_budget};
use domain::goal::{GoalStatus, project};
use domain::{AccountKind, BudgetStyle, Currency, Day, Goal, GoalId, GoalLink, Month};
use jobs::notify::Kind;
use jobs::{Context, Job, JobError};
use replica::day_from_number;
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap};

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
        let lines = lines(connection, &owner, Month::of(today)).await?;
        for line in lines.values() {
            budget(connection, &owner, Month::of(today), line).await?;
        }
        goals(connection, &owner, today, &lines).await
    }
}

/// A category's month.
struct Line {
    id: Vec<u8>,
    name: String,
    month: MonthLine,
    style: BudgetStyle,
}

/// Categories that are budgeted, followed up to this month by the arithmetic of `domain`.
async fn lines(
    connection: &mut PgConnection,
    owner: &Owner,
    month: Month,
) -> Result<HashMap<Vec<u8>, Line>, JobError> {
    let book = owner.book;
    let style = sqlx::query_scalar!("select budget_style from hosted_profile where book = $1", book.as_ref())
        .fetch_one(&mut *connection)
        .await?;
    let style = if style == "envelope" { BudgetStyle::Envelope } else { BudgetStyle::Tracking };
    let cells = sqlx::query!(
        "select month, category, spend_limit, allocated from hosted_budget
         where book = $1 and category <> ''::bytea and month <= $2",
        book.as_ref(),
        month.number()
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut months: HashMap<Vec<u8>, BTreeMap<i32, MonthInput>> = HashMap::new();
    for cell in cells {
        let input = months.entry(cell.category).or_default().entry(cell.month).or_default();
        input.cell = BudgetCell { limit: cell.spend_limit, allocated: cell.allocated };
    }
    let sums = sqlx::query!(
        r#"select t.month, t.category, a.kind, hosted_wrap(sum(t.amount)) as "amount!" from hosted_account a
           join hosted_total t on t.book = $1 and t.account = a.id and t.month <= $2 and t.category <> ''::bytea
           where a.book = $1 and not a.deleted and a.currency = $3 group by t.month, t.category, a.kind"#,
        book.as_ref(),
        month.number(),
        owner.currency.code()
    )
    .fetch_all(&mut *connection)
    .await?;
    for sum in sums {
        let kind: Option<AccountKind> = serde_json::from_value(sum.kind.into()).ok();
        if style == BudgetStyle::Envelope && !kind.is_some_and(in_budget) {
            continue;
        }
        // What nobody budgets is not followed.
        if let Some(of) = months.get_mut(&sum.category) {
            let spent = &mut of.entry(sum.month).or_default().spent;
            *spent = spent.saturating_sub(sum.amount);
        }
    }
    let categories = sqlx::query!(
        "select c.id, c.name, c.carry_over from hosted_category c
         join hosted_group g on g.book = $1 and g.id = c.group_id and g.kind = 'expense'
         where c.book = $1 and not c.deleted",
        book.as_ref()
    )
    .fetch_all(connection)
    .await?;
    let mut lines = HashMap::new();
    for category in categories {
        let Some(of) = months.get(&category.id) else { continue };
        let first = of.keys().next().copied().unwrap_or(month.number());
        let inputs: Vec<MonthInput> =
            (first..=month.number()).map(|number| of.get(&number).copied().unwrap_or_default()).collect();
        let followed = follow(style, category.carry_over, &inputs).map_err(|error| again(&error))?;
        if let Some(last) = followed.last() {
            let line = Line { id: category.id.clone(), name: category.name, month: *last, style };
            lines.insert(category.id, line);
        }
    }
    Ok(lines)
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

async fn goals(
    connection: &mut PgConnection,
    owner: &Owner,
    today: Day,
    lines: &HashMap<Vec<u8>, Line>,
) -> Result<(), JobError> {
    let month = Month::of(today);
    let rows = sqlx::query!(
        r#"select g.id, g.name, g.target, g.currency, g.due, g.link, g.linked, g.starting, g.started,
             (select hosted_wrap(a.opening_balance + coalesce(sum(t.amount), 0)) from hosted_account a
                left join hosted_transaction t on t.book = $1 and t.account = a.id and t.visible and t.day <= $2
                where a.book = $1 and a.id = g.linked group by a.opening_balance) as balance,
             (select hosted_wrap(coalesce(sum(t.amount), 0)) from hosted_total t
                join hosted_account a on a.book = $1 and a.id = t.account and not a.deleted and a.currency = $5
                where t.book = $1 and t.category = g.linked and t.month <= $3
                  and t.month >= (extract(year from date '1970-01-01' + g.started) * 12
                    + extract(month from date '1970-01-01' + g.started) - 1)::int) as moved
           from hosted_goal g where g.book = $1 and not g.deleted and not g.archived and g.started <= $4"#,
        owner.book.as_ref(),
        replica::day_number(today),
        month.number(),
        replica::day_number(today),
        owner.currency.code()
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in rows {
        let (id, currency) = (row.id.try_into().ok().map(GoalId), Currency::from_code(&row.currency));
        let (Some(id), Some(currency), Some(started)) = (id, currency, day_from_number(row.started)) else {
            continue;
        };
        let envelope = row
            .linked
            .as_ref()
            .and_then(|linked| lines.get(linked))
            .filter(|line| line.style == BudgetStyle::Envelope)
            .and_then(|line| line.month.available);
        let saved = match row.link.as_str() {
            "account" => row.balance.unwrap_or(0),
            "category" => envelope.unwrap_or(row.starting.saturating_sub(row.moved.unwrap_or(0))),
            _ => row.starting,
        };
        let goal = Goal {
            id,
            name: row.name,
            target: row.target,
            currency,
            due: row.due.and_then(day_from_number),
            // Only what is saved depends on it, and that is counted.
            link: GoalLink::Nothing,
            starting: row.starting,
            started,
            archived: false,
        };
        tell_goal(connection, owner, &goal, saved, today).await?;
    }
    Ok(())
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
