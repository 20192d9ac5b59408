//! The drain: how long a worker takes to empty a full queue, and whether each job's effect happened once.

use crate::Size;
use crate::chart::{Axis, Chart};
use crate::error::LoadError;
use crate::figures::{Figures, Target, float};
use crate::processes::ticks_of;
use crate::scenario::Drain;
use clap::Parser as _;
use jobs::{Context, Job, JobError, Registry, Settings};
use private_stores::Postgres;
use sqlx::PgPool;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often it is looked how much is left.
const LOOK: Duration = Duration::from_millis(500);

/// Writes one row. There is no constraint on that table: a second effect would be a second row.
struct Count;

impl Job for Count {
    const NAME: &'static str = "load.count";
    const VERSION: u32 = 1;
    type Payload = ();

    async fn run(&self, context: &mut Context, (): ()) -> Result<(), JobError> {
        let id = context.id();
        let insert = sqlx::query("insert into effect (job) values ($1)").bind(id);
        insert.execute(context.connection().await?).await?;
        Ok(())
    }
}

#[derive(Debug, clap::Parser)]
struct WorkerArguments {
    #[command(flatten)]
    settings: Settings,
}

/// The process that does the work, until killed.
pub async fn work(arguments: Vec<String>) -> Result<(), LoadError> {
    let wrong = |error: &dyn std::fmt::Display| LoadError::Wrong(error.to_string());
    let words = std::iter::once("worker".to_owned()).chain(arguments);
    let settings = WorkerArguments::try_parse_from(words).map_err(|error| wrong(&error))?.settings;
    let pool =
        jobs::connect(&settings.database, settings.connections()).await.map_err(|error| wrong(&error))?;
    let registry = Registry::new().with(Count);
    let listening = |address| println!("listening on http://{address}");
    let served = jobs::serve(pool, registry, &settings, listening, std::future::pending()).await;
    served.map_err(|error| wrong(&error))
}

/// Fills a queue of the server's own schema, has one worker empty it, and counts.
pub async fn run(
    server: &Path,
    drain: Drain,
    target: Target,
    size: Size,
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let count = size.count(drain.jobs);
    let name = format!("drain of {count} jobs, one worker");
    println!("{name}");
    let folder = tempfile::tempdir()?;
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755))?;
    let postgres = Postgres::start(&folder.path().join("postgres"), true)?;
    let migrated = Command::new(server)
        .args(["migrate", "--database", &postgres.url()])
        .stdout(Stdio::null())
        .status()?;
    if !migrated.success() {
        return Err(LoadError::Wrong("the schema could not be made".to_owned()));
    }
    let pool = PgPool::connect(&postgres.url()).await?;
    sqlx::query("create table effect (job bigint not null)").execute(&pool).await?;
    let fill = "insert into job (name, key, version, payload)
                select 'load.count', n::text, 1, 'null' from generate_series(1, $1::bigint) n";
    sqlx::query(fill).bind(i64::try_from(count).unwrap_or(i64::MAX)).execute(&pool).await?;
    let began = Instant::now();
    let mut worker = start(&postgres, folder.path())?;
    let drained = wait(&pool, began, count as u64).await;
    let took = began.elapsed();
    let used = ticks_of(worker.id()).milliseconds_since(crate::processes::Ticks(0));
    worker.kill()?;
    worker.wait()?;
    let left = drained?;
    let open: i64 =
        sqlx::query_scalar("select count(*) from job where state <> 'done'").fetch_one(&pool).await?;
    if open != 0 {
        return Err(LoadError::Wrong(format!("{open} jobs are not done though their effects are there")));
    }
    let effects: (i64, i64) =
        sqlx::query_as("select count(*), count(distinct job) from effect").fetch_one(&pool).await?;
    let expected = (i64::try_from(count).unwrap_or(i64::MAX), i64::try_from(count).unwrap_or(i64::MAX));
    if effects != expected {
        return Err(LoadError::Wrong(format!("{count} jobs, {} effects of {} jobs", effects.0, effects.1)));
    }
    let asked = match target {
        Target::AtMost(seconds) => Target::AtMost(seconds * size.scale),
        other => other,
    };
    let seconds = took.as_secs_f64();
    figures.add(&name, "target: from the worker's start to the last effect", seconds, "s", asked);
    figures.charts.extend(charts(&left));
    let jobs = float(u64::try_from(count).unwrap_or(u64::MAX));
    figures.add(&name, "done", jobs / took.as_secs_f64(), "jobs/s", Target::None);
    figures.add(&name, "processor time of the worker", float(used) * 1_000.0 / jobs, "us/job", Target::None);
    figures.note(format!("{count} jobs had {} effects, no job more than one", effects.0));
    Ok(())
}

fn start(postgres: &Postgres, folder: &Path) -> Result<Child, LoadError> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["worker", "--", "--database", &postgres.url(), "--worker-listen", "127.0.0.1:0"]);
    command.arg("--objects").arg(folder.join("objects"));
    let mut worker = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
    let mut said = String::new();
    if let Some(output) = worker.stdout.take() {
        BufReader::new(output).read_line(&mut said)?;
    }
    if said.starts_with("listening on ") {
        return Ok(worker);
    }
    worker.kill()?;
    worker.wait()?;
    Err(LoadError::Server { said })
}

/// (seconds, jobs left), until none is. An effect is there with its job's completion or not at all, so effects are what is counted: looking for open
/// jobs among tens of thousands that are done would take Postgres longer than it takes to do one.
async fn wait(pool: &PgPool, began: Instant, count: u64) -> Result<Vec<(f64, f64)>, LoadError> {
    let until = began + Duration::from_mins(8);
    let mut left_at = vec![(0.0, float(count))];
    loop {
        tokio::time::sleep(LOOK).await;
        let done: i64 = sqlx::query_scalar("select count(*) from effect").fetch_one(pool).await?;
        let left = count.saturating_sub(done.unsigned_abs());
        left_at.push((began.elapsed().as_secs_f64(), float(left)));
        if left == 0 {
            return Ok(left_at);
        }
        if Instant::now() > until {
            return Err(LoadError::Wrong("the queue was not drained in eight minutes".to_owned()));
        }
    }
}

/// Jobs a second, and jobs left, over time.
fn charts(left: &[(f64, f64)]) -> [Chart; 2] {
    let rates = left.windows(2).map(|pair| {
        let ((from, before), (to, after)) = (pair[0], pair[1]);
        (to, (before - after) / (to - from).max(1e-3))
    });
    let time = || Axis::linear("seconds");
    let mut rate =
        Chart::new("Drain: jobs done a second", time(), Axis::linear("jobs/s")).line("done", rates);
    rate.picture = true;
    [rate, Chart::new("Drain: jobs left", time(), Axis::linear("jobs")).line("left", left.iter().copied())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_what_was_done_between_looks() {
        let [rate, left] = charts(&[(0.0, 100.0), (1.0, 60.0), (1.5, 0.0)]);
        assert_eq!(rate.lines[0].points, [(1.0, 40.0), (1.5, 120.0)]);
        assert_eq!(left.lines[0].points.len(), 3);
    }
}
