//! Imports: a statement is uploaded, the worker reads and plans it, and what leaves a doubt waits for its owner.

use super::import_view::{Decision, Decisions, Doubt, ImportEntry, ImportShown, Notice, Row, Uploaded};
use super::parse::{self, Page};
use super::view::List;
use crate::book::OpenBook;
use crate::problem::{Problem, ProblemCode};
use crate::tenant::{Reads, Tenant, Writes};
use crate::work::ForgetObject;
use crate::work::import::{Kept, job, object};
use crate::write::{Answer, Call};
use crate::{App, Hosted};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::PlanId;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use std::collections::HashMap;
use std::time::Duration;
use sync_protocol::BookTag;

/// An upload is read within this time, or not at all.
const READ_WITHIN: Duration = Duration::from_hours(48);

/// Which page.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// 1 to 200, 50 without.
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The columns of [`Row`].
const ROW: &str = "select i.id, i.number, i.file_name, i.bytes, i.state, i.turn, i.code, i.detail, i.summary, i.batch, \
  to_char(i.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as created_at, \
  to_char(i.ended_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as ended_at, j.id as job, coalesce(j.state = 'dead', false) as dead, j.error \
  from hosted_import i left join job j on j.name = 'statement.import' and j.key = $2 || '/' || \
    translate(encode(i.id, 'base64'), '+/', '-_') || '/' || i.turn where i.book = $1";

pub async fn upload(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    query: Result<Query<Uploaded>, axum::extract::rejection::QueryRejection>,
    call: Call,
) -> Result<Response, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let name = query.file_name.rsplit(['/', '\\']).next().unwrap_or_default().replace('\0', "");
    let name = parse::text("file_name", &name, 200)?;
    if call.bytes().is_empty() {
        return Err(Problem::new(ProblemCode::BadRequest, "the body is the file; there is none"));
    }
    let accounts: Vec<&str> = query.account_id.as_deref().into_iter().collect();
    let known = hosted.known(&tenant, &accounts, &[]).await?;
    let target = query.account_id.as_deref().map(|text| known.account("account_id", text)).transpose()?;
    let target = target.map(|(id, _)| id.0.to_vec());
    hosted
        .write(&tenant, &call, async |book, ids| {
            let id = PlanId(ids.next());
            let name_of_object = object(book.tag, id);
            let failed = |error: serde_json::Error| Problem::internal(&error);
            let forget = ForgetObject::later(&name_of_object, READ_WITHIN).map_err(failed)?;
            // First what deletes it, then the upload, then what reads it: a try that is cut off leaves nothing behind for long.
            jobs::enqueue(&mut *hosted.work.acquire().await?, forget).await?;
            let put = hosted.objects.put(&name_of_object, call.bytes().to_vec()).await;
            put.map_err(|error| Problem::internal(&error))?;
            let sha256 = Sha256::digest(call.bytes());
            let mut transaction = hosted.belonging(book.tag).await?;
            sqlx::query!(
                "insert into hosted_import (book, id, account, target, file_name, sha256, bytes)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (book, id) do nothing",
                book.tag.as_ref(),
                id.0.as_slice(),
                tenant.account,
                target,
                name,
                sha256.as_slice(),
                i64::try_from(call.bytes().len()).unwrap_or(i64::MAX)
            )
            .execute(&mut *transaction)
            .await?;
            let job = job(book.tag, id, 0, tenant.account).map_err(failed)?;
            jobs::enqueue(&mut transaction, job).await?;
            let entry = entry(find(&mut transaction, book.tag, id).await?)?;
            transaction.commit().await?;
            Answer::of(StatusCode::ACCEPTED, &entry, None)
        })
        .await
}

pub async fn list(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    query: Result<Query<ImportQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<List<ImportEntry>>, Problem> {
    let Query(query) = query.map_err(|wrong| Problem::field("query", wrong.body_text()))?;
    let page = Page::of(query.limit, query.cursor.as_deref())?;
    let sql = format!("{ROW} and ($3::bigint is null or i.number < $3) order by i.number desc limit $4");
    let mut connection = hosted.reading(&tenant).await?;
    let found: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant.book.as_ref())
        .bind(tenant.book.to_string())
        .bind(page.before)
        .bind(i64::from(page.limit) + 1)
        .fetch_all(&mut *connection)
        .await?;
    Ok(Json(List::page(found, page.limit, |row| row.number.to_string(), entry)?))
}

async fn find(connection: &mut PgConnection, book: BookTag, id: PlanId) -> Result<Row, Problem> {
    let sql = format!("{ROW} and i.id = $3");
    let found: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(book.as_ref())
        .bind(book.to_string())
        .bind(id.0.as_slice())
        .fetch_optional(connection)
        .await?;
    found.ok_or_else(|| Problem::not_found("import"))
}

fn entry(row: Row) -> Result<ImportEntry, Problem> {
    row.entry().map_err(|error| Problem::internal(&error))
}

