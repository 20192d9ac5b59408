//! What a running job holds: the transaction of its effect, and its steps.

use crate::JobError;
use crate::queue::{self, Claim};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{PgConnection, PgPool, Postgres, Transaction};

/// One attempt at one job.
pub struct Context {
    claim: Claim,
    pool: PgPool,
    worker: String,
    transaction: Option<Transaction<'static, Postgres>>,
    steps: i32,
}

/// A step of a job of several.
pub enum Step<T> {
    /// An earlier attempt has done it, with this output.
    Done(T),
    /// It is to be done now.
    Due(RunningStep),
}

/// A step under way: what is written through its connection is committed with its output, or not at all.
pub struct RunningStep {
    claim: Claim,
    name: &'static str,
    transaction: Transaction<'static, Postgres>,
}

impl Context {
    pub(crate) fn new(claim: Claim, pool: PgPool, worker: String) -> Self {
        Self { claim, pool, worker, transaction: None, steps: 0 }
    }

    /// The job's number.
    pub const fn id(&self) -> i64 {
        self.claim.id
    }

    /// What makes the job the same when it is asked for twice.
    pub fn key(&self) -> &str {
        &self.claim.key
    }

    /// Whose it is; none for upkeep.
    pub const fn account(&self) -> Option<i64> {
        self.claim.account
    }

    /// Which attempt this is, from 1.
    pub const fn attempt(&self) -> i32 {
        self.claim.attempt
    }

    /// For reading, and for what may happen twice.
    pub const fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// The transaction that is committed together with the job's completion: what is written here happens exactly once.
    ///
    /// # Errors
    /// When the database is not to be had.
    pub async fn connection(&mut self) -> Result<&mut PgConnection, JobError> {
        if self.transaction.is_none() {
            self.transaction = Some(self.pool.begin().await?);
        }
        self.transaction.as_deref_mut().ok_or(JobError::Lost)
    }

    /// The job's next step. Steps are told apart by name; ask for them in the same order each time.
    ///
    /// # Errors
    /// When the job was taken over, the kept output is of another form, or the database fails.
    pub async fn step<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<Step<T>, JobError> {
        self.steps += 1;
        let kept = queue::begin_step(&self.pool, &self.claim, name, self.steps).await?;
        if let Some(output) = kept {
            let output = serde_json::from_value(output)
                .map_err(|error| JobError::Refused(format!("the output kept of step {name}: {error}")))?;
            return Ok(Step::Done(output));
        }
        let transaction = self.pool.begin().await?;
        Ok(Step::Due(RunningStep { claim: self.claim.clone(), name, transaction }))
    }

    /// Commits the effect with the completion, if the job is still this worker's.
    pub(crate) async fn complete(&mut self) -> Result<(), JobError> {
        let Some(mut transaction) = self.transaction.take() else {
            return fenced(queue::complete(&self.pool, &self.claim, &self.worker).await?);
        };
        fenced(queue::complete(&mut *transaction, &self.claim, &self.worker).await?)?;
        Ok(transaction.commit().await?)
    }
}

const fn fenced(held: bool) -> Result<(), JobError> {
    if held { Ok(()) } else { Err(JobError::Lost) }
}

impl RunningStep {
    /// The step's transaction.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }

    /// Commits the step with its output, which it gives back.
    ///
    /// # Errors
    /// When the job was taken over, or the database fails; the step is then done again.
    pub async fn finish<T: Serialize>(mut self, output: T) -> Result<T, JobError> {
        let kept: Value = serde_json::to_value(&output)
            .map_err(|error| JobError::Refused(format!("the output of step {}: {error}", self.name)))?;
        fenced(queue::finish_step(&mut self.transaction, &self.claim, self.name, kept).await?)?;
        self.transaction.commit().await?;
        Ok(output)
    }
}
