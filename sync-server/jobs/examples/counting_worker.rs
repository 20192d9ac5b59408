//! A worker with jobs that leave a row behind each time their effect happens: for counting effects, and to show how a job is written.

use clap::Parser;
use jobs::{Context, Job, JobError, Registry, Settings, Step};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a counted job is told.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Milliseconds it works before its effect.
    #[serde(default)]
    pub works: u64,
    /// Attempts that fail before one succeeds.
    #[serde(default)]
    pub fails: i32,
}

async fn effect(connection: &mut sqlx::PgConnection, job: i64, what: &str) -> Result<(), sqlx::Error> {
    sqlx::query("insert into effect (job, what) values ($1, $2)")
        .bind(job)
        .bind(what)
        .execute(connection)
        .await?;
    Ok(())
}

/// Works, and counts one effect.
struct Counted;

impl Job for Counted {
    const NAME: &'static str = "test.counted";
    const VERSION: u32 = 2;
    const TRIES: u32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(5);
    type Payload = Told;

    async fn run(&self, context: &mut Context, told: Told) -> Result<(), JobError> {
        let (id, attempt) = (context.id(), context.attempt());
        // Written before the work: a worker killed in between must not leave it behind.
        effect(context.connection().await?, id, "done").await?;
        tokio::time::sleep(Duration::from_millis(told.works)).await;
        if attempt <= told.fails {
            return Err(JobError::Retry(format!("attempt {attempt} was told to fail")));
        }
        Ok(())
    }

    fn upgrade(version: u32, payload: serde_json::Value) -> Result<Told, String> {
        let works = payload["milliseconds"].as_u64();
        let known = works.filter(|_| version == 1).map(|works| Told { works, fails: 0 });
        known.ok_or_else(|| format!("version {version} is not understood"))
    }
}

/// Three steps, with an effect in each.
struct Stepwise;

impl Job for Stepwise {
    const NAME: &'static str = "test.stepwise";
    const VERSION: u32 = 1;
    type Payload = Told;

    async fn run(&self, context: &mut Context, told: Told) -> Result<(), JobError> {
        let mut sum = 0;
        for name in ["first", "second", "third"] {
            let number: i64 = match context.step(name).await? {
                Step::Done(number) => number,
                Step::Due(mut step) => {
                    effect(step.connection(), context.id(), name).await?;
                    tokio::time::sleep(Duration::from_millis(told.works)).await;
                    if name == "second" && context.attempt() <= told.fails {
                        return Err(JobError::Retry("the second step was told to fail".to_owned()));
                    }
                    step.finish(1).await?
                }
            };
            sum += number;
        }
        let id = context.id();
        effect(context.connection().await?, id, &format!("sum {sum}")).await?;
        Ok(())
    }
}

/// Panics.
struct Panics;

impl Job for Panics {
    const NAME: &'static str = "test.panics";
    const VERSION: u32 = 1;
    const TRIES: u32 = 2;
    type Payload = ();

    async fn run(&self, _: &mut Context, (): ()) -> Result<(), JobError> {
        panic!("as it was told");
    }
}

/// Ends its whole worker, as one would that takes all memory.
struct Deadly;

impl Job for Deadly {
    const NAME: &'static str = "test.deadly";
    const VERSION: u32 = 1;
    const TRIES: u32 = 2;
    type Payload = ();

    async fn run(&self, _: &mut Context, (): ()) -> Result<(), JobError> {
        std::process::abort();
    }
}

/// Comes by itself, once an hour.
struct Hourly;

impl Job for Hourly {
    const NAME: &'static str = "test.hourly";
    const VERSION: u32 = 1;
    type Payload = ();

    async fn run(&self, context: &mut Context, (): ()) -> Result<(), JobError> {
        let id = context.id();
        Ok(effect(context.connection().await?, id, "hourly").await?)
    }
}

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

#[tokio::main]
async fn main() -> Result<(), jobs::WorkerError> {
    let settings = Arguments::parse().settings;
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    let registry = Registry::new().with(Counted).with(Stepwise).with(Panics).with(Deadly);
    let registry = registry.every(Duration::from_hours(1), Hourly);
    let registry = jobs::notify::register(registry, &settings.delivery)?;
    let pool = jobs::connect(&settings.database, settings.connections()).await?;
    let stop = async {
        let kind = tokio::signal::unix::SignalKind::terminate();
        if let Ok(mut terminate) = tokio::signal::unix::signal(kind) {
            terminate.recv().await;
        }
    };
    jobs::serve(pool, registry, &settings, |address| println!("listening on http://{address}"), stop).await
}
