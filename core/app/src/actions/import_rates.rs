//! `rate.import_csv`: many exchange rates at once, from a file.

use super::set_rate::writes;
use crate::convert::{book_currency, known};
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::parse;
use crate::queries::list_rates::RateView;
use crate::rate_csv::{RateForm, RateLineError, read};
use crate::session::Session;
use domain::{Currency, ExchangeRate, RateKey};
use replica::{RateValue, day_number};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};

/// Rates and errors shown of a file.
const SHOWN: usize = 100;

/// Import exchange rates from CSV: `date,from,to,rate` lines, or a date and one column per currency as the European Central Bank
/// publishes them. Rates entered by hand are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRates {
    /// The file's content.
    pub text: Option<String>,
    /// Or the file's path.
    pub path: Option<String>,
    /// Currency a file with one column per currency is priced for; by default EUR.
    pub base: Option<String>,
    /// Only rates of these currencies; by default those of the book and its accounts, and of a table's base with them.
    pub currencies: Option<Vec<String>>,
    /// Name of the source to keep with each rate; by default the file's name, or CSV.
    pub source: Option<String>,
    /// Only tell what would change.
    pub dry_run: Option<bool>,
}

/// What the file gave.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RatesImported {
    /// How the file is laid out.
    pub form: RateForm,
    /// Rates the book did not have.
    pub added: u32,
    /// Rates that replaced one of another import.
    pub changed: u32,
    /// Rates the book has already.
    pub same: u32,
    /// Rates that differ from one entered by hand, which stays.
    pub kept_manual: u32,
    /// Rates of other currencies.
    pub left_out: u32,
    /// First day of the file's rates, `YYYY-MM-DD`.
    pub first_day: Option<String>,
    /// Last day of the file's rates, `YYYY-MM-DD`.
    pub last_day: Option<String>,
    /// Some of the rates that are new or changed, newest first.
    pub rates: Vec<RateView>,
    /// How many lines or fields say no rate.
    pub wrong: u32,
    /// The first of them.
    pub errors: Vec<RateLineError>,
}

impl Action for ImportRates {
    type Output = RatesImported;
    const NAME: &'static str = "rate.import_csv";
    const TOPICS: &'static [Topic] = &[Topic::Rates, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<RatesImported, AppError> {
        let text = self.content()?;
        let base = self.base.as_deref().map_or(Ok(Currency::EUR), |base| parse::currency("base", base))?;
        let wanted = self.wanted(session.reader())?;
        let file = read(&text, base, &|currency| wanted.contains(&currency))?;
        let source = self.source_name()?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut result = RatesImported {
            form: file.form,
            added: 0,
            changed: 0,
            same: 0,
            kept_manual: 0,
            left_out: file.left_out,
            first_day: file.rates.keys().next().map(|key| key.day.to_string()),
            last_day: file.rates.keys().next_back().map(|key| key.day.to_string()),
            rates: Vec::new(),
            wrong: count(file.errors.len()),
            errors: file.errors.into_iter().take(SHOWN).collect(),
        };
        let mut all = Vec::new();
        for (key, rate) in file.rates.into_iter().rev() {
            let new = ExchangeRate { key, rate, source: source.clone() };
            if !result.take(existing(session.reader(), key)?, &new) {
                continue;
            }
            all.extend(writes(key, &RateValue { rate, source: source.clone() })?);
            if result.rates.len() < SHOWN {
                result.rates.push(RateView::from(new));
            }
        }
        if !self.dry_run.unwrap_or(false) {
            session.commit_if_any(Self::NAME, all)?;
        }
        Ok(result)
    }
}

impl RatesImported {
    /// Counts a rate; true when it is to be written.
    fn take(&mut self, old: Option<(i64, u8, String)>, new: &ExchangeRate) -> bool {
        match old {
            None => self.added += 1,
            Some((mantissa, scale, _)) if (mantissa, scale) == (new.rate.mantissa(), new.rate.scale()) => {
                self.same += 1;
                return false;
            }
            Some((_, _, source)) if source == "manual" => {
                self.kept_manual += 1;
                return false;
            }
            Some(_) => self.changed += 1,
        }
        true
    }
}

impl ImportRates {
    fn content(&self) -> Result<String, AppError> {
        match (&self.text, &self.path) {
            (Some(text), None) => Ok(text.clone()),
            (None, Some(path)) => std::fs::read_to_string(path).map_err(|error| {
                AppError::new(ErrorCode::Io, format!("the file cannot be read: {error}")).at(path)
            }),
            _ => Err(AppError::invalid("text", "give either the text or the path of a file")),
        }
    }

    fn source_name(&self) -> Result<String, AppError> {
        let file = || {
            let path = std::path::Path::new(self.path.as_deref()?);
            Some(path.file_name()?.to_string_lossy().into_owned())
        };
        let name = self.source.clone().or_else(file).unwrap_or_else(|| "CSV".to_owned());
        if name == "manual" {
            return Err(AppError::invalid("source", "`manual` is for rates entered by hand"));
        }
        parse::name("source", &name)
    }

    fn wanted(&self, reader: &Reader) -> Result<Vec<Currency>, AppError> {
        match &self.currencies {
            Some(codes) => codes.iter().map(|code| parse::currency("currencies", code)).collect(),
            None => used(reader),
        }
    }
}

/// Currencies of the book and its accounts.
///
/// # Errors
/// When the book cannot be read.
pub fn used(reader: &Reader) -> Result<Vec<Currency>, AppError> {
    let mut currencies = vec![book_currency(reader)?];
    let mut statement = reader
        .connection()
        .prepare_cached("select distinct currency from account where deleted = 0 order by 1")?;
    let codes = statement.query_map([], |row| row.get::<_, String>(0))?;
    for code in codes {
        let currency = known(&code?)?;
        if !currencies.contains(&currency) {
            currencies.push(currency);
        }
    }
    Ok(currencies)
}

fn existing(reader: &Reader, key: RateKey) -> Result<Option<(i64, u8, String)>, AppError> {
    let sql = "select mantissa, scale, source from exchange_rate where from_currency = ?1 and to_currency = ?2 and day = ?3";
    let mut find = reader.connection().prepare_cached(sql)?;
    let found = find.query_row(params![key.from.code(), key.to.code(), day_number(key.day)], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    });
    Ok(found.optional()?)
}
