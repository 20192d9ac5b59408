//! Categories and payees, merged ones left out.

use super::parse;
use super::view::{List, category_text};
use crate::App;
use crate::problem::Problem;
use crate::tenant::{Reads, Writes};
use crate::write::{Answer, Call};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::identity::fold;
use domain::{Category, CategoryId, GroupId};
use replica::Write;
use sqlx::PgConnection;
use sync_protocol::BookTag;

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

/// A category to be.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCategory {
    /// What its owner calls it.
    pub name: String,
    /// The name of the group it belongs to, as categories say it.
    pub group: String,
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

pub async fn create(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: NewCategory = call.json()?;
    let name = parse::text("name", &input.name, 200)?;
    hosted
        .write(&tenant, &call, async |book, ids| {
            let entry = hosted
                .edit(&book, async |connection| {
                    let (group, of, position) = place(connection, tenant.book, &name, &input.group).await?;
                    let (group_name, kind) = of;
                    let id = CategoryId(ids.next());
                    let category =
                        Category { id, group, name: name.clone(), key: None, position, archived: false };
                    let write = Write::category(&category).map_err(|error| Problem::internal(&error))?;
                    let (id, group, key) = (id.to_string(), group_name, None);
                    let entry = CategoryEntry { id, name: name.clone(), group, kind, key, archived: false };
                    Ok((vec![write], entry))
                })
                .await?;
            Answer::of(StatusCode::CREATED, &entry, None)
        })
        .await
}

/// The group a new category goes to, its name and kind, and the place behind the others; refused where the name is taken.
async fn place(
    connection: &mut PgConnection,
    book: BookTag,
    name: &str,
    group: &str,
) -> Result<(GroupId, (String, String), u32), Problem> {
    let names = sqlx::query_scalar!(
        "select name from hosted_category where book = $1 and not deleted",
        book.as_ref()
    )
    .fetch_all(&mut *connection)
    .await?;
    if names.iter().any(|known| fold(known) == fold(name)) {
        return Err(Problem::field("name", "a category has this name already"));
    }
    let groups = sqlx::query!(
        r#"select g.id, g.name, g.kind, (select coalesce(max(c.position) + 1, 0) from hosted_category c
             where c.book = $1 and c.group_id = g.id) as "position!"
           from hosted_group g where g.book = $1 and not g.deleted order by g.position, g.id"#,
        book.as_ref()
    )
    .fetch_all(connection)
    .await?;
    let found = groups.into_iter().find(|known| fold(&known.name) == fold(group));
    let none = || Problem::field("group", format!("there is no group `{group}` in this book"));
    let found = found.ok_or_else(none)?;
    let id = found.id.try_into().map_err(|_| none())?;
    Ok((GroupId(id), (found.name, found.kind), u32::try_from(found.position).unwrap_or(0)))
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
