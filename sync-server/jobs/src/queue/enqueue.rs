//! Putting jobs into the queue, in the transaction of what causes them.

use super::milliseconds;
use crate::Job;
use serde_json::Value;
use sqlx::PgConnection;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A job to be put into the queue.
#[derive(Debug, Clone)]
pub struct NewJob {
    name: String,
    version: u32,
    key: String,
    payload: Value,
    account: Option<i64>,
    after: Duration,
    at: Option<SystemTime>,
}

impl NewJob {
    /// One that is told this. The key makes it the same job when it is asked for again: 1 to 200 bytes.
    ///
    /// # Errors
    /// When the payload is not expressible as JSON.
    pub fn of<J: Job>(key: impl Into<String>, payload: &J::Payload) -> Result<Self, serde_json::Error> {
        Ok(Self::raw(J::NAME, J::VERSION, key.into(), serde_json::to_value(payload)?))
    }

    pub(crate) fn raw(name: &str, version: u32, key: String, payload: Value) -> Self {
        Self { name: name.to_owned(), version, key, payload, account: None, after: Duration::ZERO, at: None }
    }

    /// For this account, which may look at it and with which it goes.
    #[must_use]
    pub const fn account(mut self, account: i64) -> Self {
        self.account = Some(account);
        self
    }

    /// Not before so long from now.
    #[must_use]
    pub const fn after(mut self, delay: Duration) -> Self {
        self.after = delay;
        self
    }

    /// Not before this moment.
    #[must_use]
    pub const fn at(mut self, moment: SystemTime) -> Self {
        self.at = Some(moment);
        self
    }

    /// What makes it the same job when it is asked for again.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// Puts a job into the queue when the caller's transaction commits; gives its number, or none when its key was there already.
///
/// # Errors
/// When the database refuses it.
pub async fn enqueue(connection: &mut PgConnection, job: NewJob) -> Result<Option<i64>, sqlx::Error> {
    Ok(enqueue_all(connection, vec![job]).await?.pop())
}

/// Puts many into the queue in one statement; gives the numbers of those whose key was not there yet.
///
/// # Errors
/// When the database refuses one.
pub async fn enqueue_all(connection: &mut PgConnection, jobs: Vec<NewJob>) -> Result<Vec<i64>, sqlx::Error> {
    let (mut names, mut keys, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut payloads, mut accounts, mut moments, mut delays) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for job in jobs {
        names.push(job.name);
        keys.push(job.key);
        versions.push(i32::try_from(job.version).unwrap_or(i32::MAX));
        payloads.push(job.payload);
        accounts.push(job.account);
        moments.push(job.at.map(|at| milliseconds(at.duration_since(UNIX_EPOCH).unwrap_or_default())));
        delays.push(milliseconds(job.after));
    }
    sqlx::query_scalar!(
        r#"insert into job (name, key, version, payload, account, next_at, trace)
           select name, key, version, payload, account,
             coalesce(to_timestamp(moment::double precision / 1000), now() + delay * interval '1 millisecond'),
             $8
           from unnest($1::text[], $2::text[], $3::int[], $4::jsonb[], $5::bigint[], $6::bigint[], $7::bigint[])
             as new (name, key, version, payload, account, moment, delay)
           on conflict (name, key) do nothing
           returning id"#,
        &names,
        &keys,
        &versions,
        &payloads,
        &accounts as &[Option<i64>],
        &moments as &[Option<i64>],
        &delays,
        telemetry::current()
    )
    .fetch_all(connection)
    .await
}
