//! Sums by account, month and category.

use super::parse;
use super::view::{List, account_text, category_text};
use crate::App;
use crate::problem::Problem;
use crate::tenant::Reads;
use axum::extract::{Query, RawQuery, State};
use axum::response::Response;
use domain::{AccountId, Month};

/// Of which months and account.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TotalsQuery {
    /// From this month on, `YYYY-MM`.
    pub from: String,
    /// Up to and with this month, `YYYY-MM`.
    pub to: String,
    /// Of this account alone.
    pub account_id: Option<String>,
}

/// A sum.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct TotalEntry {
    /// The account.
    pub account_id: String,
    /// `YYYY-MM`.
    pub month: String,
    /// The category; none for rows without one.
    pub category_id: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// Minor units.
    pub amount_minor: i64,
    /// Of those, what the bank has seen.
    pub cleared_minor: i64,
    /// Rows and parts of split rows.
    pub lines: i64,
}

/// Months a report covers at most.
const MONTHS: i32 = 240;

pub async fn totals(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    RawQuery(raw): RawQuery,
    query: Result<Query<TotalsQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let (from, to) = (parse::month("from", &query.from)?.number(), parse::month("to", &query.to)?.number());
    if !(0..MONTHS).contains(&(to - from)) {
        return Err(Problem::field("to", format!("it is not before `from`, and at most {MONTHS} months")));
    }
    let account: Option<AccountId> =
        query.account_id.as_deref().map(|text| parse::id("account_id", text)).transpose()?;
    let account = account.map(|id| id.0.to_vec());
    let book = tenant.book;
    let raw = raw.unwrap_or_default();
    hosted
        .answer(&tenant, "/api/reports/totals", &raw, async move |connection| {
            let rows = sqlx::query!(
                "select t.account, t.month, t.category, t.amount, t.cleared, t.lines, a.currency
                 from hosted_account a
                 join hosted_total t on t.book = $1 and t.account = a.id and t.month between $2 and $3
                 where a.book = $1 and not a.deleted and ($4::bytea is null or a.id = $4)
                 order by t.month, t.account, t.category",
                book.as_ref(),
                from,
                to,
                account
            )
            .fetch_all(connection)
            .await?;
            let items = rows.into_iter().map(|row| TotalEntry {
                account_id: account_text(&row.account),
                month: Month::from_number(row.month).map(|month| month.to_string()).unwrap_or_default(),
                category_id: (!row.category.is_empty()).then(|| category_text(&row.category)),
                currency: row.currency,
                amount_minor: row.amount,
                cleared_minor: row.cleared,
                lines: row.lines,
            });
            Ok(List::whole(items.collect()))
        })
        .await
}
