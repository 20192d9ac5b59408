//! Work that is done later, and what it delivers: a queue in Postgres with its worker, notifications by mail and webhook, object storage.
//!
//! Nothing here knows what a book holds. A [`Job`] is defined beside what it works on, listed once in a [`Registry`], put into the queue in the
//! transaction of its cause ([`enqueue`]), and run by a [`Worker`] with exactly one effect.

mod backoff;
mod context;
mod database;
mod endpoints;
mod error;
mod job;
mod metrics;
pub mod notify;
pub mod objects;
pub mod queue;
mod registry;
mod settings;
mod tasks;
mod tokens;
mod upkeep;
mod worker;

pub use context::{Context, RunningStep, Step};
pub use database::connect;
pub use error::WorkerError;
pub use job::{Job, JobError};
pub use queue::{NewJob, enqueue, enqueue_all};
pub use registry::Registry;
pub use settings::{Delivery, ObjectSettings, Settings, StoreSettings, WebhookSettings};
pub use tasks::CloudTasks;
pub use upkeep::PruneHistory;
pub use worker::{Pace, Worker, serve};

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    bytes
}

/// Has TLS use ring, once for the whole program.
pub(crate) fn encryption() {
    // Refused when the program has chosen already.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
}

/// A random number.
pub(crate) fn dice() -> u64 {
    u64::from_le_bytes(random())
}
