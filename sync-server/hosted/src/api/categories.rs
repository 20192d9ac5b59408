//! Categories and payees, merged ones left out.

use super::view::{List, category_text};
use crate::App;
use crate::problem::Problem;
use crate::tenant::Reads;
use axum::extract::State;
use axum::response::Response;

/// A category.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct CategoryEntry {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Its group's name.
    pub group: String,
    /// `expense`, `income` or `transfer`.
    pub kind: String,
    /// What it means, for well-known ones.
    pub key: Option<String>,
    /// No longer offered.
    pub archived: bool,
}

/// A payee.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct PayeeEntry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

pub async fn list(State(hosted): State<App>, Reads(tenant): Reads) -> Result<Response, Problem> {
    let book = tenant.book;
    hosted
        .answer(&tenant, "/api/categories", "", async move |connection| {
            let rows = sqlx::query!(
                r#"select c.id, c.name, c.key, c.archived, g.name as "group?", g.kind as "kind?"
                   from hosted_category c left join hosted_group g on g.book = $1 and g.id = c.group_id
                   where c.book = $1 and not c.deleted order by g.position, c.position, c.id"#,
                book.as_ref()
            )
            .fetch_all(connection)
            .await?;
            let items = rows.into_iter().map(|row| CategoryEntry {
                id: category_text(&row.id),
                name: row.name,
                group: row.group.unwrap_or_default(),
                kind: row.kind.unwrap_or_default(),
                key: row.key,
                archived: row.archived,
            });
            Ok(List::whole(items.collect()))
        })
        .await
}

pub async fn payees(State(hosted): State<App>, Reads(tenant): Reads) -> Result<Response, Problem> {
    let book = tenant.book;
    hosted
        .answer(&tenant, "/api/payees", "", async move |connection| {
            let rows = sqlx::query!(
                "select id, name from hosted_payee where book = $1 and not deleted order by name, id",
                book.as_ref()
            )
            .fetch_all(connection)
            .await?;
            let items = rows.into_iter().map(|row| PayeeEntry { id: category_text(&row.id), name: row.name });
            Ok(List::whole(items.collect()))
        })
        .await
}
