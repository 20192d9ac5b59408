//! Exchange rates in CSV: one rate per line (`date,from,to,rate`), or a line per day with a column per currency, as central banks
//! publish them (`Date,USD,JPY,...`, units per euro).

use crate::error::{AppError, ErrorCode};
use domain::{Currency, Day, Rate, RateKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RateForm {
    /// `date,from,to,rate`, one rate per line.
    Pairs,
    /// A line per day, a column per currency.
    Table,
}

/// A line that says no rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RateLineError {
    /// Line of the file, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub message: String,
}

/// What a file says.
#[derive(Debug)]
pub struct RateFile {
    /// Its layout.
    pub form: RateForm,
    /// Its rates.
    pub rates: BTreeMap<RateKey, Rate>,
    /// Lines, or fields of a line, that say none.
    pub errors: Vec<RateLineError>,
    /// Rates of currencies nobody asked for.
    pub left_out: u32,
}

/// Columns of a file.
enum Columns {
    Pairs { day: usize, from: usize, to: usize, rate: usize },
    Table { base: Currency, currencies: Vec<(usize, Currency)> },
}

/// Reads a file. `base` is the currency a table is priced for; only pairs of two `wanted` currencies are kept, of a table also pairs of
/// its base with a wanted one.
///
/// # Errors
/// `invalid_input` when the layout is none of the two.
pub fn read(text: &str, base: Currency, wanted: &dyn Fn(Currency) -> bool) -> Result<RateFile, AppError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(first)) = records.next() else { return Err(layout("the file is empty")) };
    let (columns, headed) = columns(&first, base)?;
    let form = match columns {
        Columns::Pairs { .. } => RateForm::Pairs,
        Columns::Table { .. } => RateForm::Table,
    };
    let mut file = RateFile { form, rates: BTreeMap::new(), errors: Vec::new(), left_out: 0 };
    if !headed {
        file.line(1, &columns, &first, wanted);
    }
    for record in records {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                file.line(u32::try_from(line).unwrap_or(u32::MAX), &columns, &record, wanted);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                file.error(u32::try_from(line).unwrap_or(u32::MAX), "this line is not CSV");
            }
        }
    }
    Ok(file)
}

fn layout(why: &str) -> AppError {
    AppError::new(ErrorCode::InvalidInput, format!("no exchange rates were recognised: {why}"))
        .at("text")
        .remedy("use the columns date,from,to,rate, or a date and one column per currency code")
}

/// The mark that cuts the first line into most fields.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: &u8| line.bytes().filter(|byte| byte == mark).count();
    // `max_by_key` takes the last of equals: the comma.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn columns(first: &csv::StringRecord, base: Currency) -> Result<(Columns, bool), AppError> {
    let names: Vec<String> = first.iter().map(domain::identity::fold).collect();
    let find = |wanted: &[&str]| names.iter().position(|name| wanted.contains(&name.as_str()));
    let day = find(&["date", "day", "data", "dia"]);
    let pair = (find(&["from", "de", "currency", "moeda"]), find(&["to", "para", "base"]));
    if let (Some(day), (Some(from), Some(to)), Some(rate)) =
        (day, pair, find(&["rate", "taxa", "cotacao", "value", "valor"]))
    {
        return Ok((Columns::Pairs { day, from, to, rate }, true));
    }
    let code = |name: &str| (name.len() == 3).then(|| Currency::from_code(&name.to_uppercase())).flatten();
    let currencies: Vec<(usize, Currency)> =
        first.iter().enumerate().filter_map(|(place, name)| Some((place, code(name)?))).collect();
    if let (Some(0), false) = (day, currencies.is_empty()) {
        return Ok((Columns::Table { base, currencies }, true));
    }
    let bare = first.len() >= 4 && read_day(&first[0]).is_some() && code(&first[1]).is_some();
    if bare {
        return Ok((Columns::Pairs { day: 0, from: 1, to: 2, rate: 3 }, false));
    }
    Err(layout("the first line names no columns that are known"))
}

/// `2024-01-05`, or `5 January 2024` as daily files of central banks write it.
fn read_day(text: &str) -> Option<Day> {
    text.parse().ok().or_else(|| Day::strptime("%d %B %Y", text).ok())
}

impl RateFile {
    fn error(&mut self, line: u32, message: impl Into<String>) {
        self.errors.push(RateLineError { line, message: message.into() });
    }

    fn line(
        &mut self,
        line: u32,
        columns: &Columns,
        record: &csv::StringRecord,
        wanted: &dyn Fn(Currency) -> bool,
    ) {
        if record.iter().all(str::is_empty) {
            return;
        }
        let place = match columns {
            Columns::Pairs { day, .. } => *day,
            Columns::Table { .. } => 0,
        };
        let text = record.get(place).unwrap_or_default();
        let Some(day) = read_day(text) else {
            return self.error(line, format!("`{text}` is not a day such as 2024-01-31"));
        };
        match columns {
            Columns::Pairs { from, to, rate, .. } => {
                let field = |place: &usize| record.get(*place).unwrap_or_default();
                let code = |place| Currency::from_code(&field(place).to_uppercase());
                let (Some(from), Some(to)) = (code(from), code(to)) else {
                    let pair = format!("{}/{}", field(from), field(to));
                    return self.error(line, format!("`{pair}` is not a pair of currency codes"));
                };
                self.field(line, RateKey { day, from, to }, field(rate), wanted(from) && wanted(to));
            }
            Columns::Table { base, currencies } => {
                for &(place, to) in currencies {
                    let text = record.get(place).unwrap_or_default();
                    // Currencies that were not quoted on a day.
                    if !["", "N/A", "-"].contains(&text) && to != *base {
                        self.field(line, RateKey { day, from: *base, to }, text, wanted(to));
                    }
                }
            }
        }
    }

    fn field(&mut self, line: u32, key: RateKey, text: &str, wanted: bool) {
        if !wanted {
            self.left_out += 1;
            return;
        }
        if key.from == key.to {
            return self.error(line, format!("{} is always worth one {}", key.from.code(), key.to.code()));
        }
        match text.parse::<Rate>() {
            Ok(rate) if self.rates.get(&key).is_some_and(|other| *other != rate) => {
                let pair = format!("{}/{}", key.from.code(), key.to.code());
                self.error(line, format!("a second, different rate for {pair} on {}", key.day));
            }
            Ok(rate) => {
                self.rates.insert(key, rate);
            }
            Err(error) => self.error(line, error.to_string()),
        }
    }
}
