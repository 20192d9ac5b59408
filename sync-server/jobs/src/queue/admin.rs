//! Looking at jobs, and replaying dead ones.

use sqlx::PgPool;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Due now or later.
    Waiting,
    /// A worker has it.
    Running,
    /// Its effect has happened.
    Done,
    /// Given up.
    Dead,
}

impl State {
    /// As the database says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }
}

/// A job as people look at it. Times are UTC.
#[derive(Debug, serde::Serialize)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// Which job.
    pub name: String,
    /// What makes it the same when it is asked for again.
    pub key: String,
    /// Of the payload.
    pub version: i32,
    /// What it was told.
    pub payload: serde_json::Value,
    /// Whose it is.
    pub account: Option<i64>,
    /// waiting, running, done or dead.
    pub state: String,
    /// Attempts so far.
    pub attempts: i32,
    /// When it was asked for.
    pub created_at: String,
    /// Waiting: when it is due. Running: when its worker counts as lost.
    pub next_at: String,
    /// Milliseconds of the last attempt, up to now while it runs.
    pub milliseconds: Option<i64>,
    /// What went wrong last.
    pub error: Option<String>,
}

/// One attempt.
#[derive(Debug, serde::Serialize)]
pub struct Attempt {
    /// From 1.
    pub number: i32,
    /// done, failed, lost or released.
    pub outcome: String,
    /// Who made it.
    pub worker: String,
    /// When it began.
    pub started_at: String,
    /// How long it took.
    pub milliseconds: i64,
    /// What went wrong.
    pub error: Option<String>,
}

/// One step.
#[derive(Debug, serde::Serialize)]
pub struct StepEntry {
    /// Which.
    pub name: String,
    /// running or done.
    pub state: String,
    /// How often it was begun.
    pub attempts: i32,
    /// How long the last time took, up to now while it runs.
    pub milliseconds: i64,
}

/// Which jobs to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<State>,
    /// Of this name.
    pub name: Option<String>,
    /// Of this account.
    pub account: Option<i64>,
    /// Told at least this.
    pub told: Option<serde_json::Value>,
    /// With a smaller number: the last of the page before.
    pub before: Option<i64>,
    /// No more than these.
    pub most: u32,
}

/// Jobs, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub async fn list(pool: &PgPool, filter: &Filter) -> Result<Vec<Entry>, sqlx::Error> {
    sqlx::query_as!(
        Entry,
        r#"select id, name, key, version, payload, account, state, attempts,
             to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "created_at!",
             to_char(next_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "next_at!",
             (extract(epoch from case when state = 'running' then clock_timestamp() else ended_at end - started_at) * 1000)::bigint
               as milliseconds,
             error
           from job
           where ($1::text is null or state = $1) and ($2::text is null or name = $2)
             and ($3::bigint is null or account = $3) and ($4::bigint is null or id < $4)
             and ($6::jsonb is null or payload @> $6)
           order by id desc limit $5"#,
        filter.state.map(State::name),
        filter.name,
        filter.account,
        filter.before,
        i64::from(filter.most),
        filter.told
    )
    .fetch_all(pool)
    .await
}

/// One job.
///
/// # Errors
/// When the database cannot be asked.
pub async fn find(pool: &PgPool, id: i64) -> Result<Option<Entry>, sqlx::Error> {
    let filter = Filter { before: id.checked_add(1), most: 1, ..Filter::default() };
    Ok(list(pool, &filter).await?.into_iter().find(|entry| entry.id == id))
}

/// What became of a job's attempts, in order; one under way is not among them.
///
/// # Errors
/// When the database cannot be asked.
pub async fn attempts(pool: &PgPool, id: i64) -> Result<Vec<Attempt>, sqlx::Error> {
    sqlx::query_as!(
        Attempt,
        r#"select number, outcome, worker, error,
             to_char(started_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "started_at!",
             (extract(epoch from ended_at - started_at) * 1000)::bigint as "milliseconds!"
           from job_attempt where job = $1 order by number"#,
        id
    )
    .fetch_all(pool)
    .await
}

/// A job's steps, in order.
///
/// # Errors
/// When the database cannot be asked.
pub async fn steps(pool: &PgPool, id: i64) -> Result<Vec<StepEntry>, sqlx::Error> {
    sqlx::query_as!(
        StepEntry,
        r#"select name, state, attempts,
             (extract(epoch from coalesce(ended_at, clock_timestamp()) - started_at) * 1000)::bigint as "milliseconds!"
           from job_step where job = $1 order by position"#,
        id
    )
    .fetch_all(pool)
    .await
}

/// Dead jobs wait again, due at once and with all their tries: this one, or all of a name, or all. Gives how many.
///
/// # Errors
/// When the database refuses it.
pub async fn replay(pool: &PgPool, id: Option<i64>, name: Option<&str>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update job set state = 'waiting', next_at = now(), forgiven = attempts, ended_at = null, handed_at = null
         where state = 'dead' and ($1::bigint is null or id = $1) and ($2::text is null or name = $2)",
        id,
        name
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected())
}
