//! Amounts in another currency, by the rates of the book; what no rate reaches is reported, never guessed.
//!
//! The arithmetic and the choice of the rate are `domain::convert`: nearest rate on or before the day, backwards and through a third
//! currency where needed, one rounding, half to even.

use crate::error::{AppError, ErrorCode};
use domain::convert::{Quote, Way, convert, way};
use domain::{Currency, Day, Rate};
use replica::{day_from_number, day_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};

/// A conversion that had no rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingRate {
    /// Currency that could not be converted.
    pub from: String,
    /// Into this one.
    pub to: String,
    /// The first day on which a rate was needed, `YYYY-MM-DD`.
    pub day: String,
}

/// Converts into one currency and remembers what it looked up and what it lacked.
pub struct Converter<'a> {
    reader: &'a Reader,
    to: Currency,
    pairs: Vec<(Currency, Currency)>,
    through: Vec<Currency>,
    ways: HashMap<(Currency, Day), Option<Way>>,
    missing: BTreeMap<Currency, Day>,
}

impl<'a> Converter<'a> {
    /// Into `to`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn new(reader: &'a Reader, to: Currency) -> Result<Self, AppError> {
        let pairs = pairs(reader)?;
        let mut through = vec![book_currency(reader)?];
        let mut others: Vec<Currency> = pairs.iter().flat_map(|(from, to)| [*from, *to]).collect();
        others.sort_unstable_by_key(Currency::code);
        through.extend(others);
        let mut seen = Vec::new();
        through.retain(|currency| {
            !seen.contains(currency) && {
                seen.push(*currency);
                true
            }
        });
        Ok(Self { reader, to, pairs, through, ways: HashMap::new(), missing: BTreeMap::new() })
    }

    /// Into the book's currency.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn to_book(reader: &'a Reader) -> Result<Self, AppError> {
        Self::new(reader, book_currency(reader)?)
    }

    /// The currency it converts into.
    pub const fn currency(&self) -> Currency {
        self.to
    }

    /// `minor` units of `from` as of `day`; `None`, and remembered as missing, where no rate reaches.
    ///
    /// # Errors
    /// When the book cannot be read, or `money` when the result is too large.
    pub fn convert(&mut self, minor: i64, from: Currency, day: Day) -> Result<Option<i64>, AppError> {
        if from == self.to {
            return Ok(Some(minor));
        }
        let to = self.to;
        let Some(way) = self.way(from, day)? else {
            if minor != 0 {
                let first = self.missing.entry(from).or_insert(day);
                *first = day.min(*first);
            }
            return Ok((minor == 0).then_some(0));
        };
        let converted = convert(minor, from, to, way);
        Ok(Some(converted.map_err(|error| AppError::new(ErrorCode::Money, error.to_string()))?))
    }

    /// How `from` is converted on `day`.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn way(&mut self, from: Currency, day: Day) -> Result<Option<&Way>, AppError> {
        if !self.ways.contains_key(&(from, day)) {
            let (reader, pairs) = (self.reader, &self.pairs);
            let mut find = |from: Currency, to: Currency| {
                if pairs.contains(&(from, to)) { newest(reader, from, to, day) } else { Ok(None) }
            };
            let found = way(from, self.to, &self.through, &mut find)?;
            self.ways.insert((from, day), found);
        }
        Ok(self.ways.get(&(from, day)).and_then(Option::as_ref))
    }

    /// What could not be converted so far, one per currency.
    pub fn missing(&self) -> Vec<MissingRate> {
        self.missing
            .iter()
            .map(|(from, day)| MissingRate {
                from: from.code().to_owned(),
                to: self.to.code().to_owned(),
                day: day.to_string(),
            })
            .collect()
    }
}

/// The book's currency.
///
/// # Errors
/// When the book cannot be read.
pub fn book_currency(reader: &Reader) -> Result<Currency, AppError> {
    let code: String = reader.connection().query_row("select currency from book", [], |row| row.get(0))?;
    known(&code)
}

/// A stored currency code.
///
/// # Errors
/// `damaged` when this version does not know it.
pub fn known(code: &str) -> Result<Currency, AppError> {
    Currency::from_code(code)
        .ok_or_else(|| AppError::new(ErrorCode::Damaged, format!("`{code}` is no currency")))
}

/// The ordered pairs that have rates, found by jumping from pair to pair in the index.
fn pairs(reader: &Reader) -> Result<Vec<(Currency, Currency)>, AppError> {
    let next = "select from_currency, to_currency from exchange_rate where (from_currency, to_currency) > (?1, ?2) \
      order by from_currency, to_currency limit 1";
    let mut find = reader.connection().prepare_cached(next)?;
    let (mut from, mut to) = (String::new(), String::new());
    let mut pairs = Vec::new();
    while let Some(pair) =
        find.query_row(params![from, to], |row| Ok((row.get(0)?, row.get(1)?))).optional()?
    {
        (from, to) = pair;
        pairs.push((known(&from)?, known(&to)?));
    }
    Ok(pairs)
}

fn newest(reader: &Reader, from: Currency, to: Currency, day: Day) -> Result<Option<Quote>, AppError> {
    let sql = "select day, mantissa, scale from exchange_rate \
      where from_currency = ?1 and to_currency = ?2 and day <= ?3 order by day desc limit 1";
    let found = reader
        .connection()
        .prepare_cached(sql)?
        .query_row(params![from.code(), to.code(), day_number(day)], |row| {
            Ok((row.get::<_, i32>(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((day, mantissa, scale)) = found else { return Ok(None) };
    let damaged = || AppError::new(ErrorCode::Damaged, "an exchange rate cannot be understood");
    let rate = Rate::new(mantissa, scale).map_err(|_| damaged())?;
    Ok(Some(Quote { day: day_from_number(day).ok_or_else(damaged)?, rate }))
}
