//! `register.locate`: the place of a row or a day in a list.

use crate::error::AppError;
use crate::filter::Filter;
use crate::operation::{Query, Topic};
use crate::register::Order;
use crate::{parse, resolve};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::types::Value;
use store::rusqlite::{OptionalExtension as _, params, params_from_iter};

/// Find the place of a row, or of a day, in the list a query asks for; without either, its beginning.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LocateRow {
    /// The query; left out for all rows.
    pub query: Option<String>,
    /// `-date` (the usual) or `date`.
    pub sort: Option<String>,
    /// The row.
    pub id: Option<String>,
    /// A day, month or year: the place of its newest row, or where that would stand.
    pub date: Option<String>,
}

/// A place in a list.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Located {
    /// Rows before it.
    pub offset: u32,
    /// The row itself is in the list; true for days.
    pub listed: bool,
}

impl Query for LocateRow {
    type Output = Located;
    const NAME: &'static str = "register.locate";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<Located, AppError> {
        let order = Order::read(self.sort.as_deref())?;
        if !order.by_date() {
            return Err(AppError::invalid("sort", "only lists by date have places of days and rows"));
        }
        let mut filter = Filter::read(reader, self.query.as_deref().unwrap_or_default())?;
        let newest_first = order == Order::NEWEST_FIRST;
        let mut listed = true;
        match (&self.id, &self.date) {
            (Some(id), None) => {
                let id = resolve::transaction(reader, id)?.id;
                let sql =
                    format!("select t.day from {} where t.id = ? and {}", filter.from(), filter.condition());
                let mut values = vec![Value::Blob(id.0.to_vec())];
                values.extend_from_slice(filter.values());
                let day: Option<i32> = reader
                    .connection()
                    .prepare_cached(&sql)?
                    .query_row(params_from_iter(values), |row| row.get(0))
                    .optional()?;
                listed = day.is_some();
                let day = match day {
                    Some(day) => day,
                    None => reader.connection().query_row(
                        "select day from transactions where id = ?1",
                        params![id.0],
                        |row| row.get(0),
                    )?,
                };
                let condition =
                    if newest_first { "(t.day, t.id) > (?, ?)" } else { "(t.day, t.id) < (?, ?)" };
                filter.add(condition, [Value::from(day), Value::Blob(id.0.to_vec())]);
            }
            (None, Some(date)) if newest_first => {
                let last = day_number(parse::last_day("date", date)?);
                filter.add("t.day > ?", [Value::from(last)]);
            }
            (None, Some(date)) => {
                let first = day_number(parse::first_day("date", date)?);
                filter.add("t.day < ?", [Value::from(first)]);
            }
            (None, None) => return Ok(Located { offset: 0, listed: true }),
            (Some(_), Some(_)) => return Err(AppError::invalid("id", "give a row or a date, not both")),
        }
        let sql = format!("select count(*) from {} where {}", filter.from(), filter.condition());
        let offset = reader
            .connection()
            .prepare_cached(&sql)?
            .query_row(params_from_iter(filter.values()), |row| row.get(0))?;
        Ok(Located { offset, listed })
    }
}
