//! What an operator can watch: numbers only, no names.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;
use sync_protocol::{Bye, ByeCode, Frame, PushAck, PushResult};

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct ResultLabel {
    result: &'static str,
}

/// What a device sends.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FrameLabel {
    kind: &'static str,
}

/// Why the server ended a connection, as the protocol names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct FarewellLabel {
    code: &'static str,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RequestLabels {
    /// As the router names it.
    pub route: String,
    pub method: &'static str,
    pub status: u16,
}

/// Seconds; 0.3 is what is promised.
const REQUEST_SECONDS: [f64; 12] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 1.0, 5.0, 30.0];

/// Everything measured.
pub struct Metrics {
    registry: RwLock<Registry>,
    pub(crate) connections: Gauge,
    pub(crate) refused_connections: Counter,
    changes: Family<ResultLabel, Counter>,
    push_seconds: Histogram,
    hint_seconds: Histogram,
    pool_wait_seconds: Histogram,
    frames: Family<FrameLabel, Counter>,
    farewells: Family<FarewellLabel, Counter>,
    requests: Family<RequestLabels, Histogram>,
    pub(crate) commits: Counter,
    pub(crate) quick_commits: Counter,
    pub(crate) failed_commits: Counter,
    pub(crate) pages: Counter,
    pub(crate) hot_pages: Counter,
    pub(crate) hints: Counter,
    pub(crate) lost_hints: Counter,
    pub(crate) slow_connections: Counter,
    pub(crate) redis_up: Gauge,
    pub(crate) failed_sign_ins: Counter,
    pub(crate) limited: Counter,
    pub(crate) digest_disagreements: Counter,
    pub(crate) fences: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let metrics = Self {
            registry: RwLock::new(Registry::with_prefix("valorize")),
            connections: Gauge::default(),
            refused_connections: Counter::default(),
            changes: Family::default(),
            push_seconds: Histogram::new(exponential_buckets(0.000_25, 2.0, 16)),
            hint_seconds: Histogram::new(exponential_buckets(0.000_05, 2.0, 18)),
            pool_wait_seconds: Histogram::new(exponential_buckets(0.000_05, 2.0, 18)),
            frames: Family::default(),
            farewells: Family::default(),
            requests: Family::new_with_constructor(|| Histogram::new(REQUEST_SECONDS)),
            commits: Counter::default(),
            quick_commits: Counter::default(),
            failed_commits: Counter::default(),
            pages: Counter::default(),
            hot_pages: Counter::default(),
            hints: Counter::default(),
            lost_hints: Counter::default(),
            slow_connections: Counter::default(),
            redis_up: Gauge::default(),
            failed_sign_ins: Counter::default(),
            limited: Counter::default(),
            digest_disagreements: Counter::default(),
            fences: Counter::default(),
        };
        metrics.add(|registry| metrics.register(registry));
        metrics
    }

    /// Adds what another part of the program measures.
    pub fn add(&self, register: impl FnOnce(&mut Registry)) {
        register(&mut self.registry.write().unwrap_or_else(PoisonError::into_inner));
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("connections", "Devices connected now", self.connections.clone());
        registry.register("changes", "Pushed changes by result", self.changes.clone());
        let help = "From a push's arrival to its durable answer";
        registry.register("push_seconds", help, self.push_seconds.clone());
        let help = "From a log's growth being known here to the hint having been sent to a device";
        registry.register("hint_seconds", help, self.hint_seconds.clone());
        let help = "How long commits waited for a connection to Postgres";
        registry.register("pool_wait_seconds", help, self.pool_wait_seconds.clone());
        registry.register("frames", "Frames received from devices, by kind", self.frames.clone());
        registry.register("farewells", "Connections the server ended, by code", self.farewells.clone());
        let help = "How long requests took, by route, method and status";
        registry.register("http_request_duration_seconds", help, self.requests.clone());
        registry.register("redis_up", "1 while Redis answers", self.redis_up.clone());
        for (name, help, counter) in [
            ("refused_connections", "Connections refused", &self.refused_connections),
            ("commits", "Group commits", &self.commits),
            ("quick_commits", "Of those, in one statement", &self.quick_commits),
            ("failed_commits", "Group commits given up", &self.failed_commits),
            ("pages", "Pages sent", &self.pages),
            ("hot_pages", "Of those, pages that Redis still had", &self.hot_pages),
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

    /// Counts a request that was answered.
    pub(crate) fn requested(&self, labels: &RequestLabels, took: Duration) {
        self.requests.get_or_create(labels).observe(took.as_secs_f64());
    }

    /// A device was told of news that came so long ago.
    pub(crate) fn told(&self, after: Duration) {
        self.hint_seconds.observe(after.as_secs_f64());
    }

    /// A commit waited so long for a connection.
    pub(crate) fn waited(&self, time: Duration) {
        self.pool_wait_seconds.observe(time.as_secs_f64());
    }

    /// A device has sent something.
    pub(crate) fn received(&self, frame: &Frame) {
        let kind = match frame {
            Frame::Push(_) => "push",
            Frame::Pull(_) => "pull",
            Frame::Ping(_) => "ping",
            Frame::Digest(_) => "digest",
            Frame::Reconcile(_) => "reconcile",
            Frame::SnapshotHead(_) | Frame::SnapshotPart(_) => "snapshot_up",
            Frame::SnapshotGet(_) => "snapshot_down",
            Frame::SnapshotVerified(_) => "snapshot_verified",
            Frame::Bye(_) => "bye",
            _ => "other",
        };
        self.frames.get_or_create(&FrameLabel { kind }).inc();
    }

    /// The server ended a connection.
    pub(crate) fn parted(&self, bye: &Bye) {
        let code = match ByeCode::try_from(bye.code) {
            Ok(ByeCode::Draining) => "draining",
            Ok(ByeCode::NotFound) => "not_found",
            Ok(ByeCode::Unauthorised) => "unauthorised",
            Ok(ByeCode::TooMany) => "too_many",
            Ok(ByeCode::Protocol) => "protocol",
            Ok(ByeCode::UpdateRequired) => "update_required",
            Ok(ByeCode::Internal) => "internal",
            Ok(ByeCode::TooSlow) => "too_slow",
            Err(_) => "other",
        };
        self.farewells.get_or_create(&FarewellLabel { code }).inc();
    }

    /// Counts the answer to a push.
    pub(crate) fn pushed(&self, ack: &PushAck, took: Duration) {
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
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry.read().unwrap_or_else(PoisonError::into_inner))
            .expect("a string takes everything");
        text
    }
}
