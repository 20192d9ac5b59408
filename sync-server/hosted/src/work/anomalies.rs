//! `anomalies.scan`: amounts that are unlike the others of the same payee, and where there is a model, large payments to merchants unlike all that were paid before.

use super::daily::Daily;
use super::merchants::{Merchants, Payment};
use super::tell::Owner;
use super::{say_book, tag};
use crate::App;
use domain::identity::fold;
use domain::{Currency, TransactionId};
use jobs::notify::Kind;
use jobs::{Context, Job, JobError};
use replica::day_from_number;
use sqlx::PgConnection;
use std::collections::HashMap;
use std::sync::Arc;

/// Days of the past that tell what is usual.
const HISTORY: i32 = 400;
/// Days of rows that are judged: a row may come some days after its day.
const RECENT: i32 = 14;
/// Rows before which nothing is usual.
const ENOUGH: usize = 6;

/// Looks for unusual amounts and merchants.
pub struct ScanAnomalies {
    pub(crate) hosted: App,
    /// None: there is no model.
    pub(crate) merchants: Option<Arc<Merchants>>,
}

struct Row {
    id: TransactionId,
    day: i32,
    amount: i64,
    currency: Currency,
    name: String,
    /// Between own accounts.
    transfer: bool,
}

impl Job for ScanAnomalies {
    const NAME: &'static str = "anomalies.scan";
    const VERSION: u32 = 1;
    type Payload = Daily;

    async fn run(&self, context: &mut Context, daily: Daily) -> Result<(), JobError> {
        let book = tag(&daily.book)?;
        self.hosted.catch_up(book).await?;
        let connection = context.connection().await?;
        say_book(connection, book).await?;
        let Some(owner) = Owner::of(connection, book).await? else { return Ok(()) };
        let rows = sqlx::query!(
            r#"select t.id, t.day, t.amount, t.currency, coalesce(p.name, t.statement_payee, t.description) as "name!",
                 t.transfer is not null or g.kind is not distinct from 'transfer' as "transfer!"
               from hosted_transaction t left join hosted_payee p on p.book = $1 and p.id = t.payee
                 left join hosted_category c on c.book = $1 and c.id = t.category
                 left join hosted_group g on g.book = $1 and g.id = c.group_id
               where t.book = $1 and t.visible and t.amount <> 0 and t.day between $2 and $3 order by t.day, t.id"#,
            book.as_ref(),
            daily.day - HISTORY,
            daily.day
        )
        .fetch_all(&mut *connection)
        .await?;
        let rows: Vec<Row> = rows
            .into_iter()
            .filter_map(|row| {
                let (id, currency) =
                    (TransactionId(row.id.try_into().ok()?), Currency::from_code(&row.currency)?);
                let (day, amount, name, transfer) = (row.day, row.amount, row.name, row.transfer);
                Some(Row { id, day, amount, currency, name, transfer })
            })
            .collect();
        if let Some(merchants) = &self.merchants {
            tell_strange(connection, &owner, merchants, &rows, daily.day - RECENT).await?;
        }
        for (row, usual) in unusual(rows.into_iter(), daily.day - RECENT) {
            let (amount, usual) = (owner.money(row.amount, row.currency), owner.money(usual, row.currency));
            let Some(day) = day_from_number(row.day) else { continue };
            let title =
                owner.word(format!("Unusual amount: {}", row.name), format!("Valor incomum: {}", row.name));
            let body = owner.word(
                format!("{amount} on {day}; usual there is about {usual}."),
                format!("{amount} em {day}; o comum ali é cerca de {usual}."),
            );
            owner.tell(connection, Kind::UnusualTransaction, &row.id.to_string(), title, body).await?;
        }
        Ok(())
    }
}

