//! The household's months, day by day. Chance is a small fixed sequence of numbers: no clock, no system randomness.

use super::household::{Event, Household, When};
use domain::Day;
use jiff::ToSpan as _;

/// A row of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The day.
    pub day: Day,
    /// Text.
    pub text: String,
    /// Minor units.
    pub amount: i64,
    /// The bank's number of the row.
    pub number: u32,
}

/// Numbers that look drawn: splitmix64.
struct Draw(u64);

impl Draw {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    /// The amount, up to `spread` per cent more or less.
    fn amount(&mut self, typical: i64, spread: u32) -> i64 {
        if spread == 0 {
            return typical;
        }
        let stray = i64::try_from(self.below(2 * spread as usize + 1)).unwrap_or(0) - i64::from(spread);
        // Cents of their own, so that amounts look like amounts.
        let cents = i64::try_from(self.below(90)).unwrap_or(0) * typical.signum();
        typical + typical * stray / 100 + cents
    }

    fn text(&mut self, pattern: &str, cities: &[&str]) -> String {
        let city = cities.get(self.below(cities.len())).copied().unwrap_or_default();
        pattern
            .replace("{city}", city)
            .chars()
            .map(|letter| match letter {
                '#' => char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)),
                other => other,
            })
            .collect()
    }
}

/// The rows of each account, oldest first.
pub fn rows(household: &Household, first: Day, last: Day) -> Vec<Vec<Row>> {
    let mut accounts: Vec<Vec<Row>> = household.accounts.iter().map(|_| Vec::new()).collect();
    let mut draw = Draw(20_260_601);
    let mut month = first;
    let mut number = 0_u32;
    while month <= last {
        for event in household.events {
            one_month(household, event, month, number, &mut draw, &mut accounts);
        }
        month = month.saturating_add(1.month());
        number += 1;
    }
    for rows in &mut accounts {
        rows.retain(|row| row.day <= last);
        rows.sort_by(|a, b| a.day.cmp(&b.day).then_with(|| a.text.cmp(&b.text)));
        for (row, number) in rows.iter_mut().zip(1..) {
            row.number = number;
        }
    }
    accounts
}

fn on(month: Day, day: i8) -> Day {
    month.with().day(day.min(month.days_in_month())).build().unwrap_or(month)
}

fn one_month(
    household: &Household,
    event: &Event,
    month: Day,
    number: u32,
    draw: &mut Draw,
    accounts: &mut [Vec<Row>],
) {
    let mut add = |account: usize, day: Day, text: String, amount: i64| {
        if let Some(rows) = accounts.get_mut(account).filter(|_| amount != 0) {
            rows.push(Row { day, text, amount, number: 0 });
        }
    };
    match event.when {
        When::Monthly(day) => {
            let amount = draw.amount(event.amount, event.spread);
            add(event.account, on(month, day), draw.text(event.text, household.cities), amount);
        }
        When::Often(times) => {
            for _ in 0..times {
                let day = i8::try_from(draw.below(28)).unwrap_or(0) + 1;
                let amount = draw.amount(event.amount, event.spread);
                add(event.account, on(month, day), draw.text(event.text, household.cities), amount);
            }
        }
        When::Instalments(from, of, day) => {
            if let Some(part) = number.checked_sub(from).filter(|part| *part < of) {
                let text = format!("{} {:02}/{of:02}", event.text, part + 1);
                add(event.account, on(month, day), text, event.amount);
            }
        }
        When::PayCard(day, card) => {
            let before = month.saturating_sub(1.month());
            let due: i64 = accounts.get(card).map_or(0, |rows| {
                let bought = |row: &&Row| row.day.first_of_month() == before && row.amount < 0;
                rows.iter().filter(bought).map(|row| row.amount).sum()
            });
            let mut add = |account: usize, text: &str, amount: i64| {
                if let Some(rows) = accounts.get_mut(account).filter(|_| amount != 0) {
                    rows.push(Row { day: on(month, day), text: text.to_owned(), amount, number: 0 });
                }
            };
            add(event.account, event.text, due);
            add(card, household.card_paid, -due);
        }
    }
}
