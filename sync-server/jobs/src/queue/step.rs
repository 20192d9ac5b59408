//! Steps of jobs of several: begun, and finished with their output.

use super::Claim;
use crate::JobError;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

/// The kept output when an earlier attempt has finished the step; else counts one more attempt at it.
pub async fn begin_step(
    pool: &PgPool,
    claim: &Claim,
    name: &str,
    position: i32,
) -> Result<Option<Value>, JobError> {
    let row = sqlx::query!(
        "insert into job_step (job, name, position)
         select id, $3, $4 from job where id = $1 and attempts = $2 and state = 'running'
         on conflict (job, name) do update set
           attempts = job_step.attempts + (job_step.state = 'running')::int,
           started_at = case when job_step.state = 'running' then clock_timestamp() else job_step.started_at end
         returning state, output",
        claim.id,
        claim.attempt,
        name,
        position
    )
    .fetch_optional(pool)
    .await?
    .ok_or(JobError::Lost)?;
    Ok((row.state == "done").then(|| row.output.unwrap_or(Value::Null)))
}

/// To be executed in the transaction of the step's effect. False when another worker has the job; nothing may be committed then.
pub async fn finish_step(
    connection: &mut PgConnection,
    claim: &Claim,
    name: &str,
    output: Value,
) -> Result<bool, sqlx::Error> {
    // Locked until the commit, so that nobody takes the job over in between.
    let held = sqlx::query_scalar!(
        "select id from job where id = $1 and attempts = $2 and state = 'running' for update",
        claim.id,
        claim.attempt
    )
    .fetch_optional(&mut *connection)
    .await?;
    if held.is_none() {
        return Ok(false);
    }
    let done = sqlx::query!(
        "update job_step set state = 'done', ended_at = clock_timestamp(), output = $3
         where job = $1 and name = $2 and state = 'running'",
        claim.id,
        name,
        output
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
