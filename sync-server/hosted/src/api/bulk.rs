//! Many transactions made, changed and deleted as one action: devices get all of it together, or none.

use super::create::NewTransaction;
use super::edit::{TransactionChange, place};
use super::parse;
use crate::App;
use crate::problem::Problem;
use crate::tenant::Writes;
use crate::write::{Answer, Call};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::TransactionId;
use std::collections::BTreeMap;

const MOST: usize = 500;

/// What is to be done.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bulk {
    /// Transactions to be.
    #[serde(default)]
    pub create: Vec<NewTransaction>,
    /// Changes, by the transaction's id.
    #[serde(default)]
    pub change: BTreeMap<String, TransactionChange>,
    /// Ids of those to be deleted.
    #[serde(default)]
    pub delete: Vec<String>,
}

/// What was done.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct BulkAnswer {
    /// Ids of what was made, in the order given.
    pub created: Vec<String>,
    /// How many were changed.
    pub changed: usize,
    /// How many were deleted.
    pub deleted: usize,
}

pub async fn bulk(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    call: Call,
) -> Result<Response, Problem> {
    let input: Bulk = call.json()?;
    if !(1..=MOST).contains(&(input.create.len() + input.change.len() + input.delete.len())) {
        return Err(Problem::new(
            crate::problem::ProblemCode::BadRequest,
            format!("a bulk holds 1 to {MOST} transactions"),
        ));
    }
    let accounts: Vec<&str> = input.create.iter().map(|new| new.account_id.as_str()).collect();
    let mut categories: Vec<&str> =
        input.create.iter().filter_map(|new| new.category_id.as_deref()).collect();
    categories.extend(input.change.values().flat_map(TransactionChange::categories));
    let known = hosted.known(&tenant, &accounts, &categories).await?;
    hosted
        .write(&tenant, &call, async |book, ids| {
            let answer = hosted
                .edit(&book, async |connection| {
                    let (mut writes, mut created) = (Vec::new(), Vec::new());
                    for (at, new) in input.create.iter().enumerate() {
                        let made = new.writes(&known, TransactionId(ids.next()));
                        let (made, entry) =
                            made.map_err(|problem| within(problem, &format!("create[{at}]")))?;
                        writes.extend(made);
                        created.push(entry.id);
                    }
                    for (id, change) in &input.change {
                        let field = format!("change.{id}");
                        let placed = place(&mut *connection, &tenant, parse::id(&field, id)?).await;
                        let placed = placed.map_err(|problem| within(problem, &field))?;
                        let made =
                            change.writes(&placed, &known).map_err(|problem| within(problem, &field))?;
                        writes.extend(made);
                    }
                    for (at, id) in input.delete.iter().enumerate() {
                        let field = format!("delete[{at}]");
                        let placed = place(&mut *connection, &tenant, parse::id(&field, id)?).await;
                        let placed = placed.map_err(|problem| within(problem, &field))?;
                        let deleted = placed.shard.set_deleted(placed.id, true);
                        writes.push(deleted.map_err(|error| Problem::internal(&error))?);
                    }
                    let (changed, deleted) = (input.change.len(), input.delete.len());
                    Ok((writes, BulkAnswer { created, changed, deleted }))
                })
                .await?;
            Answer::of(StatusCode::OK, &answer, None)
        })
        .await
}

/// Which of many a problem is about.
fn within(mut problem: Problem, place: &str) -> Problem {
    problem.field = Some(problem.field.map_or_else(|| place.to_owned(), |field| format!("{place}.{field}")));
    problem
}
