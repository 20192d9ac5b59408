//! Budgets: what the book says of a category in a month, and what was spent.

use super::parse;
use super::view::{List, category_text};
use crate::App;
use crate::problem::Problem;
use crate::tenant::{Reads, Writes};
use crate::write::{Answer, Call};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::{BudgetKey, Month};
use replica::{Field, Write};

/// Which month.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetQuery {
    /// `YYYY-MM`.
    pub month: String,
}

/// A category in a month.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct BudgetEntry {
    /// `YYYY-MM`.
    pub month: String,
    /// The category.
    pub category_id: String,
    /// Most that may be spent, minor units of the book's currency.
    pub limit_minor: Option<i64>,
    /// Set aside, minor units of the book's currency.
    pub allocated_minor: Option<i64>,
    /// What its rows of accounts in the book's currency come to; negative is money out.
    pub amount_minor: i64,
}

/// What the book is to say. A field that is left out is emptied.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetChange {
    /// Most that may be spent.
    pub limit_minor: Option<i64>,
    /// Set aside.
    pub allocated_minor: Option<i64>,
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    query: Result<Query<BudgetQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let month: Month = parse::month("month", &query.month)?;
    let book = tenant.book;
    hosted
        .answer(&tenant, "/api/budgets", &query.month, async move |connection| {
            let rows = sqlx::query!(
                r#"select c.id, b.spend_limit as "spend_limit?", b.allocated as "allocated?",
                     hosted_wrap(coalesce(t.amount, 0)) as "amount!"
                   from hosted_category c
                   left join hosted_budget b on b.book = $1 and b.month = $2 and b.category = c.id
                   left join lateral (
                     select sum(s.amount) as amount from hosted_account a
                     join hosted_total s on s.book = $1 and s.account = a.id and s.month = $2 and s.category = c.id
                     join hosted_profile p on p.book = $1 and p.currency = a.currency
                     where a.book = $1) t on true
                   where c.book = $1 and not c.deleted
                     and (b.month is not null or t.amount is not null) order by c.position, c.id"#,
                book.as_ref(),
                month.number()
            )
            .fetch_all(connection)
            .await?;
            let items = rows.into_iter().map(|row| BudgetEntry {
                month: month.to_string(),
                category_id: category_text(&row.id),
                limit_minor: row.spend_limit,
                allocated_minor: row.allocated,
                amount_minor: row.amount,
            });
            Ok(List::whole(items.collect()))
        })
        .await
}

pub async fn set(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path((month, category)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Problem> {
    let (month, input): (Month, BudgetChange) = (parse::month("month", &month)?, call.json()?);
    let known = hosted.known(&tenant, &[], &[&category]).await?;
    let key = BudgetKey { month, category: Some(known.category("category", &category)?) };
    hosted
        .write(&tenant, &call, async |book, _| {
            hosted
                .edit(&book, async |_| {
                    let writes = [
                        Write::budget(key),
                        Write::set_budget(key, Field::Limit, input.limit_minor.as_ref()),
                        Write::set_budget(key, Field::Allocation, input.allocated_minor.as_ref()),
                    ];
                    let writes: Result<Vec<Write>, _> = writes.into_iter().collect();
                    Ok((writes.map_err(|error| Problem::internal(&error))?, ()))
                })
                .await?;
            Ok(Answer::nothing())
        })
        .await
}
