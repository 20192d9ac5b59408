//! Reading transactions: newest first, filtered, in pages that stay right while rows are added.

use super::parse;
use super::view::{COLUMNS, Found, List, TransactionEntry, entries, etag};
use crate::App;
use crate::problem::Problem;
use crate::tenant::Reads;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{AccountId, CategoryId, TransactionId};
use sqlx::{PgConnection, QueryBuilder};
use sync_protocol::BookTag;

const LIMIT: u32 = 50;
const MOST: u32 = 500;

/// Which transactions.
#[derive(Debug, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransactionQuery {
    /// Of this account.
    pub account_id: Option<String>,
    /// Of this category, or with a part of it; `none` for rows without one.
    pub category_id: Option<String>,
    /// From this day on.
    pub from: Option<String>,
    /// Up to and with this day.
    pub to: Option<String>,
    /// Whose texts hold this; accents and case do not count.
    pub q: Option<String>,
    /// Minor units at least.
    pub min_amount: Option<i64>,
    /// Minor units at most.
    pub max_amount: Option<i64>,
    /// At most so many: 1 to 500, 50 without.
    pub limit: Option<u32>,
    /// What comes after the page that gave this.
    pub cursor: Option<String>,
}

fn cursor_of(row: &Found) -> String {
    URL_SAFE_NO_PAD.encode([row.day.to_be_bytes().as_slice(), &row.id].concat())
}

fn read_cursor(text: &str) -> Result<(i32, Vec<u8>), Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let parts =
        bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<4>()).filter(|(_, id)| id.len() == 12);
    let (day, id) = parts.ok_or_else(|| Problem::field("cursor", "it comes from `next_cursor` of a page"))?;
    Ok((i32::from_be_bytes(*day), id.to_vec()))
}

impl TransactionQuery {
    /// The statement: a filter that is not asked for is not in it, so that each form has a plan of its own.
    fn statement(&self, book: BookTag, limit: u32) -> Result<QueryBuilder<sqlx::Postgres>, Problem> {
        let mut sql = QueryBuilder::new(format!("select {COLUMNS} from hosted_transaction where book = "));
        sql.push_bind(book.0.to_vec()).push(" and visible");
        if let Some(account) = &self.account_id {
            let account: AccountId = parse::id("account_id", account)?;
            sql.push(" and account = ").push_bind(account.0.to_vec());
        }
        match self.category_id.as_deref() {
            Some("none") => drop(sql.push(" and category is null and splits = 0")),
            Some(category) => {
                let category: CategoryId = parse::id("category_id", category)?;
                sql.push(" and ((splits = 0 and category = ").push_bind(category.0.to_vec());
                sql.push(") or (splits > 0 and id in (select transaction_id from hosted_split where book = ");
                sql.push_bind(book.0.to_vec())
                    .push(" and category = ")
                    .push_bind(category.0.to_vec())
                    .push(")))");
            }
            None => {}
        }
        for (field, text, sign) in [("from", &self.from, ">="), ("to", &self.to, "<=")] {
            if let Some(text) = text {
                sql.push(format!(" and day {sign} ")).push_bind(parse::day_no(field, text)?);
            }
        }
        for (amount, sign) in [(self.min_amount, ">="), (self.max_amount, "<=")] {
            if let Some(amount) = amount {
                sql.push(format!(" and amount {sign} ")).push_bind(amount);
            }
        }
        if let Some(words) = self.q.as_deref().map(domain::fold::fold).filter(|words| !words.is_empty()) {
            if words.len() > 200 {
                return Err(Problem::field("q", "it has at most 200 bytes"));
            }
            sql.push(" and strpos(search, ").push_bind(words.replace('\0', "")).push(") > 0");
        }
        if let Some(cursor) = &self.cursor {
            let (day, id) = read_cursor(cursor)?;
            sql.push(" and (day, id) < (").push_bind(day).push(", ").push_bind(id).push(")");
        }
        sql.push(" order by day desc, id desc limit ").push_bind(i64::from(limit) + 1);
        Ok(sql)
    }
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    RawQuery(raw): RawQuery,
    query: Result<Query<TransactionQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::field("limit", format!("it is 1 to {MOST}")));
    }
    let mut statement = query.statement(tenant.book, limit)?;
    let path = "/api/transactions";
    let book = tenant.book;
    hosted
        .answer(&tenant, path, raw.as_deref().unwrap_or_default(), async move |connection| {
            let mut rows: Vec<Found> = statement.build_query_as().fetch_all(&mut *connection).await?;
            let more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let next_cursor = if more { rows.last().map(cursor_of) } else { None };
            Ok(List { items: entries(connection, book, rows).await?, next_cursor })
        })
        .await
}

/// One transaction, if it counts.
pub async fn find(
    connection: &mut PgConnection,
    book: BookTag,
    id: TransactionId,
) -> Result<TransactionEntry, Problem> {
    let sql = format!("select {COLUMNS} from hosted_transaction where book = $1 and id = $2 and visible");
    let rows: Vec<Found> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(book.as_ref())
        .bind(id.0.as_slice())
        .fetch_all(&mut *connection)
        .await?;
    let found = entries(connection, book, rows).await?.pop();
    found.ok_or_else(|| Problem::not_found("transaction"))
}

pub async fn one(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = parse::id("id", &id)?;
    hosted.reached(&tenant).await?;
    let mut connection = hosted.reading(&tenant).await?;
    let entry = find(&mut connection, tenant.book, id).await?;
    let etag = HeaderValue::from_str(&etag(&entry)).map_err(|error| Problem::internal(&error))?;
    Ok(([(header::ETAG, etag)], axum::Json(entry)).into_response())
}
