//! Forgetting jobs that ended long ago. Until then their keys are known: a job asked for again is the same one.

use sqlx::PgPool;

/// Jobs forgotten in one statement, so that none holds many locks.
const AT_ONCE: i64 = 5_000;

/// Deletes jobs done more than `done` days ago and dead ones given up more than `dead` days ago; gives how many.
///
/// # Errors
/// When the database refuses it.
pub async fn prune(pool: &PgPool, done: u32, dead: u32) -> Result<u64, sqlx::Error> {
    let days = |days: u32| i32::try_from(days).unwrap_or(i32::MAX);
    let mut all = 0;
    loop {
        let gone = sqlx::query!(
            "delete from job where id in (
               select id from job
               where (state = 'done' and ended_at < now() - make_interval(days => $1))
                  or (state = 'dead' and ended_at < now() - make_interval(days => $2))
               order by ended_at limit $3
             )",
            days(done),
            days(dead),
            AT_ONCE
        )
        .execute(pool)
        .await?
        .rows_affected();
        all += gone;
        if gone < AT_ONCE.unsigned_abs() {
            return Ok(all);
        }
    }
}
