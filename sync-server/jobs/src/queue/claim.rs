//! Taking jobs, keeping them while they run, and taking over those of workers that were lost.

use super::{GIVEN_UP, milliseconds};
use crate::Registry;
use serde_json::Value;
use sqlx::PgPool;
use std::time::Duration;

/// Lost ones taken over in one statement.
const AT_ONCE: i64 = 500;

/// What a worker holds of a job while it runs: with every takeover the attempt grows, so an old claim writes nothing.
#[derive(Debug, Clone)]
pub struct Claim {
    pub id: i64,
    pub key: String,
    pub account: Option<i64>,
    pub attempt: i32,
}

/// A job that was taken.
#[derive(Debug)]
pub struct Claimed {
    pub claim: Claim,
    pub name: String,
    pub version: u32,
    pub payload: Value,
    /// In which trace it was asked for.
    pub trace: Option<String>,
    /// Attempts that count, this one included.
    pub tries: u32,
}

struct Row {
    id: i64,
    name: String,
    key: String,
    version: i32,
    payload: Value,
    account: Option<i64>,
    trace: Option<String>,
    attempts: i32,
    tries: i32,
}

impl From<Row> for Claimed {
    fn from(row: Row) -> Self {
        let claim = Claim { id: row.id, key: row.key, account: row.account, attempt: row.attempts };
        let number = |value| u32::try_from(value).unwrap_or(0);
        let (version, tries) = (number(row.version), number(row.tries));
        Self { claim, name: row.name, version, payload: row.payload, trace: row.trace, tries }
    }
}

/// Takes up to `most` due jobs of those the registry knows, the longest due first. Jobs of a name or version it does not know wait for a
/// worker that does.
pub async fn claim(
    pool: &PgPool,
    registry: &Registry,
    most: u32,
    lease: Duration,
) -> Result<Vec<Claimed>, sqlx::Error> {
    let (names, versions, _) = registry.columns();
    // What is known is a condition on each row and no join: joined, all that waits would be sorted for each claim, until Postgres has counted the
    // table anew.
    let rows = sqlx::query_as!(
        Row,
        r#"with due as (
             select job.id from job
             where state = 'waiting' and next_at <= now() and version <= ($2::int[])[array_position($1::text[], name)]
             order by next_at, id limit $3 for update skip locked
           )
           update job set state = 'running', attempts = attempts + 1, started_at = clock_timestamp(), ended_at = null,
             next_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
           from due where job.id = due.id
           returning job.id, name, key, version, payload, account, trace, attempts, attempts - forgiven as "tries!""#,
        &names,
        &versions,
        i64::from(most),
        milliseconds(lease)
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(Claimed::from).collect())
}

/// Takes this one, due or not: whoever asks keeps the times.
pub async fn claim_one(
    pool: &PgPool,
    registry: &Registry,
    id: i64,
    lease: Duration,
) -> Result<Option<Claimed>, sqlx::Error> {
    let (names, versions, _) = registry.columns();
    let row = sqlx::query_as!(
        Row,
        r#"update job set state = 'running', attempts = attempts + 1, started_at = clock_timestamp(), ended_at = null,
             next_at = clock_timestamp() + $4::bigint * interval '1 millisecond'
           where id = $3 and state = 'waiting' and version <= ($2::int[])[array_position($1::text[], name)]
           returning id, name, key, version, payload, account, trace, attempts, attempts - forgiven as "tries!""#,
        &names,
        &versions,
        id,
        milliseconds(lease)
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(Claimed::from))
}

/// Keeps running jobs a further lease; gives those that are still held.
pub async fn extend(pool: &PgPool, held: &[(i64, i32)], lease: Duration) -> Result<Vec<i64>, sqlx::Error> {
    let ids: Vec<i64> = held.iter().map(|(id, _)| *id).collect();
    let attempts: Vec<i32> = held.iter().map(|(_, attempt)| *attempt).collect();
    sqlx::query_scalar!(
        "update job set next_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
         from unnest($1::bigint[], $2::int[]) as held (id, attempt)
         where job.id = held.id and job.attempts = held.attempt and state = 'running'
         returning job.id",
        &ids,
        &attempts,
        milliseconds(lease)
    )
    .fetch_all(pool)
    .await
}

/// Puts back jobs whose worker was lost, or gives them up when that was the last of their tries: a job that ends its worker each time
/// must not go on for ever, and [`GIVEN_UP`] tells its account. Gives how many were found.
pub async fn reap(pool: &PgPool, registry: &Registry) -> Result<u64, sqlx::Error> {
    let (names, _, tries) = registry.columns();
    let done = sqlx::query!(
        "with lost as (
           select job.id, known.tries from job
           join unnest($1::text[], $2::int[]) as known (name, tries) on known.name = job.name
           where state = 'running' and next_at < now()
           order by next_at limit $3 for update of job skip locked
         ), moved as (
           update job set
             state = case when attempts - forgiven >= lost.tries then 'dead' else 'waiting' end,
             ended_at = case when attempts - forgiven >= lost.tries then clock_timestamp() end,
             next_at = now(), error = 'the worker that ran it was lost'
           from lost where job.id = lost.id
           returning job.id, attempts, started_at, error, state, account
         ), told as (
           insert into job (name, key, version, payload)
           select $4::text, id || '/' || attempts, 1, jsonb_build_object('job', id)
           from moved where state = 'dead' and account is not null
           on conflict (name, key) do nothing
         )
         insert into job_attempt (job, number, outcome, worker, started_at, error)
         select id, attempts, 'lost', '', started_at, error from moved",
        &names,
        &tries,
        AT_ONCE,
        GIVEN_UP
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}
