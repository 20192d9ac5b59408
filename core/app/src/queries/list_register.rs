//! `register.list`: transactions in windows, by place or going on from a row.

use crate::error::AppError;
use crate::filter::Filter;
use crate::operation::{Query, Topic};
use crate::register::{Order, running_balance};
use crate::view::RowView;
use crate::{parse, resolve, row};
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::params_from_iter;
use store::rusqlite::types::Value;

/// List transactions, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListRegister {
    /// Rows this query asks for, such as `category:food amount>100 date:2024-03 -uber`.
    pub query: Option<String>,
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
    /// date, amount or payee; a minus before it turns it round. By default `-date`, newest first.
    pub sort: Option<String>,
    /// At most so many; by default 200.
    pub limit: Option<u32>,
    /// Leave out so many first.
    pub offset: Option<u32>,
    /// Go on after this place: `next` of the page before. Only by date.
    pub after: Option<String>,
}

/// A page of transactions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RegisterPage {
    /// In the order asked for.
    pub items: Vec<RowView>,
    /// Where the next page starts; none on the last.
    pub next: Option<String>,
}

impl Query for ListRegister {
    type Output = RegisterPage;
    const NAME: &'static str = "register.list";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Categories, Topic::Payees];

    fn run(&self, reader: &Reader) -> Result<RegisterPage, AppError> {
        let limit = self.limit.unwrap_or(200).clamp(1, 1_000_000);
        let order = Order::read(self.sort.as_deref())?;
        let mut filter = self.filter(reader)?;
        let plain = filter.plain();
        self.add_after(order, &mut filter)?;
        // The window is found first, by numbers alone; only its rows are read whole.
        let sql = format!(
            "select {} from (select t.rowid as number from {} {} where {} order by {} limit {} offset {}) w \
             cross join transactions t on t.rowid = w.number {} order by {}",
            row::COLUMNS,
            filter.from(),
            order.joins(),
            filter.condition(),
            order.sql(),
            u64::from(limit) + 1,
            self.offset.unwrap_or(0),
            row::JOINS,
            order.sql(),
        );
        let mut statement = reader.connection().prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(filter.values()), row::view)?;
        let mut items: Vec<RowView> = rows.collect::<Result<_, _>>()?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        if let Some(account) = plain.account.filter(|_| !plain.more && order.by_date()) {
            running_balance(reader, account, order, &mut items)?;
        }
        let next = items
            .last()
            .filter(|_| more && order == Order::NEWEST_FIRST)
            .map(|last| format!("{}/{}", last.date, last.id));
        Ok(RegisterPage { items, next })
    }
}

impl ListRegister {
    fn filter(&self, reader: &Reader) -> Result<Filter, AppError> {
        let mut filter = Filter::default();
        if let Some(query) = &self.query {
            filter.add_query(reader, query)?;
        }
        if let Some(account) = &self.account {
            filter.add_account(resolve::account(reader, account)?.id);
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
        let from = self.from.as_deref().map(|from| parse::first_day("from", from)).transpose()?;
        let to = self.to.as_deref().map(|to| parse::last_day("to", to)).transpose()?;
        filter.add_days(from, to);
        if let Some(search) = &self.search {
            filter.add_text(reader, search)?;
        }
        if let Some(min) = self.min_amount {
            filter.add("t.amount >= ?", [Value::from(min)]);
        }
        if let Some(max) = self.max_amount {
            filter.add("t.amount <= ?", [Value::from(max)]);
        }
        Ok(filter)
    }

    fn add_after(&self, order: Order, filter: &mut Filter) -> Result<(), AppError> {
        let Some(after) = &self.after else { return Ok(()) };
        if order != Order::NEWEST_FIRST {
            return Err(AppError::invalid("after", "only lists by date, newest first, go on after a row")
                .remedy("use `offset`"));
        }
        let place = || AppError::invalid("after", "this is no place in the list");
        let (day, id) = after.split_once('/').ok_or_else(place)?;
        let day = day_number(parse::day("after", day)?);
        let id: domain::TransactionId = id
            .parse()
            .map_err(|error: domain::id::ParseIdError| AppError::invalid("after", error.to_string()))?;
        filter.add("(t.day, t.id) < (?, ?)", [Value::from(day), Value::Blob(id.0.to_vec())]);
        Ok(())
    }
}
