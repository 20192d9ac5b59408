//! The role `worker`: the list of every job, and running them.

use crate::ServerError;
use jobs::{Context, Job, JobError, PruneHistory, Registry, notify};
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
fn registry(settings: &WorkerSettings) -> Result<Registry, ServerError> {
    let WorkerSettings { worker, prune_after_days } = settings;
    let history = PruneHistory {
        done_days: worker.job_history_days,
        dead_days: worker.job_dead_days,
        notification_days: worker.delivery.notification_days,
    };
    let registry = Registry::new()
        .every(DAY, history)
        .every(DAY, PruneLog { days: *prune_after_days })
        .every(DAY / 24, ForgetExpired);
    Ok(notify::register(registry, &worker.delivery)?)
}

/// Runs jobs until `stop` comes true.
pub async fn run(
    settings: &WorkerSettings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let registry = registry(settings)?;
    let pool = jobs::connect(&settings.worker.database, settings.worker.connections()).await?;
    if settings.worker.migrate {
        relay::migrate(&pool).await?;
    }
    let listening = |address| println!("listening on http://{address}");
    Ok(jobs::serve(pool, registry, &settings.worker, listening, stop).await?)
}
