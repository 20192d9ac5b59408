//! Looking for due jobs in Postgres.

use super::Worker;
use crate::{dice, queue};
use std::sync::Arc;
use std::time::Duration;

/// While there is more to do, short jobs that end together are replaced together.
const GATHER: Duration = Duration::from_millis(2);
const AFTER_FAILURE: Duration = Duration::from_secs(1);

impl Worker {
    /// Takes and runs due jobs until the worker stops.
    pub(crate) async fn poll(self: Arc<Self>) {
        let mut more = false;
        while !self.is_draining() {
            let Ok(first) = self.slots.clone().acquire_owned().await else { return };
            if more {
                tokio::time::sleep(GATHER).await;
            }
            let mut free = vec![first];
            while let Ok(next) = self.slots.clone().try_acquire_owned() {
                free.push(next);
            }
            if self.is_draining() {
                return;
            }
            let most = u32::try_from(free.len()).unwrap_or(u32::MAX);
            let claimed = match queue::claim(&self.pool, &self.registry, most, self.pace.lease).await {
                Ok(claimed) => claimed,
                Err(error) => {
                    tracing::warn!(%error, "the queue could not be read");
                    self.rest(AFTER_FAILURE).await;
                    continue;
                }
            };
            more = claimed.len() == free.len();
            for (job, slot) in claimed.into_iter().zip(free.drain(..)) {
                let worker = self.clone();
                tokio::spawn(async move {
                    worker.run(job).await;
                    drop(slot);
                });
            }
            if !more {
                self.rest(spread(self.pace.poll)).await;
            }
        }
    }
}

/// Give or take a quarter, so that workers do not look all at once.
fn spread(time: Duration) -> Duration {
    let quarter = time / 4;
    let span = u64::try_from(2 * quarter.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
    time.saturating_sub(quarter) + Duration::from_millis(dice() % span)
}
