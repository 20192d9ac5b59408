//! Texts of requests, each with the field it stands in.

use crate::problem::Problem;
use domain::{Currency, Day, Month};
use replica::day_number;
use std::str::FromStr;

/// An id.
pub fn id<T: FromStr>(field: &str, text: &str) -> Result<T, Problem> {
    text.parse()
        .map_err(|_| Problem::field(field, format!("`{text}` is no id: 16 characters of A-Z a-z 0-9 - _")))
}

/// A day, `YYYY-MM-DD`.
pub fn day(field: &str, text: &str) -> Result<Day, Problem> {
    let parsed =
        text.parse::<Day>().ok().filter(|day| day.to_string() == text && (1900..=2200).contains(&day.year()));
    parsed.ok_or_else(|| Problem::field(field, format!("`{text}` is no day: YYYY-MM-DD from 1900 to 2200")))
}

/// A day's number.
pub fn day_no(field: &str, text: &str) -> Result<i32, Problem> {
    Ok(day_number(day(field, text)?))
}

/// A month, `YYYY-MM`.
pub fn month(field: &str, text: &str) -> Result<Month, Problem> {
    text.parse().map_err(|_| Problem::field(field, format!("`{text}` is no month: YYYY-MM")))
}

/// A currency's code.
pub fn currency(field: &str, text: &str) -> Result<Currency, Problem> {
    Currency::from_code(text).ok_or_else(|| Problem::field(field, format!("`{text}` is no ISO 4217 code")))
}

/// A text of 1 to `most` bytes, white space folded.
pub fn text(field: &str, text: &str, most: usize) -> Result<String, Problem> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if folded.is_empty() || folded.len() > most {
        return Err(Problem::field(field, format!("it has 1 to {most} bytes")));
    }
    Ok(folded)
}

/// A word of an enum.
pub fn word<T: serde::de::DeserializeOwned>(field: &str, text: &str) -> Result<T, Problem> {
    serde_json::from_value(text.into()).map_err(|error| Problem::field(field, error.to_string()))
}

/// A number that the server gave.
pub fn number(field: &str, text: &str) -> Result<i64, Problem> {
    let number = text.parse::<i64>().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| Problem::field(field, "a number that the server gave is expected"))
}

/// How many things a page holds: 50, and never more than 200.
pub fn limit(given: Option<u32>) -> Result<u32, Problem> {
    let limit = given.unwrap_or(50);
    if (1..=200).contains(&limit) {
        return Ok(limit);
    }
    Err(Problem::field("limit", "it is 1 to 200"))
}

/// A page of things that the server numbers, newest first.
pub struct Page {
    /// How many it holds.
    pub limit: u32,
    /// The number that the page before ended with; the first page has none.
    pub before: Option<i64>,
}

impl Page {
    /// From `limit` and `cursor` as they were given.
    pub fn of(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Problem> {
        let before = cursor.map(|cursor| number("cursor", cursor)).transpose()?;
        Ok(Self { limit: self::limit(limit)?, before })
    }
}
