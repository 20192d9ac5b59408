//! Many devices at work at once, measured for some seconds after a moment of warming up.

use super::device::{Device, Phase, Tally, Work};
use super::population::{Resident, entries};
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::stand::{Stand, Used};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Connections opened at once while a crowd gathers.
const AT_ONCE: usize = 64;
/// From here on the machine counts as full.
const FULL_PERCENT: u64 = 95;

/// How a crowd works.
pub struct Plan<'a> {
    /// Its name in the report.
    pub name: String,
    /// Who takes part.
    pub residents: &'a [Resident],
    /// Before anything counts.
    pub warm: Duration,
    /// While it counts.
    pub measured: Duration,
}

/// What a crowd did.
pub struct Outcome {
    /// Changes acknowledged while it counted.
    pub acked: u64,
    /// How long that was.
    pub took: Duration,
    /// What it cost.
    pub used: Used,
}

impl Outcome {
    /// Changes acknowledged per second.
    pub fn rate(&self) -> f64 {
        float(self.acked) / self.took.as_secs_f64()
    }
}

/// Lets the devices connect, work and go.
pub async fn work(
    stand: &Stand,
    plan: &Plan<'_>,
    tally: &Arc<Tally>,
    works: Vec<Work>,
) -> Result<Outcome, LoadError> {
    println!("{}", plan.name);
    let (phase, told) = watch::channel(Phase::Gathering);
    let mut tasks = JoinSet::new();
    let pairs = plan.residents.iter().zip(works).enumerate();
    let connecting = pairs
        .map(|(number, (resident, work))| Device::connect(stand.at, resident, number, work, tally.clone()));
    let mut connected = std::pin::pin!(stream::iter(connecting).buffer_unordered(AT_ONCE));
    while let Some(device) = connected.try_next().await? {
        // It greets at once: a server waits for that only so long.
        tasks.spawn(device.run(told.clone()));
    }
    phase.send_replace(Phase::Working);
    tally.gathered.store(true, Ordering::Relaxed);
    tokio::time::sleep(plan.warm).await;
    let (before, began) = (stand.costs(), Instant::now());
    tally.from.store(tally.now(), Ordering::Relaxed);
    tokio::time::sleep(plan.measured).await;
    tally.until.store(tally.now(), Ordering::Relaxed);
    let (took, used) = (began.elapsed(), stand.costs().since(before));
    let acked = tally.acked.load(Ordering::Relaxed);
    // What is on its way arrives.
    tokio::time::sleep(Duration::from_secs(1)).await;
    phase.send_replace(Phase::Over);
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|error| LoadError::Wrong(format!("a device failed: {error}")))??;
    }
    for (count, what) in [(&tally.refused, "changes were refused"), (&tally.broken, "connections ended")] {
        let count = count.load(Ordering::Relaxed);
        if count > 0 {
            return Err(LoadError::Wrong(format!("{}: {count} {what}", plan.name)));
        }
    }
    let (ever, kept) =
        (tally.acked_ever.load(Ordering::Relaxed), entries(&stand.pool, plan.residents).await?);
    if kept < ever {
        return Err(LoadError::Wrong(format!(
            "{}: {ever} changes acknowledged, {kept} in the logs",
            plan.name
        )));
    }
    Ok(Outcome { acked, took, used })
}

/// Adds what it cost, and says when the generator or others were in the way.
pub fn costs(figures: &mut Figures, name: &str, outcome: &Outcome) {
    let per_change = |time: Duration| time.as_secs_f64() * 1e6 / float(outcome.acked.max(1));
    let used = outcome.used;
    figures.add(name, "server CPU per change", per_change(used.server), "us", Target::None);
    figures.add(name, "Postgres CPU per change", per_change(used.postgres), "us", Target::None);
    figures.add(name, "Redis CPU per change", per_change(used.redis), "us", Target::None);
    figures.add(name, "generator CPU per change", per_change(used.generator), "us", Target::None);
    let share = |time: Duration| 100.0 * time.as_secs_f64() / outcome.took.as_secs_f64();
    figures.add(name, "others' CPU, of one processor", share(used.others), "%", Target::None);
    figures.add(name, "machine busy", float(used.busy_percent), "%", Target::None);
    if used.busy_percent >= FULL_PERCENT {
        figures.note(format!(
            "{name}: the machine was full; of one processor the generator took {:.0} %, the server {:.0} %, Postgres {:.0} %, others {:.0} %",
            share(used.generator),
            share(used.server),
            share(used.postgres),
            share(used.others)
        ));
    }
}
