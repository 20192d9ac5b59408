//! `transfer.suggest`: rows of different accounts that are probably one movement of money.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::view::RowView;
use crate::{parse, resolve, row};
use domain::TransactionId;
use replica::day_number;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};

/// Days between the two sides.
const APART: i32 = 5;
/// Days looked back when no start is given.
const BACK: i32 = 120;

/// Suggest pairs of rows that are probably the two sides of one transfer: opposite amounts in one currency, in different accounts,
/// at most five days apart.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestTransfers {
    /// Only partners of this row.
    pub id: Option<String>,
    /// From this day, month or year; by default the book's last 120 days.
    pub from: Option<String>,
    /// At most so many; by default 50.
    pub limit: Option<u32>,
}

/// Pairs.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TransferPairs {
    /// The nearest in time first, then the newest.
    pub items: Vec<TransferPair>,
}

/// Two rows that are probably one movement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TransferPair {
    /// Money out.
    pub out: RowView,
    /// Money in.
    pub into: RowView,
    /// Days between them.
    pub days: u32,
}

/// A row that is no transfer yet.
struct Free {
    id: [u8; 12],
    account: [u8; 12],
    currency: String,
    amount: i64,
    day: i32,
}

impl Query for SuggestTransfers {
    type Output = TransferPairs;
    const NAME: &'static str = "transfer.suggest";
    const TOPICS: &'static [Topic] = &[Topic::Transactions, Topic::Accounts];

    fn run(&self, reader: &Reader) -> Result<TransferPairs, AppError> {
        let limit = usize::try_from(self.limit.unwrap_or(50)).unwrap_or(usize::MAX);
        let (rows, wanted) = match &self.id {
            Some(text) => {
                let id = resolve::transaction(reader, text)?.id;
                let day: i32 = reader.connection().query_row(
                    "select day from transactions where id = ?1",
                    params![id.0],
                    |row| row.get(0),
                )?;
                (free(reader, day - APART, day + APART)?, Some(id))
            }
            None => (free(reader, self.first_day(reader)?, i32::MAX)?, None),
        };
        let mut pairs = pairs(&rows);
        if let Some(TransactionId(id)) = wanted {
            pairs.retain(|(out, into, _)| out.id == id || into.id == id);
        } else {
            keep_one_each(&mut pairs);
        }
        let view = |free: &Free| -> Result<RowView, AppError> {
            let missing = || AppError::not_found("transaction", TransactionId(free.id));
            row::by_id(reader.connection(), TransactionId(free.id))?.ok_or_else(missing)
        };
        let items = pairs
            .into_iter()
            .take(limit)
            .map(|(out, into, days)| Ok(TransferPair { out: view(out)?, into: view(into)?, days }))
            .collect::<Result<_, AppError>>()?;
        Ok(TransferPairs { items })
    }
}

impl SuggestTransfers {
    fn first_day(&self, reader: &Reader) -> Result<i32, AppError> {
        if let Some(from) = &self.from {
            return Ok(day_number(parse::first_day("from", from)?));
        }
        let sql = "select day from transactions where visible = 1 order by day desc, id desc limit 1";
        let newest: Option<i32> = reader.connection().query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(newest.unwrap_or(0) - BACK)
    }
}

fn free(reader: &Reader, from: i32, to: i32) -> Result<Vec<Free>, AppError> {
    let sql = "select t.id, t.account, a.currency, t.amount, t.day from transactions t cross join account a on a.id = t.account \
        where t.visible = 1 and t.day between ?1 and ?2 and t.transfer is null and t.clearing < 2 and t.amount <> 0 order by t.day, t.id";
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map(params![from, to], |row| {
        Ok(Free {
            id: row.get(0)?,
            account: row.get(1)?,
            currency: row.get(2)?,
            amount: row.get(3)?,
            day: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Every pair: (money out, money in, days apart), the nearest first, then the newest.
fn pairs(rows: &[Free]) -> Vec<(&Free, &Free, u32)> {
    let mut by_amount: HashMap<(&str, i64), Vec<&Free>> = HashMap::new();
    for row in rows.iter().filter(|row| row.amount > 0) {
        by_amount.entry((&row.currency, row.amount)).or_default().push(row);
    }
    let mut all = Vec::new();
    for out in rows.iter().filter(|row| row.amount < 0) {
        let Some(amount) = out.amount.checked_neg() else { continue };
        let partners = by_amount.get(&(out.currency.as_str(), amount)).map_or(&[][..], Vec::as_slice);
        let near =
            partners.iter().filter(|into| into.account != out.account && (into.day - out.day).abs() <= APART);
        all.extend(near.map(|into| (out, *into, into.day.abs_diff(out.day))));
    }
    all.sort_by_key(|(out, into, days)| (*days, std::cmp::Reverse(out.day.max(into.day)), out.id, into.id));
    all
}

/// Each row in one pair only, the likeliest.
fn keep_one_each(pairs: &mut Vec<(&Free, &Free, u32)>) {
    let mut taken: HashSet<[u8; 12]> = HashSet::new();
    pairs.retain(|(out, into, _)| {
        let free = !taken.contains(&out.id) && !taken.contains(&into.id);
        if free {
            taken.insert(out.id);
            taken.insert(into.id);
        }
        free
    });
}
