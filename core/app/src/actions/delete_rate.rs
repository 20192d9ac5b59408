//! `rate.delete`: an exchange rate that is wrong.

use super::set_rate::key;
use super::update_account::Done;
use crate::error::AppError;
use crate::operation::{Action, Topic};
use crate::session::Session;
use replica::{Write, day_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params;

/// Delete an exchange rate; conversions then use the one before it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteRate {
    /// The day it holds from, `YYYY-MM-DD`.
    pub day: String,
    /// ISO 4217 code of the currency that is priced.
    pub from: String,
    /// ISO 4217 code of the currency it is priced in.
    pub to: String,
}

impl Action for DeleteRate {
    type Output = Done;
    const NAME: &'static str = "rate.delete";
    const TOPICS: &'static [Topic] = &[Topic::Rates, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let key = key(&self.day, &self.from, &self.to)?;
        let sql = "select 1 from exchange_rate where from_currency = ?1 and to_currency = ?2 and day = ?3";
        let there = session.reader().connection().prepare_cached(sql)?.exists(params![
            key.from.code(),
            key.to.code(),
            day_number(key.day)
        ])?;
        if !there {
            return Err(AppError::not_found("rate", format!("{} {}/{}", self.day, self.from, self.to)));
        }
        session.commit_if_any(Self::NAME, vec![Write::set_rate(key, None)?])
    }
}
