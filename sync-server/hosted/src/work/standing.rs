//! How budgets and goals stand in the read model, by the arithmetic of `domain`.

use super::again;
use domain::budget::{BudgetCell, MonthInput, MonthLine, follow, in_budget};
use domain::{AccountKind, BudgetStyle, Currency, Day, Goal, GoalId, GoalLink, Month};
use jobs::JobError;
use replica::day_from_number;
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap};
use sync_protocol::BookTag;

/// A category's month.
pub struct Line {
    pub id: Vec<u8>,
    pub name: String,
    pub month: MonthLine,
    /// Its group's place and its own.
    pub position: (i32, i32),
    style: BudgetStyle,
}

/// Categories that are budgeted, followed up to this month by the arithmetic of `domain`.
pub async fn lines(
    connection: &mut PgConnection,
    book: BookTag,
    currency: Currency,
    month: Month,
) -> Result<HashMap<Vec<u8>, Line>, JobError> {
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
        currency.code()
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
        "select c.id, c.name, c.carry_over, c.position, g.position as group_position from hosted_category c
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
            let position = (category.group_position, category.position);
            let line = Line { id: category.id.clone(), name: category.name, month: *last, position, style };
            lines.insert(category.id, line);
        }
    }
    Ok(lines)
}

/// Goals that are followed, each with what is saved on that day.
pub async fn goals(
    connection: &mut PgConnection,
    (book, currency): (BookTag, Currency),
    today: Day,
    lines: &HashMap<Vec<u8>, Line>,
) -> Result<Vec<(Goal, i64)>, JobError> {
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
        book.as_ref(),
        replica::day_number(today),
        month.number(),
        replica::day_number(today),
        currency.code()
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut all = Vec::new();
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
        all.push((goal, saved));
    }
    Ok(all)
}
