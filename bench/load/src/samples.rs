//! Beside the users or devices, once a second: what server, Postgres and Redis take and do.

use crate::chart::{Axis, Chart};
use crate::error::LoadError;
use crate::figures::float;
use crate::stand::{Costs, Stand, Used};
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// One second.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample {
    /// Of the run, at its end.
    pub at: f64,
    pub used: Used,
    /// How long it was.
    pub took: f64,
    pub server_mib: f64,
    pub commits: f64,
    pub connections: f64,
    /// Of the pages Postgres wanted, found in its memory.
    pub hit_percent: f64,
    pub redis_commands: f64,
    pub redis_mib: f64,
}

/// Counters that only grow.
#[derive(Debug, Clone, Copy)]
struct Counters {
    at: Instant,
    costs: Costs,
    commits: i64,
    hits: i64,
    reads: i64,
    redis_commands: u64,
}

/// Samples until told to stop. While a store is away its numbers are 0.
pub async fn watch(stand: Arc<Stand>, began: Instant, over: Arc<AtomicBool>) -> Vec<Sample> {
    let mut samples = Vec::new();
    let (mut before, _, _) = counters(&stand).await;
    let mut next = Instant::now();
    while !over.load(Ordering::Relaxed) {
        next += Duration::from_secs(1);
        tokio::time::sleep_until(next.into()).await;
        let (now, connections, redis_mib) = counters(&stand).await;
        let took = (now.at - before.at).as_secs_f64();
        let grown = |now: i64, before: i64| float(now.saturating_sub(before).max(0).unsigned_abs());
        let (hits, reads) = (grown(now.hits, before.hits), grown(now.reads, before.reads));
        samples.push(Sample {
            at: (now.at - began).as_secs_f64(),
            used: now.costs.since(before.costs),
            took,
            server_mib: float(stand.resident()) / 1024.0 / 1024.0,
            commits: grown(now.commits, before.commits) / took,
            connections,
            hit_percent: 100.0 * hits / (hits + reads).max(1.0),
            redis_commands: float(now.redis_commands.saturating_sub(before.redis_commands)) / took,
            redis_mib,
        });
        before = now;
    }
    samples
}

async fn counters(stand: &Stand) -> (Counters, f64, f64) {
    let row: Result<(i64, i64, i64, i32), sqlx::Error> = sqlx::query_as(
        "select xact_commit, blks_hit, blks_read, numbackends from pg_stat_database where datname = current_database()",
    )
    .fetch_one(&stand.pool)
    .await;
    let (commits, hits, reads, connections) = row.unwrap_or_default();
    let socket = stand.redis_socket();
    let said = tokio::task::spawn_blocking(move || info(&socket)).await;
    let said = said.ok().and_then(Result::ok).unwrap_or_default();
    let number = |name: &str| {
        said.lines().find_map(|line| line.strip_prefix(name)?.parse::<u64>().ok()).unwrap_or_default()
    };
    let counters = Counters {
        at: Instant::now(),
        costs: stand.costs(),
        commits,
        hits,
        reads,
        redis_commands: number("total_commands_processed:"),
    };
    (counters, f64::from(connections), float(number("used_memory:")) / 1024.0 / 1024.0)
}

/// What Redis says of itself.
fn info(socket: &Path) -> Result<String, LoadError> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    // It closes after QUIT, so that there is an end to read to.
    stream.write_all(b"INFO\r\nQUIT\r\n")?;
    let mut said = String::new();
    stream.read_to_string(&mut said)?;
    Ok(said)
}

/// Processors and memory over time, with what happened marked.
pub fn charts(name: &str, samples: &[Sample], marks: &[(f64, String)]) -> [Chart; 2] {
    let chart = |what: &str, unit: &str| {
        let title = format!("{name}: {what}");
        let mut chart = Chart::new(&title, Axis::linear("seconds"), Axis::linear(unit));
        chart.marks = marks.to_vec();
        chart
    };
    let cpu = |pick: fn(&Sample) -> f64| {
        samples.iter().map(move |sample| (sample.at, 100.0 * pick(sample) / sample.took))
    };
    let processors = chart("processors over time", "% of one processor")
        .line("server", cpu(|sample| sample.used.server.as_secs_f64()))
        .line("Postgres", cpu(|sample| sample.used.postgres.as_secs_f64()))
        .line("Redis", cpu(|sample| sample.used.redis.as_secs_f64()))
        .line("generator", cpu(|sample| sample.used.generator.as_secs_f64()))
        .line("others", cpu(|sample| sample.used.others.as_secs_f64()));
    let memory = chart("memory over time", "MiB")
        .line("server", samples.iter().map(|sample| (sample.at, sample.server_mib)))
        .line("Redis", samples.iter().map(|sample| (sample.at, sample.redis_mib)));
    [processors, memory]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redis_says_what_it_did() {
        let folder = tempfile::tempdir().expect("a folder");
        let redis = private_stores::Redis::start(folder.path()).expect("a Redis");
        let said = info(&folder.path().join("redis.sock")).expect("an answer");
        assert!(said.contains("total_commands_processed:") && said.contains("used_memory:"), "{said}");
        drop(redis);
    }
}
