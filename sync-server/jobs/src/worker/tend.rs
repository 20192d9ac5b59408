//! What goes on beside running jobs: signs of life, taking over from lost workers, jobs that come by themselves.

use super::Worker;
use crate::queue;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How often it is looked whether a recurring job's next period has begun.
const RECURRING: Duration = Duration::from_secs(30);

impl Worker {
    /// Tends until the worker is gone.
    pub(crate) async fn tend(self: Arc<Self>) {
        let mut looked: Option<Instant> = None;
        loop {
            if let Err(error) = self.keep().await {
                tracing::warn!(%error, "running jobs could not be kept; others may take them over");
            }
            if !self.is_draining() {
                match queue::reap(&self.pool, &self.registry).await {
                    Ok(0) => {}
                    Ok(found) => {
                        self.metrics.taken_over(found);
                        tracing::warn!(found, "took over jobs of a worker that was lost");
                    }
                    Err(error) => tracing::warn!(%error, "lost jobs could not be looked for"),
                }
                if looked.is_none_or(|last| last.elapsed() >= RECURRING) {
                    match self.recur().await {
                        Ok(()) => looked = Some(Instant::now()),
                        Err(error) => {
                            tracing::warn!(%error, "recurring jobs could not be put into the queue");
                        }
                    }
                }
            }
            tokio::time::sleep(self.pace.lease / 3).await;
        }
    }

    /// Extends what is held; what is held no longer is stopped, since its work would count for nothing.
    async fn keep(&self) -> Result<(), sqlx::Error> {
        let held = self.held();
        if held.is_empty() {
            return Ok(());
        }
        let kept = queue::extend(&self.pool, &held, self.pace.lease).await?;
        for (id, attempt) in held.into_iter().filter(|(id, _)| !kept.contains(id)) {
            // It may have ended by itself in the meantime; then stopping it does nothing.
            if let Some(running) = self.lock().get(&id).filter(|running| running.attempt == attempt) {
                tracing::warn!(job = id, "another worker has the job; it is stopped here");
                running.abort.abort();
            }
        }
        Ok(())
    }

    async fn recur(&self) -> Result<(), sqlx::Error> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let jobs = self.registry.recurring().iter().map(|recurring| recurring.at(now)).collect();
        let mut connection = self.pool.acquire().await?;
        queue::enqueue_all(&mut connection, jobs).await?;
        Ok(())
    }
}
