//! How attempts end. Every statement here holds only for whoever still has the job.

use super::{Claim, GIVEN_UP, milliseconds};
use sqlx::{PgExecutor, PgPool};
use std::time::Duration;

/// Bytes kept of an error.
const ERROR: usize = 2_000;

/// Done: to be executed in the transaction of the job's effect. False when another worker has the job; nothing may be committed then.
pub async fn complete(
    executor: impl PgExecutor<'_>,
    claim: &Claim,
    worker: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "with finished as (
           update job set state = 'done', ended_at = clock_timestamp(), error = null
           where id = $1 and attempts = $2 and state = 'running'
           returning id, attempts, started_at
         )
         insert into job_attempt (job, number, outcome, worker, started_at)
         select id, attempts, 'done', $3, started_at from finished",
        claim.id,
        claim.attempt,
        worker
    )
    .execute(executor)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Failed: tried again after a while, or dead without one; [`GIVEN_UP`] tells an account of it then. False when another worker has the job.
pub async fn fail(
    pool: &PgPool,
    claim: &Claim,
    worker: &str,
    error: &str,
    again: Option<Duration>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "with ended as (
           update job set state = case when $4::bigint is null then 'dead' else 'waiting' end,
             ended_at = case when $4::bigint is null then clock_timestamp() end,
             next_at = clock_timestamp() + coalesce($4, 0) * interval '1 millisecond', error = $5
           where id = $1 and attempts = $2 and state = 'running'
           returning id, attempts, started_at, state, account
         ), told as (
           insert into job (name, key, version, payload)
           select $6::text, id || '/' || attempts, 1, jsonb_build_object('job', id)
           from ended where state = 'dead' and account is not null
           on conflict (name, key) do nothing
         )
         insert into job_attempt (job, number, outcome, worker, started_at, error)
         select id, attempts, 'failed', $3, started_at, $5 from ended",
        claim.id,
        claim.attempt,
        worker,
        again.map(milliseconds),
        beginning(error),
        GIVEN_UP
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Given back unfinished, because the worker ends: due at once, and the attempt does not count.
pub async fn release(pool: &PgPool, held: &[(i64, i32)], worker: &str) -> Result<u64, sqlx::Error> {
    let ids: Vec<i64> = held.iter().map(|(id, _)| *id).collect();
    let attempts: Vec<i32> = held.iter().map(|(_, attempt)| *attempt).collect();
    let done = sqlx::query!(
        "with given as (
           update job set state = 'waiting', next_at = now(), forgiven = forgiven + 1
           from unnest($1::bigint[], $2::int[]) as held (id, attempt)
           where job.id = held.id and job.attempts = held.attempt and state = 'running'
           returning job.id, attempts, started_at
         )
         insert into job_attempt (job, number, outcome, worker, started_at)
         select id, attempts, 'released', $3, started_at from given",
        &ids,
        &attempts,
        worker
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}

/// As much of a text as is kept. Postgres takes no zero bytes.
fn beginning(text: &str) -> String {
    let mut end = text.len().min(ERROR);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].replace('\0', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_errors_end_between_letters() {
        assert_eq!(beginning("short\0er"), "short er");
        let long = format!("a{}", "é".repeat(ERROR));
        assert_eq!(beginning(&long).len(), ERROR - 1);
    }
}
