//! `currency.list`: the currencies the book works with, and the newest rate of each into the book's.

use crate::actions::import_rates::used;
use crate::convert::{Converter, book_currency};
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::row;
use domain::Day;
use domain::convert::convert;
use domain::money::minor_digits;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// List the currencies of the book, its accounts and its exchange rates, with the pairs that have rates.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListCurrencies {}

/// The currencies.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CurrencyList {
    /// The book's currency first, then those of accounts.
    pub items: Vec<CurrencyView>,
    /// Pairs that have rates.
    pub pairs: Vec<RatePairView>,
}

/// A currency.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CurrencyView {
    /// ISO 4217 code.
    pub code: String,
    /// English name.
    pub name: String,
    /// Digits of its minor unit.
    pub digits: u32,
    /// Totals are shown in it.
    pub is_book: bool,
    /// Accounts in it that are not closed.
    pub accounts: u32,
    /// How it is converted today: `none` (the book's own), `direct`, `backward`, `through`, or `missing`.
    pub way: String,
    /// Day of the oldest rate used for that, `YYYY-MM-DD`.
    pub rate_day: Option<String>,
    /// What 1,000,000 of its units are worth in the book's currency, minor units, by that rate.
    pub million_minor: Option<i64>,
}

/// A pair of currencies with rates.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RatePairView {
    /// One unit of this currency ...
    pub from: String,
    /// ... is priced in this one.
    pub to: String,
    /// How many rates there are.
    pub rates: u32,
    /// Day of the first, `YYYY-MM-DD`.
    pub first_day: String,
    /// Day of the last, `YYYY-MM-DD`.
    pub last_day: String,
}

impl Query for ListCurrencies {
    type Output = CurrencyList;
    const NAME: &'static str = "currency.list";
    const TOPICS: &'static [Topic] = &[Topic::Rates, Topic::Accounts, Topic::Book];

    fn run(&self, reader: &Reader) -> Result<CurrencyList, AppError> {
        let book = book_currency(reader)?;
        let mut converter = Converter::to_book(reader)?;
        let mut items = Vec::new();
        for currency in used(reader)? {
            let accounts: u32 = reader
                .connection()
                .prepare_cached(
                    "select count(*) from account where deleted = 0 and closed = 0 and currency = ?1",
                )?
                .query_row(params![currency.code()], |row| row.get(0))?;
            // The newest rate there is, whatever the day.
            let found = converter.way(currency, Day::MAX)?;
            let way = match found.map(|way| way.steps.as_slice()) {
                None => "missing",
                Some([]) => "none",
                Some([step]) if step.backward => "backward",
                Some([_]) => "direct",
                Some(_) => "through",
            };
            let million = 1_000_000 * 10_i64.pow(minor_digits(currency));
            items.push(CurrencyView {
                code: currency.code().to_owned(),
                name: currency.name().to_owned(),
                digits: minor_digits(currency),
                is_book: currency == book,
                accounts,
                way: way.to_owned(),
                rate_day: found.and_then(domain::convert::Way::oldest).map(|day| day.to_string()),
                million_minor: found.and_then(|way| convert(million, currency, book, way).ok()),
            });
        }
        Ok(CurrencyList { items, pairs: pairs(reader)? })
    }
}

fn pairs(reader: &Reader) -> Result<Vec<RatePairView>, AppError> {
    let sql =
        "select from_currency, to_currency, count(*), min(day), max(day) from exchange_rate group by 1, 2";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(RatePairView {
            from: row.get(0)?,
            to: row.get(1)?,
            rates: row.get(2)?,
            first_day: row::day_text(row.get(3)?),
            last_day: row::day_text(row.get(4)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
