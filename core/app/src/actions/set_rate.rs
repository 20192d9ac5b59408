//! `rate.set`: what one currency is worth in another, from a day on.

use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::parse;
use crate::session::Session;
use domain::{Rate, RateKey};
use replica::{RateValue, Write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Set an exchange rate: from this day on, one unit of `from` is worth `rate` units of `to`. The rate of the same day is replaced.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRate {
    /// The day it holds from, `YYYY-MM-DD`.
    pub day: String,
    /// ISO 4217 code of the currency that is priced.
    pub from: String,
    /// ISO 4217 code of the currency it is priced in.
    pub to: String,
    /// The rate as a decimal, for example `5.4321`; a comma may stand for the point.
    pub rate: String,
}

impl Action for SetRate {
    type Output = Done;
    const NAME: &'static str = "rate.set";
    const TOPICS: &'static [Topic] = &[Topic::Rates, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let key = key(&self.day, &self.from, &self.to)?;
        let rate: Rate = self
            .rate
            .parse()
            .map_err(|error: domain::rate::ParseRateError| AppError::invalid("rate", error.to_string()))?;
        let value = RateValue { rate, source: "manual".to_owned() };
        let done = session.commit_if_any(Self::NAME, writes(key, &value)?.to_vec())?;
        Ok(Done { changed: done.changed.min(1) })
    }
}

/// The place of a rate, from what was typed.
///
/// # Errors
/// `invalid_input` naming the field.
pub fn key(day: &str, from: &str, to: &str) -> Result<RateKey, AppError> {
    let key = RateKey {
        day: parse::day("day", day)?,
        from: parse::currency("from", from)?,
        to: parse::currency("to", to)?,
    };
    if key.from == key.to {
        return Err(AppError::invalid("to", format!("{from} is always worth one {to}")));
    }
    Ok(key)
}

/// What sets a rate, whether there was one, was none, or it had been taken away.
///
/// # Errors
/// When a value has no encoding.
pub fn writes(key: RateKey, value: &RateValue) -> Result<[Write; 2], AppError> {
    Ok([Write::rate(key)?, Write::set_rate(key, Some(value))?])
}
