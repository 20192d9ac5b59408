//! One attempt at one job, from its claim to its outcome.

use super::{Running, Worker};
use crate::backoff::backoff;
use crate::queue::{self, Claim, Claimed};
use crate::{Context, JobError, dice};
use serde_json::Value;
use std::sync::Arc;
use std::time::Instant;
use tokio::task::JoinError;
use tracing::Instrument as _;
use tracing::field::Empty;

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Its effect has happened.
    Done,
    /// It will be tried again.
    Failed,
    /// It is given up and kept.
    Dead,
    /// Somebody else has it, or the worker ends.
    Lost,
}

impl End {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dead => "dead",
            Self::Lost => "lost",
        }
    }
}

impl Worker {
    /// Runs a claimed job on a task of its own: a panic there is a failed attempt and nothing more.
    pub(crate) async fn run(self: &Arc<Self>, claimed: Claimed) -> End {
        let began = Instant::now();
        let Claimed { claim, name, version, payload, trace, tries } = claimed;
        let span = tracing::info_span!("job", id = claim.id, name, attempt = claim.attempt, end = Empty);
        if let Some(parent) = &trace {
            telemetry::adopt(&span, parent);
        }
        let (worker, own, job) = (self.clone(), claim.clone(), name.clone());
        let task = tokio::spawn(
            async move { worker.attempt(own, &job, version, payload).await }.instrument(span.clone()),
        );
        let running = Running { attempt: claim.attempt, abort: task.abort_handle() };
        self.lock().insert(claim.id, running);
        let result = task.await;
        let end = self.settle(&claim, &name, tries, result).await;
        let mut running = self.lock();
        if running.get(&claim.id).is_some_and(|running| running.attempt == claim.attempt) {
            running.remove(&claim.id);
        }
        drop(running);
        span.record("end", end.name());
        self.metrics.ended(&name, end, began.elapsed());
        end
    }

    async fn attempt(&self, claim: Claim, name: &str, version: u32, payload: Value) -> Result<(), JobError> {
        let unknown = || JobError::Retry(format!("this worker knows no job {name}"));
        let handler = self.registry.find(name).ok_or_else(unknown)?;
        let mut context = Context::new(claim, self.pool.clone(), self.name.clone());
        let limit = handler.timeout();
        match tokio::time::timeout(limit, handler.run(&mut context, version, payload)).await {
            Ok(result) => result?,
            Err(_) => return Err(JobError::Retry(format!("it took longer than {} s", limit.as_secs()))),
        }
        context.complete().await
    }

    async fn settle(
        &self,
        claim: &Claim,
        name: &str,
        tries: u32,
        result: Result<Result<(), JobError>, JoinError>,
    ) -> End {
        let (error, last) = match result {
            Ok(Ok(())) => return End::Done,
            Ok(Err(JobError::Lost)) => return End::Lost,
            Err(error) if error.is_cancelled() => return End::Lost,
            Ok(Err(error)) => (error.to_string(), error.is_final()),
            Err(error) => (panicked(error), false),
        };
        let most = self.registry.find(name).map_or(0, crate::registry::Handler::tries);
        let dead = last || tries >= most;
        let again = (!dead).then(|| backoff(self.pace.retry_first, tries, dice()));
        tracing::warn!(job = claim.id, name, attempt = claim.attempt, dead, %error, "a job failed");
        match queue::fail(&self.pool, claim, &self.name, &error, again).await {
            Ok(true) if dead => End::Dead,
            Ok(true) => End::Failed,
            Ok(false) => End::Lost,
            Err(error) => {
                // The lease runs out, and the job is taken over with this attempt counted.
                tracing::warn!(job = claim.id, name, %error, "a failed attempt could not be written down");
                End::Lost
            }
        }
    }
}

fn panicked(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else { return "it ended by itself".to_owned() };
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    format!("it panicked: {text}")
}
