//! Handing jobs to Cloud Tasks: the row here stays the truth, a task there only says when to ask for it.

use sqlx::PgPool;
use std::time::Duration;

/// A job whose task is to be created.
#[derive(Debug)]
pub struct Handed {
    pub id: i64,
    pub name: String,
    pub key: String,
    /// Tells apart tasks of one job: a name stays taken for some time after its task has ended.
    pub round: i32,
    /// Milliseconds since 1970 of when it is due.
    pub due: i64,
}

/// Waiting jobs nobody was told of yet, and those whose task ought to have come long ago.
pub async fn due_to_hand(pool: &PgPool, most: u32, again: Duration) -> Result<Vec<Handed>, sqlx::Error> {
    sqlx::query_as!(
        Handed,
        r#"select id, name, key, hands as round, (extract(epoch from next_at) * 1000)::bigint as "due!" from job
           where state = 'waiting'
             and (handed_at is null or greatest(handed_at, next_at) < now() - $2::bigint * interval '1 millisecond')
           order by next_at limit $1"#,
        i64::from(most),
        super::milliseconds(again)
    )
    .fetch_all(pool)
    .await
}

/// Cloud Tasks has it.
pub async fn handed(pool: &PgPool, ids: &[i64]) -> Result<(), sqlx::Error> {
    sqlx::query!("update job set handed_at = now(), hands = hands + 1 where id = any($1)", ids)
        .execute(pool)
        .await?;
    Ok(())
}
