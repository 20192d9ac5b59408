//! What operators see of the queue and the worker, as Prometheus reads it.

use crate::worker::End;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use sqlx::PgPool;
use std::time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Name {
    name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Backlog {
    name: String,
    state: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    name: String,
    outcome: &'static str,
}

/// Numbers of one worker, and of the queue as it is when they are asked for.
pub struct Metrics {
    registry: Registry,
    backlog: Family<Backlog, Gauge>,
    oldest: Family<Name, Gauge>,
    attempts: Family<Outcome, Counter>,
    seconds: Family<Outcome, Histogram>,
    taken_over: Counter,
    pub refused_tokens: Counter,
    pub handed: Counter,
}

/// Seconds; 30 is what is promised.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0];

fn durations() -> Histogram {
    Histogram::new(SECONDS)
}

impl Metrics {
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("valorize"),
            backlog: Family::default(),
            oldest: Family::default(),
            attempts: Family::default(),
            seconds: Family::new_with_constructor(durations),
            taken_over: Counter::default(),
            refused_tokens: Counter::default(),
            handed: Counter::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("jobs", "Jobs that have not been done, by name and state", metrics.backlog.clone());
        let help = "Seconds the job that is due longest has waited, by name";
        registry.register("jobs_oldest_seconds", help, metrics.oldest.clone());
        registry.register("job_attempts", "Attempts by name and outcome", metrics.attempts.clone());
        let help = "How long attempts took, by name and outcome";
        registry.register("job_seconds", help, metrics.seconds.clone());
        registry.register("jobs_taken_over", "Jobs of workers that were lost", metrics.taken_over.clone());
        let help = "Calls with a token that is not good";
        registry.register("worker_refused_tokens", help, metrics.refused_tokens.clone());
        registry.register("jobs_handed", "Jobs handed to Cloud Tasks", metrics.handed.clone());
        metrics
    }

    /// Counts the end of an attempt.
    pub fn ended(&self, name: &str, end: End, took: Duration) {
        let outcome = Outcome { name: name.to_owned(), outcome: end.name() };
        self.attempts.get_or_create(&outcome).inc();
        self.seconds.get_or_create(&outcome).observe(took.as_secs_f64());
    }

    pub fn taken_over(&self, jobs: u64) {
        self.taken_over.inc_by(jobs);
    }

    /// All of it, with the queue as it is now.
    pub async fn text(&self, pool: &PgPool) -> Result<String, sqlx::Error> {
        let rows = sqlx::query!(
            r#"select name, state, count(*) as "jobs!",
                 coalesce(extract(epoch from now() - min(next_at) filter (where next_at <= now()))::bigint, 0) as "oldest!"
               from (
                 select name, state, next_at from job where state = 'waiting'
                 union all select name, state, next_at from job where state = 'running'
                 union all select name, state, next_at from job where state = 'dead'
               ) open
               group by name, state"#
        )
        .fetch_all(pool)
        .await?;
        self.backlog.clear();
        self.oldest.clear();
        for row in rows.into_iter().filter_map(|row| Some((row.name?, row.state?, row.jobs, row.oldest))) {
            let (name, state, jobs, oldest) = row;
            if state == "waiting" {
                self.oldest.get_or_create(&Name { name: name.clone() }).set(oldest);
            }
            self.backlog.get_or_create(&Backlog { name, state }).set(jobs);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string takes everything");
        Ok(text)
    }
}