pub async fn one(
    State(hosted): State<App>,
    Reads(tenant): Reads,
    Path(id): Path<String>,
) -> Result<Json<ImportShown>, Problem> {
    let id: PlanId = parse::id("id", &id)?;
    let mut connection = hosted.reading(&tenant).await?;
    let entry = entry(find(&mut connection, tenant.book, id).await?)?;
    let kept = kept(&mut connection, &tenant, id).await?;
    let (mut doubts, mut rejected, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(kept) = kept {
        doubts = Doubt::all(&kept);
        rejected = kept.rejected.into_iter().map(Notice::from).collect();
        warnings = kept.warnings.into_iter().map(Notice::from).collect();
    }
    Ok(Json(ImportShown { import: entry, doubts, rejected, warnings }))
}

async fn kept(connection: &mut PgConnection, tenant: &Tenant, id: PlanId) -> Result<Option<Kept>, Problem> {
    let plan = sqlx::query_scalar!(
        "select plan from hosted_import where book = $1 and id = $2",
        tenant.book.as_ref(),
        id.0.as_slice()
    )
    .fetch_optional(connection)
    .await?;
    let plan = plan.flatten().map(|plan| serde_json::from_slice(&plan)).transpose();
    plan.map_err(|error| Problem::internal(&error))
}

pub async fn commit(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let (id, input): (PlanId, Decisions) = (parse::id("id", &id)?, call.json()?);
    hosted.write(&tenant, &call, async |book, _| hosted.decide(&tenant, &book, id, input).await).await
}

impl Hosted {
    /// Takes its owner's decisions into a plan and has it committed.
    async fn decide(
        &self,
        tenant: &Tenant,
        book: &OpenBook,
        id: PlanId,
        input: Decisions,
    ) -> Result<Answer, Problem> {
        let mut transaction = self.belonging(book.tag).await?;
        let row = sqlx::query!(
            "select state, turn from hosted_import where book = $1 and id = $2 for update",
            book.tag.as_ref(),
            id.0.as_slice()
        )
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or_else(|| Problem::not_found("import"))?;
        let failed = |error: serde_json::Error| Problem::internal(&error);
        let given_up = row.state == "committing" && find(&mut transaction, book.tag, id).await?.is_dead();
        if row.state != "waiting_for_review" && !given_up {
            return Err(waits_for_nothing(&row.state));
        }
        let kept = kept(&mut transaction, tenant, id).await?;
        let mut kept = kept.ok_or_else(|| Problem::internal(&"an import waits without a plan"))?;
        // What was decided stays decided: a part of it may be in the book.
        if !given_up {
            take(&mut kept, &input)?;
        }
        sqlx::query!(
            "update hosted_import set state = 'committing', turn = turn + 1, plan = $3, summary = $4 where book = $1 and id = $2",
            book.tag.as_ref(),
            id.0.as_slice(),
            serde_json::to_vec(&kept).map_err(failed)?,
            serde_json::to_string(&kept.summary).map_err(failed)?
        )
        .execute(&mut *transaction)
        .await?;
        let job = job(book.tag, id, row.turn + 1, tenant.account).map_err(failed)?;
        jobs::enqueue(&mut transaction, job).await?;
        let entry = entry(find(&mut transaction, book.tag, id).await?)?;
        transaction.commit().await?;
        Answer::of(StatusCode::ACCEPTED, &entry, None)
    }
}

fn waits_for_nothing(state: &str) -> Problem {
    Problem::new(ProblemCode::Conflict, format!("the import is {state}: there is nothing to decide"))
}

/// Every doubtful line wants a decision; others may be left out or put back.
fn take(kept: &mut Kept, input: &Decisions) -> Result<(), Problem> {
    let mut decided: HashMap<u32, usize> = HashMap::new();
    for (at, decision) in input.decisions.iter().enumerate() {
        let field = format!("decisions[{at}]");
        if decided.insert(decision.index, at).is_some() {
            return Err(Problem::field(field, format!("line {} was decided before", decision.index)));
        }
        let index = decision.index as usize;
        let done = match decision.decision {
            Decision::Merge => kept.plan.accept(index),
            Decision::Add => kept.plan.decline(index),
            Decision::LeaveOut => kept.plan.leave_out(index),
        };
        done.map_err(|error| Problem::field(field, error.to_string()))?;
    }
    let open = Doubt::all(kept).into_iter().find(|doubt| !decided.contains_key(&doubt.index));
    if let Some(open) = open {
        let detail = format!("line {} wants a decision: merge, add or leave_out", open.index);
        return Err(Problem::field("decisions", detail));
    }
    kept.sum_up();
    Ok(())
}

pub async fn discard(
    State(hosted): State<App>,
    Writes(tenant): Writes,
    Path(id): Path<String>,
    call: Call,
) -> Result<Response, Problem> {
    let id: PlanId = parse::id("id", &id)?;
    hosted
        .write(&tenant, &call, async |book, _| {
            let mut transaction = hosted.belonging(book.tag).await?;
            let row = find(&mut transaction, book.tag, id).await?;
            let done = sqlx::query!(
                "update hosted_import set state = 'discarded', document = null, plan = null, ended_at = now()
                 where book = $1 and id = $2 and state in ('waiting', 'waiting_for_review')",
                book.tag.as_ref(),
                id.0.as_slice()
            )
            .execute(&mut *transaction)
            .await?;
            if done.rows_affected() == 0 {
                return Err(waits_for_nothing(&row.state));
            }
            transaction.commit().await?;
            let gone = hosted.objects.delete(&object(book.tag, id)).await;
            gone.map_err(|error| Problem::internal(&error))?;
            Ok(Answer::nothing())
        })
        .await
}
