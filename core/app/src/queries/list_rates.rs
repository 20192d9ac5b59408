//! `rate.list`: exchange rates, newest first, in pages.

use crate::error::{AppError, ErrorCode};
use crate::operation::{Query, Topic};
use crate::{parse, row};
use domain::{ExchangeRate, Rate};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params;

/// List the exchange rates of a pair of currencies, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRates {
    /// ISO 4217 code of the currency that is priced.
    pub from: String,
    /// ISO 4217 code of the currency it is priced in.
    pub to: String,
    /// From this day, month or year.
    pub since: Option<String>,
    /// To this day, month or year, included.
    pub until: Option<String>,
    /// At most so many; by default 400.
    pub limit: Option<u32>,
}

/// A page of rates.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RateList {
    /// Newest first.
    pub items: Vec<RateView>,
    /// The day to ask for as `until` to go on; none at the end.
    pub next: Option<String>,
}

/// A rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RateView {
    /// The day it holds from, `YYYY-MM-DD`.
    pub day: String,
    /// One unit of this currency ...
    pub from: String,
    /// ... is worth so many of this one.
    pub to: String,
    /// The rate, an exact decimal such as `5.4321`.
    pub rate: String,
    /// `manual`, or the file it came from.
    pub source: String,
}

impl From<ExchangeRate> for RateView {
    fn from(rate: ExchangeRate) -> Self {
        Self {
            day: rate.key.day.to_string(),
            from: rate.key.from.code().to_owned(),
            to: rate.key.to.code().to_owned(),
            rate: rate.rate.to_string(),
            source: rate.source,
        }
    }
}

impl Query for ListRates {
    type Output = RateList;
    const NAME: &'static str = "rate.list";
    const TOPICS: &'static [Topic] = &[Topic::Rates];

    fn run(&self, reader: &Reader) -> Result<RateList, AppError> {
        let (from, to) = (parse::currency("from", &self.from)?, parse::currency("to", &self.to)?);
        let since = self.since.as_deref().map(|text| parse::first_day("since", text)).transpose()?;
        let until = self.until.as_deref().map(|text| parse::last_day("until", text)).transpose()?;
        let limit = self.limit.unwrap_or(400).clamp(1, 20_000);
        let sql = "select day, mantissa, scale, source from exchange_rate where from_currency = ?1 and to_currency = ?2 \
          and day between ?3 and ?4 order by day desc limit ?5";
        let mut statement = reader.connection().prepare_cached(sql)?;
        let bounds = (since.map_or(i32::MIN, day_number), until.map_or(i32::MAX, day_number));
        let rows = statement
            .query_map(params![from.code(), to.code(), bounds.0, bounds.1, limit + 1], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let mut items = Vec::new();
        for row in rows {
            let (day, mantissa, scale, source): (i32, i64, u8, String) = row?;
            let rate = Rate::new(mantissa, scale)
                .map_err(|error| AppError::new(ErrorCode::Damaged, error.to_string()))?;
            let (from, to) = (from.code().to_owned(), to.code().to_owned());
            items.push(RateView { day: row::day_text(day), from, to, rate: rate.to_string(), source });
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let next = (items.len() > limit).then(|| items[limit].day.clone());
        items.truncate(limit);
        Ok(RateList { items, next })
    }
}
