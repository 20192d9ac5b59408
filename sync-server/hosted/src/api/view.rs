//! A transaction as the API shows it.

use crate::problem::Problem;
use domain::{AccountId, CategoryId, PayeeId, TransactionId};
use replica::day_from_number;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sqlx::{FromRow, PgConnection, Row as _};
use std::collections::HashMap;
use sync_protocol::BookTag;

/// Things of one kind, and where the next ones begin.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct List<T> {
    /// The things.
    pub items: Vec<T>,
    /// To be given as `cursor` for what comes after; none when that was all.
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// All there are.
    pub const fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }

    /// The first `limit` of what was found, each as it is shown. One more was asked for: if it is there, the `cursor` of the last one here leads on.
    pub fn page<R>(
        mut found: Vec<R>,
        limit: u32,
        cursor: impl FnOnce(&R) -> String,
        show: impl FnMut(R) -> Result<T, Problem>,
    ) -> Result<Self, Problem> {
        let more = found.len() > limit as usize;
        found.truncate(limit as usize);
        let next_cursor = found.last().filter(|_| more).map(cursor);
        Ok(Self { items: found.into_iter().map(show).collect::<Result<_, _>>()?, next_cursor })
    }
}

/// A part of a split transaction.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Part {
    /// Minor units.
    pub amount_minor: i64,
    /// Where it counts.
    pub category_id: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// What the parts leave over.
    pub remainder: bool,
}

/// A transaction.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct TransactionEntry {
    /// Its id.
    pub id: String,
    /// The account's.
    pub account_id: String,
    /// The day it counts on.
    pub posted_on: String,
    /// Minor units; negative is money out.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Text, as the bank or a person wrote it.
    pub description: String,
    /// Whose it is, where somebody said so.
    pub payee_id: Option<String>,
    /// Where it counts: a person's word before the machine's, after merges.
    pub category_id: Option<String>,
    /// Note.
    pub note: Option<String>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// `uncleared`, `cleared` or `reconciled`; the last is locked.
    pub clearing: &'static str,
    /// `statement`, `pending` or `manual`.
    pub origin: &'static str,
    /// Its parts, when it is split.
    pub splits: Vec<Part>,
}

/// Columns of [`Found`].
pub const COLUMNS: &str =
    "id, account, day, amount, currency, description, payee, category, note, tags, clearing, origin, splits";

/// A row of the read model.
pub struct Found {
    pub id: Vec<u8>,
    pub day: i32,
    pub clearing: i16,
    pub origin: i16,
    pub splits: i32,
    account: Vec<u8>,
    amount: i64,
    currency: String,
    description: String,
    payee: Option<Vec<u8>>,
    category: Option<Vec<u8>>,
    note: Option<String>,
    tags: Vec<String>,
}

impl FromRow<'_, sqlx::postgres::PgRow> for Found {
    fn from_row(row: &sqlx::postgres::PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get(0)?,
            account: row.try_get(1)?,
            day: row.try_get(2)?,
            amount: row.try_get(3)?,
            currency: row.try_get(4)?,
            description: row.try_get(5)?,
            payee: row.try_get(6)?,
            category: row.try_get(7)?,
            note: row.try_get(8)?,
            tags: row.try_get(9)?,
            clearing: row.try_get(10)?,
            origin: row.try_get(11)?,
            splits: row.try_get(12)?,
        })
    }
}

fn twelve(bytes: &[u8]) -> [u8; 12] {
    std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default())
}

/// A category's id as text.
pub fn category_text(bytes: &[u8]) -> String {
    CategoryId(twelve(bytes)).to_string()
}

/// An account's id as text.
pub fn account_text(bytes: &[u8]) -> String {
    AccountId(twelve(bytes)).to_string()
}

/// A day's number as text.
pub fn day_text(number: i32) -> String {
    day_from_number(number).map(|day| day.to_string()).unwrap_or_default()
}

/// Rows with the parts of those that are split.
pub async fn entries(
    connection: &mut PgConnection,
    book: BookTag,
    rows: Vec<Found>,
) -> Result<Vec<TransactionEntry>, Problem> {
    let split: Vec<Vec<u8>> = rows.iter().filter(|row| row.splits > 0).map(|row| row.id.clone()).collect();
    let mut parts: HashMap<Vec<u8>, Vec<Part>> = HashMap::new();
    if !split.is_empty() {
        let lines = sqlx::query!(
            "select transaction_id, amount, category, note, remainder from hosted_split
             where book = $1 and transaction_id = any($2) order by transaction_id, position",
            book.as_ref(),
            &split
        )
        .fetch_all(connection)
        .await?;
        for line in lines {
            parts.entry(line.transaction_id).or_default().push(Part {
                amount_minor: line.amount,
                category_id: line.category.as_deref().map(category_text),
                note: line.note,
                remainder: line.remainder,
            });
        }
    }
    Ok(rows.into_iter().map(|row| entry(row, &mut parts)).collect())
}

fn entry(row: Found, parts: &mut HashMap<Vec<u8>, Vec<Part>>) -> TransactionEntry {
    TransactionEntry {
        id: TransactionId(twelve(&row.id)).to_string(),
        account_id: account_text(&row.account),
        posted_on: day_text(row.day),
        amount_minor: row.amount,
        currency: row.currency,
        description: row.description,
        payee_id: row.payee.as_deref().map(|id| PayeeId(twelve(id)).to_string()),
        category_id: row.category.as_deref().map(category_text),
        note: row.note,
        tags: row.tags,
        clearing: ["uncleared", "cleared", "reconciled"]
            .get(usize::from(row.clearing.cast_unsigned()))
            .unwrap_or(&"uncleared"),
        origin: ["statement", "pending", "manual"]
            .get(usize::from(row.origin.cast_unsigned()))
            .unwrap_or(&"manual"),
        splits: parts.remove(&row.id).unwrap_or_default(),
    }
}

/// What names a version of something: it follows from all that is shown of it.
pub fn etag<T: Serialize>(value: &T) -> String {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    format!("\"{}\"", sync_protocol::hex_of_bytes(&Sha256::digest(bytes)[..12]))
}
