//! What a job is.

use crate::Context;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// Work done outside a request. The same job may be begun several times; what it writes through [`Context::connection`] and in finished
/// steps happens once.
pub trait Job: Send + Sync + 'static {
    /// `noun.verb`; never reused for something else.
    const NAME: &'static str;
    /// Of the payload's form. Raise it with every change that the old form does not fit, and teach [`Job::upgrade`] the old one.
    const VERSION: u32;
    /// Tries before it is given up and kept as dead.
    const TRIES: u32 = 8;
    /// An attempt takes no longer. Below ten minutes, which is what Cloud Tasks waits for an answer.
    const TIMEOUT: Duration = Duration::from_mins(5);
    /// What it is told.
    type Payload: Serialize + DeserializeOwned + Send;

    /// Does it.
    fn run(
        &self,
        context: &mut Context,
        payload: Self::Payload,
    ) -> impl Future<Output = Result<(), JobError>> + Send;

    /// A payload of an older version in today's form.
    ///
    /// # Errors
    /// When the version is not known any more; the job is then kept as dead, with this text.
    fn upgrade(version: u32, payload: Value) -> Result<Self::Payload, String> {
        drop(payload);
        Err(format!("payload version {version} is not understood, only {}", Self::VERSION))
    }
}

/// Why an attempt ended without its effect.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may go better later.
    #[error("{0}")]
    Retry(String),
    /// It never will: dead at once.
    #[error("{0}")]
    Refused(String),
    /// The database failed; it is tried again.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// Another worker has taken the job over. Nothing of this attempt counts.
    #[error("another worker has the job")]
    Lost,
}

impl JobError {
    /// Will further attempts be made?
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}
