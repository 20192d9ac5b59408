//! Goals.

use super::parse;
use super::view::{List, account_text, day_text, etag};
use crate::problem::Problem;
use crate::tenant::{Reads, Tenant, Writes};
use crate::write::{Answer, Call};
use crate::{App, Hosted};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Goal, GoalId, GoalLink};
use replica::{Entity, Field, ShardKey, Write, day_number};
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// A goal.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct GoalEntry {
    /// Its id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Minor units to reach.
    pub target_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Until when.
    pub due_on: Option<String>,
    /// The account whose balance counts.
    pub account_id: Option<String>,
    /// The category that what was put into counts.
    pub category_id: Option<String>,
    /// Minor units there were when it started.
    pub starting_minor: i64,
    /// The day its pace counts from.
    pub started_on: String,
    /// No longer followed.
    pub archived: bool,
}

/// A goal to be. Its money lies in an account, or in a category, or nowhere in the book.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGoal {
    /// Name.
    pub name: String,
    /// Minor units to reach.
    pub target_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Until when, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// The account whose balance counts.
    pub account_id: Option<String>,
    /// The category that what is put into counts.
    pub category_id: Option<String>,
    /// Minor units there are now.
    #[serde(default)]
    pub starting_minor: i64,
    /// The day its pace counts from, `YYYY-MM-DD`.
    pub started_on: String,
}

/// What of a goal is to be another. A field that is left out stays.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalChange {
    /// Name.
    pub name: Option<String>,
    /// Minor units to reach.
    pub target_minor: Option<i64>,
    /// Until when, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// No longer followed.
    pub archived: Option<bool>,
}

async fn read(
    connection: &mut PgConnection,
    book: BookTag,
    only: Option<GoalId>,
) -> Result<Vec<GoalEntry>, Problem> {
    let rows = sqlx::query!(
        "select id, name, target, currency, due, link, linked, starting, started, archived from hosted_goal
         where book = $1 and not deleted and ($2::bytea is null or id = $2) order by name, id",
        book.as_ref(),
        only.map(|id| id.0.to_vec())
    )
    .fetch_all(connection)
    .await?;
    let linked = |link: &str, wanted: &str, id: &Option<Vec<u8>>| {
        id.as_deref().filter(|_| link == wanted).map(account_text)
    };
    let items = rows.into_iter().map(|row| GoalEntry {
        id: account_text(&row.id),
        name: row.name,
        target_minor: row.target,
        currency: row.currency,
        due_on: row.due.map(day_text),
        account_id: linked(&row.link, "account", &row.linked),
        category_id: linked(&row.link, "category", &row.linked),
        starting_minor: row.starting,
        started_on: day_text(row.started),
        archived: row.archived,
    });
    Ok(items.collect())
}

async fn find(connection: &mut PgConnection, book: BookTag, id: GoalId) -> Result<GoalEntry, Problem> {
    read(connection, book, Some(id)).await?.pop().ok_or_else(|| Problem::not_found("goal"))
}

pub async fn list(State(hosted): State<App>, Reads(tenant): Reads) -> Result<Response, Problem> {
    let book = tenant.book;
    hosted
        .answer(&tenant, "/api/goals", "", async move |connection| {
            Ok(List::whole(read(connection, book, None).await?))
        })
        .await
}

async fn goal(hosted: &Hosted, tenant: &Tenant, input: &NewGoal) -> Result<Goal, Problem> {
    let accounts: Vec<&str> = input.account_id.as_deref().into_iter().collect();
    let categories: Vec<&str> = input.category_id.as_deref().into_iter().collect();
    let known = hosted.known(tenant, &accounts, &categories).await?;
    let link = match (&input.account_id, &input.category_id) {
        (Some(_), Some(_)) => {
            return Err(Problem::field(
                "category_id",
                "its money lies in an account or in a category, not in both",
            ));
        }
        (Some(account), None) => GoalLink::Account(known.account("account_id", account)?.0),
        (None, Some(category)) => GoalLink::Category(known.category("category_id", category)?),
        (None, None) => GoalLink::Nothing,
    };
    Ok(Goal {
        id: GoalId([0; 12]),
        name: parse::text("name", &input.name, 200)?,
        target: input.target_minor,
        currency: parse::currency("currency", &input.currency)?,
        due: input.due_on.as_deref().map(|text| parse::day("due_on", text)).transpose()?,
        link,
        starting: input.starting_minor,
        started: parse::day("started_on", &input.started_on)?,
        archived: false,
    })
}

pub async fn create(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: NewGoal = call.json()?;
    let mut goal = goal(&hosted, &tenant, &input).await?;
    hosted
        .write(&tenant, &call, async |book, ids| {
            goal.id = GoalId(ids.next());
            let write = Write::goal(&goal).map_err(|error| Problem::internal(&error))?;
            hosted.mint(&book, &[write]).await?;
            let entry = GoalEntry {
                id: goal.id.to_string(),
                name: goal.name.clone(),
                target_minor: goal.target,
                currency: goal.currency.code().to_owned(),
                due_on: goal.due.map(|day| day.to_string()),
                account_id: input.account_id.clone(),
                category_id: input.category_id.clone(),
                starting_minor: goal.starting,
                started_on: goal.started.to_string(),
                archived: false,
            };
            let etag = etag(&entry);
            Answer::of(StatusCode::CREATED, &entry, Some(etag))
        })
        .await
}

pub async fn change(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, input): (GoalId, GoalChange) = (parse::id("id", &id)?, call.json()?);
    let name = input.name.as_deref().map(|name| parse::text("name", name, 200)).transpose()?;
    let due = input.due_on.as_deref().map(|text| parse::day("due_on", text)).transpose()?;
    let entity = Entity::Goal(id);
    let mut writes = Vec::new();
    if let Some(name) = &name {
        writes.push(Write::set(ShardKey::Book, entity, Field::Name, Some(name)));
    }
    if let Some(target) = &input.target_minor {
        writes.push(Write::set(ShardKey::Book, entity, Field::Target, Some(target)));
    }
    if let Some(due) = due {
        writes.push(Write::set(ShardKey::Book, entity, Field::Due, Some(&Some(day_number(due)))));
    }
    if let Some(archived) = &input.archived {
        writes.push(Write::set(ShardKey::Book, entity, Field::Archived, Some(archived)));
    }
    let writes: Vec<Write> =
        writes.into_iter().collect::<Result<_, _>>().map_err(|error| Problem::internal(&error))?;
    hosted
        .write(&tenant, &call, async |book, _| {
            hosted
                .edit(&book, async |connection| {
                    call.matches(&etag(&find(connection, tenant.book, id).await?))?;
                    Ok((writes, ()))
                })
                .await?;
            let mut connection = hosted.reading(&tenant).await?;
            let entry = find(&mut connection, tenant.book, id).await?;
            Answer::of(StatusCode::OK, &entry, Some(etag(&entry)))
        })
        .await
}

pub async fn delete(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id: GoalId = parse::id("id", &id)?;
    hosted
        .write(&tenant, &call, async |book, _| {
            hosted
                .edit(&book, async |connection| {
                    call.matches(&etag(&find(connection, tenant.book, id).await?))?;
                    let write = Write::set(ShardKey::Book, Entity::Goal(id), Field::Deleted, Some(&true));
                    Ok((vec![write.map_err(|error| Problem::internal(&error))?], ()))
                })
                .await?;
            Ok(Answer::nothing())
        })
        .await
}
