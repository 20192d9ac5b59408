//! `register.list`: transactions, newest first, in pages.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::view::RowView;
use crate::{parse, resolve, row};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params_from_iter;
use store::rusqlite::types::Value;
use store::{CANDIDATES, Candidates, Reader, fold};

/// List transactions, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRegister {
    /// Only this account: id or name.
    pub account: Option<String>,
    /// Only this category: id, name or key; `none` for rows without one.
    pub category: Option<String>,
    /// From this day, month or year.
    pub from: Option<String>,
    /// To this day, month or year, included.
    pub to: Option<String>,
    /// Only rows whose text contains this, whatever case and accents.
    pub search: Option<String>,
    /// At least this amount, minor units.
    pub min_amount: Option<i64>,
    /// At most this amount, minor units.
    pub max_amount: Option<i64>,
    /// At most so many; by default 200.
    pub limit: Option<u32>,
    /// Go on after this place: `next` of the page before.
    pub after: Option<String>,
}

/// A page of transactions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RegisterPage {
    /// Newest first.
    pub items: Vec<RowView>,
    /// Where the next page starts; none on the last.
    pub next: Option<String>,
}

/// Conditions and their values, in step.
#[derive(Default)]
struct Filter {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Filter {
    /// Adds a condition; every `?` in it takes one of the values.
    fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values);
    }
}

/// The row's text contains `search`, which is folded and not empty.
fn contains(filter: &mut Filter, reader: &Reader, search: String) -> Result<(), AppError> {
    if let Candidates::Query(query) = store::candidates(reader.connection(), &search)? {
        filter.add(&format!("t.rowid in ({CANDIDATES})"), [Value::from(query)]);
    }
    filter.add("instr(t.search, ?) > 0", [Value::from(search)]);
    Ok(())
}

impl Query for ListRegister {
    type Output = RegisterPage;
    const NAME: &'static str = "register.list";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<RegisterPage, AppError> {
        let limit = self.limit.unwrap_or(200).clamp(1, 1_000_000);
        let filter = self.filter(reader)?;
        let sql = format!(
            "select {} from transactions t {} where {} order by t.day desc, t.id desc limit {}",
            row::COLUMNS,
            row::JOINS,
            filter.conditions.join(" and "),
            u64::from(limit) + 1,
        );
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(filter.values), row::view)?;
        let mut items: Vec<RowView> = rows.collect::<Result<_, _>>()?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(|last| format!("{}/{}", last.date, last.id));
        Ok(RegisterPage { items, next })
    }
}

impl ListRegister {
    fn filter(&self, reader: &Reader) -> Result<Filter, AppError> {
        let mut filter = Filter::default();
        filter.add("t.visible = 1", []);
        if let Some(account) = &self.account {
            let account = resolve::account(reader, account)?;
            filter.add("t.account = ?", [Value::Blob(account.id.0.to_vec())]);
        }
        match self.category.as_deref() {
            Some("none") => filter.add("t.category is null and t.splits = 0", []),
            Some(category) => {
                let id = Value::Blob(resolve::category(reader, category)?.0.to_vec());
                // A split row belongs to each category of its parts.
                filter.add(
                    "(t.category = ? or t.id in (select transaction_id from split where split.category = ?))",
                    [id.clone(), id],
                );
            }
            None => {}
        }
        if let Some(from) = &self.from {
            filter.add("t.day >= ?", [Value::from(day_number(parse::first_day("from", from)?))]);
        }
        if let Some(to) = &self.to {
            filter.add("t.day <= ?", [Value::from(day_number(parse::last_day("to", to)?))]);
        }
        if let Some(search) = self.search.as_deref().map(fold).filter(|search| !search.is_empty()) {
            contains(&mut filter, reader, search)?;
        }
        if let Some(min) = self.min_amount {
            filter.add("t.amount >= ?", [Value::from(min)]);
        }
        if let Some(max) = self.max_amount {
            filter.add("t.amount <= ?", [Value::from(max)]);
        }
        if let Some(after) = &self.after {
            let (day, id) = after
                .split_once('/')
                .ok_or_else(|| AppError::invalid("after", "this is no place in the list"))?;
            let day = day_number(parse::day("after", day)?);
            let id: domain::TransactionId = id
                .parse()
                .map_err(|error: domain::id::ParseIdError| AppError::invalid("after", error.to_string()))?;
            filter.add("(t.day, t.id) < (?, ?)", [Value::from(day), Value::Blob(id.0.to_vec())]);
        }
        Ok(filter)
    }
}
