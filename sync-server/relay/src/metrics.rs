//! What an operator can watch: numbers only, no names.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::time::Duration;
use sync_protocol::{PushAck, PushResult};

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ResultLabel {
    result: &'static str,
}

/// Everything measured.
pub struct Metrics {
    registry: Registry,
    pub connections: Gauge,
    pub refused_connections: Counter,
    changes: Family<ResultLabel, Counter>,
    push_seconds: Histogram,
    pub commits: Counter,
    pub failed_commits: Counter,
    pub pages: Counter,
    pub hints: Counter,
    pub lost_hints: Counter,
    pub slow_connections: Counter,
    pub redis_up: Gauge,
    pub failed_sign_ins: Counter,
    pub limited: Counter,
    pub digest_disagreements: Counter,
    pub fences: Counter,
}

impl Metrics {
    pub fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("valorize"),
            connections: Gauge::default(),
            refused_connections: Counter::default(),
            changes: Family::default(),
            push_seconds: Histogram::new(exponential_buckets(0.000_25, 2.0, 16)),
            commits: Counter::default(),
            failed_commits: Counter::default(),
            pages: Counter::default(),
            hints: Counter::default(),
            lost_hints: Counter::default(),
            slow_connections: Counter::default(),
            redis_up: Gauge::default(),
            failed_sign_ins: Counter::default(),
            limited: Counter::default(),
            digest_disagreements: Counter::default(),
            fences: Counter::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("connections", "Devices connected now", self.connections.clone());
        registry.register("changes", "Pushed changes by result", self.changes.clone());
        let help = "From a push's arrival to its durable answer";
        registry.register("push_seconds", help, self.push_seconds.clone());
        registry.register("redis_up", "1 while Redis answers", self.redis_up.clone());
        for (name, help, counter) in [
            ("refused_connections", "Connections refused", &self.refused_connections),
            ("commits", "Group commits", &self.commits),
            ("failed_commits", "Group commits given up", &self.failed_commits),
            ("pages", "Pages sent", &self.pages),
            ("hints", "Hints sent to devices", &self.hints),
            ("lost_hints", "Hints dropped for slow devices", &self.lost_hints),
            ("slow_connections", "Connections left because they were too slow", &self.slow_connections),
            ("failed_sign_ins", "Wrong names or passwords", &self.failed_sign_ins),
            ("limited", "Requests refused by a rate limit", &self.limited),
            ("digest_disagreements", "Devices at one place that differ", &self.digest_disagreements),
            ("fences", "Times all logs got new epochs", &self.fences),
        ] {
            registry.register(name, help, counter.clone());
        }
    }

    /// Counts the answer to a push.
    pub fn pushed(&self, ack: &PushAck, took: Duration) {
        self.push_seconds.observe(took.as_secs_f64());
        for result in &ack.results {
            let result = match PushResult::try_from(*result) {
                Ok(PushResult::Stored) => "stored",
                Ok(PushResult::Known) => "known",
                Ok(PushResult::Conflict) => "conflict",
                Ok(PushResult::MissingDependencies) => "missing_dependencies",
                Ok(PushResult::Quota) => "quota",
                Ok(PushResult::Forbidden) => "forbidden",
                Ok(PushResult::TooLarge) | Err(_) => "other",
            };
            self.changes.get_or_create(&ResultLabel { result }).inc();
        }
    }

    /// All of it, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string takes everything");
        text
    }
}
