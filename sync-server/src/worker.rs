//! The role `worker`: the list of every job, and running them.

use crate::ServerError;
use hosted::HostedSettings;
use jobs::objects::Objects;
use jobs::{Context, Job, JobError, PruneHistory, Registry, notify};
use relay::Settings;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// How the worker runs, and what its upkeep keeps.
#[derive(Debug, clap::Args)]
pub struct WorkerSettings {
    #[command(flatten)]
    worker: jobs::Settings,
    /// Days a change is kept in full after two verified snapshots hold it; without this nothing is ever pruned. At least 90.
    #[arg(long, env = "VALORIZE_PRUNE_AFTER_DAYS", value_parser = clap::value_parser!(u32).range(90..))]
    prune_after_days: Option<u32>,
    /// Redis for hints to the instances that serve devices: without it they find what a job wrote by looking.
    #[arg(long, env = "VALORIZE_REDIS", hide_env_values = true)]
    redis: Option<String>,
    #[command(flatten)]
    hosted: HostedSettings,
    /// Folder of the embedding model, as infra/model/setup.py fills it: merchants unlike a book's others are told then.
    #[arg(long, env = "VALORIZE_MODEL")]
    model: Option<PathBuf>,
}

/// Drops bodies that verified snapshots hold.
struct PruneLog {
    days: Option<u32>,
}

impl Job for PruneLog {
    const NAME: &'static str = "log.prune";
    const VERSION: u32 = 1;
    const TIMEOUT: Duration = Duration::from_mins(9);
    type Payload = ();

    async fn run(&self, context: &mut Context, (): ()) -> Result<(), JobError> {
        if let Some(days) = self.days {
            let entries = relay::prune(context.pool(), days).await?;
            tracing::info!(entries, "pruned the log");
        }
        Ok(())
    }
}

/// Drops invitations, sign-ins and pairings whose time is over.
struct ForgetExpired;

impl Job for ForgetExpired {
    const NAME: &'static str = "expired.forget";
    const VERSION: u32 = 1;
    type Payload = ();

    async fn run(&self, context: &mut Context, (): ()) -> Result<(), JobError> {
        let rows = relay::forget_expired(context.pool()).await?;
        tracing::info!(rows, "forgot what has expired");
        Ok(())
    }
}

/// Every job there is.
async fn registry(settings: WorkerSettings) -> Result<Registry, ServerError> {
    let WorkerSettings { worker, prune_after_days, redis, hosted: of_books, model } = settings;
    let history = PruneHistory {
        done_days: worker.job_history_days,
        dead_days: worker.job_dead_days,
        notification_days: worker.delivery.notification_days,
    };
    let registry = Registry::new()
        .every(DAY, history)
        .every(DAY, PruneLog { days: prune_after_days })
        .every(DAY / 24, ForgetExpired);
    let registry = notify::register(registry, &worker.delivery)?;
    // The log's writer without its routes: what a job writes into a book goes through it.
    let port = relay::open(Settings::beside(&worker.database, redis.as_deref())).await?;
    let objects = Objects::open(&worker.objects).map_err(jobs::WorkerError::from)?;
    Ok(hosted::register_jobs(registry, port, of_books, Arc::new(objects), model.as_deref())?)
}

/// Runs jobs until `stop` comes true.
pub async fn run(
    settings: WorkerSettings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let worker = settings.worker.clone();
    let pool = jobs::connect(&worker.database, worker.connections()).await?;
    if worker.migrate {
        relay::migrate(&pool).await?;
    }
    let registry = registry(settings).await?;
    let listening = |address| println!("listening on http://{address}");
    Ok(jobs::serve(pool, registry, &worker, listening, stop).await?)
}