/// Tells of much money that went to a merchant unlike all that were paid before.
async fn tell_strange(
    connection: &mut PgConnection,
    owner: &Owner,
    merchants: &Arc<Merchants>,
    rows: &[Row],
    since: i32,
) -> Result<(), JobError> {
    let paid: Vec<&Row> = rows.iter().filter(|row| row.amount < 0 && !row.transfer).collect();
    let payments = paid.iter().map(|row| Payment { day: row.day, name: row.name.clone() }).collect();
    let large = large(&paid, since);
    for strange in merchants.strange(payments, since).await? {
        let row = paid[strange.place];
        if large.get(&row.currency).is_none_or(|large| -row.amount < *large) {
            continue;
        }
        let Some(day) = day_from_number(row.day) else { continue };
        let (amount, nearest) = (owner.money(row.amount, row.currency), strange.nearest);
        let title = owner.word(
            format!("A merchant unlike others: {}", row.name),
            format!("Estabelecimento incomum: {}", row.name),
        );
        let body = owner.word(
            format!("{amount} on {day}. The nearest that was paid before is {nearest}."),
            format!("{amount} em {day}. O mais próximo entre os já pagos é {nearest}."),
        );
        owner.tell(connection, Kind::UnusualTransaction, &row.id.to_string(), title, body).await?;
    }
    Ok(())
}

/// What only one payment in twenty reached before a day, in minor units, for currencies in which there were enough.
fn large(paid: &[&Row], since: i32) -> HashMap<Currency, i64> {
    let mut amounts: HashMap<Currency, Vec<i64>> = HashMap::new();
    for row in paid.iter().filter(|row| row.day < since) {
        amounts.entry(row.currency).or_default().push(-row.amount);
    }
    amounts.retain(|_, amounts| amounts.len() >= 20);
    let reached = |mut amounts: Vec<i64>| {
        let place = amounts.len() * 19 / 20;
        *amounts.select_nth_unstable(place).1
    };
    amounts.into_iter().map(|(currency, amounts)| (currency, reached(amounts))).collect()
}

/// Whose a row is: its words without those that hold digits, since banks write dates and numbers there.
fn payee(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(' ').filter(|word| !word.chars().any(|letter| letter.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
}

/// Rows from this day on that lie far from the median of the same payee's before: more than six times the median distance from it, and
/// more than half of it. Each with that median.
fn unusual(rows: impl Iterator<Item = Row>, since: i32) -> Vec<(Row, i64)> {
    let mut groups: HashMap<(String, Currency, bool), Vec<Row>> = HashMap::new();
    for row in rows {
        groups.entry((payee(&row.name), row.currency, row.amount < 0)).or_default().push(row);
    }
    let mut found = Vec::new();
    for ((name, ..), rows) in groups {
        let before: Vec<i64> = rows.iter().filter(|row| row.day < since).map(|row| row.amount).collect();
        if name.is_empty() || before.len() < ENOUGH {
            continue;
        }
        let usual = median(before.clone());
        let apart = |amount: i64| (i128::from(amount) - i128::from(usual)).unsigned_abs();
        let spread =
            median(before.iter().map(|amount| i64::try_from(apart(*amount)).unwrap_or(i64::MAX)).collect());
        let far = (6 * i128::from(spread).unsigned_abs()).max(i128::from(usual).unsigned_abs() / 2);
        let recent = rows.into_iter().filter(|row| row.day >= since);
        found.extend(recent.filter(|row| apart(row.amount) > far).map(|row| (row, usual)));
    }
    found.sort_by_key(|(row, _)| (row.day, row.id));
    found
}

/// The middle one, the lower of two.
fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_far_from_its_payees_others_is_unusual() {
        let row = |number: u8, day, amount, name: &str| Row {
            id: TransactionId([number; 12]),
            day,
            amount,
            currency: Currency::BRL,
            name: name.to_owned(),
            transfer: false,
        };
        let usual = [-1_000, -1_100, -950, -1_000, -1_050, -1_020];
        let mut rows: Vec<Row> = (1..)
            .zip(usual)
            .map(|(number, amount)| row(number, 10, amount, &format!("Padaria 0{number}")))
            .collect();
        rows.push(row(20, 100, -1_300, "Padaria 77"));
        rows.push(row(21, 100, -9_000, "PADARIA"));
        rows.push(row(22, 100, 9_000, "Padaria"));
        rows.push(row(23, 100, -9_000, "Somewhere new"));
        let found = unusual(rows.into_iter(), 90);
        let ids: Vec<u8> = found.iter().map(|(row, _)| row.id.0[0]).collect();
        assert_eq!((ids, found[0].1), (vec![21], -1_020));
    }
}
