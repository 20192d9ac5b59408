//! What an operator can watch of hosted books.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Where an answer came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct FromLabel {
    from: &'static str,
}

/// Everything measured here.
#[derive(Default)]
pub struct Metrics {
    /// Entries of hosted logs that no read model holds yet, at the last look.
    pub lag: Gauge,
    /// Entries taken into read models.
    pub projected: Counter,
    /// Entries that did not open yet when they came.
    pub waiting: Counter,
    /// Projections given up.
    pub failed: Counter,
    answers: Family<FromLabel, Counter>,
}

impl Metrics {
    /// Makes them visible.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("hosted_lag_entries", "Entries no read model holds yet", self.lag.clone());
        registry.register("hosted_projected", "Entries taken into read models", self.projected.clone());
        registry.register("hosted_waiting", "Entries that did not open when they came", self.waiting.clone());
        registry.register("hosted_failed", "Projections given up", self.failed.clone());
        registry.register("hosted_answers", "Cached reads by where they came from", self.answers.clone());
    }

    /// An answer was found here: `memory`, `redis` or `database`.
    pub fn answered(&self, from: &'static str) {
        self.answers.get_or_create(&FromLabel { from }).inc();
    }
}
