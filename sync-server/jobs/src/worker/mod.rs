//! The worker: takes jobs, runs them with one effect each, keeps its hold on them while they run, and gives back what it cannot finish.

mod poll;
mod run;
mod serve;
mod tend;

pub(crate) use run::End;
pub use serve::serve;

use crate::Registry;
use crate::metrics::Metrics;
use sqlx::PgPool;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use tokio::task::AbortHandle;

/// How fast a worker goes about it.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Jobs run at once.
    pub concurrency: u32,
    /// Between looks at an empty queue, give or take a quarter.
    pub poll: Duration,
    /// How long a job is held without a sign of life.
    pub lease: Duration,
    /// Before the second try; doubled for each further one.
    pub retry_first: Duration,
}

/// One process that runs jobs.
pub struct Worker {
    pub(crate) pool: PgPool,
    pub(crate) registry: Registry,
    pub(crate) pace: Pace,
    /// Kept with each attempt.
    pub(crate) name: String,
    pub(crate) metrics: Metrics,
    slots: Arc<Semaphore>,
    running: Mutex<HashMap<i64, Running>>,
    draining: AtomicBool,
    stopped: Notify,
}

struct Running {
    attempt: i32,
    abort: AbortHandle,
}

impl Worker {
    /// One that has not begun yet.
    pub fn new(pool: PgPool, registry: Registry, pace: Pace, name: String) -> Arc<Self> {
        let slots = Arc::new(Semaphore::new(pace.concurrency.max(1) as usize));
        let metrics = Metrics::new();
        Arc::new(Self {
            pool,
            registry,
            pace,
            name,
            metrics,
            slots,
            running: Mutex::default(),
            draining: AtomicBool::new(false),
            stopped: Notify::new(),
        })
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }

    /// Takes no more jobs, waits for those under way as long as it may, and gives the rest back.
    pub async fn drain(&self, patience: Duration) {
        self.draining.store(true, Ordering::Relaxed);
        self.stopped.notify_waiters();
        let until = tokio::time::Instant::now() + patience;
        while !self.held().is_empty() && tokio::time::Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let left = self.held();
        if left.is_empty() {
            return;
        }
        for running in self.lock().values() {
            running.abort.abort();
        }
        match crate::queue::release(&self.pool, &left, &self.name).await {
            Ok(given) => tracing::info!(given, "gave unfinished jobs back"),
            Err(error) => tracing::warn!(%error, "unfinished jobs are taken over when their lease ends"),
        }
    }

    /// A free hand, if there is one.
    pub(crate) fn slot(&self) -> Option<tokio::sync::OwnedSemaphorePermit> {
        self.slots.clone().try_acquire_owned().ok()
    }

    fn held(&self) -> Vec<(i64, i32)> {
        self.lock().iter().map(|(id, running)| (*id, running.attempt)).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps, unless the worker stops.
    pub(crate) async fn rest(&self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.stopped.notified() => {}
        }
    }
}
