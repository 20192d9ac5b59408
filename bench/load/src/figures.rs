//! What was measured, one figure a line, and how latencies are kept.

use crate::chart::Chart;
use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Figure {
    /// What was going on.
    pub scenario: String,
    /// What was measured.
    pub what: String,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: String,
    /// What is asked of it; empty where nothing is.
    pub target: Target,
}

/// What is asked of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Target {
    /// Nothing.
    None,
    /// No less.
    AtLeast(f64),
    /// No more.
    AtMost(f64),
}

impl Target {
    /// Does the value do?
    pub fn met(self, value: f64) -> Option<bool> {
        match self {
            Self::None => None,
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
        }
    }
}

/// All figures of a run, and the distributions to draw.
#[derive(Default)]
pub struct Figures {
    /// In the order they were measured.
    pub all: Vec<Figure>,
    /// Latencies in microseconds, by name.
    pub curves: Vec<(String, Histogram<u64>)>,
    /// What whoever reads the figures must know.
    pub notes: Vec<String>,
    /// What is drawn beside the curves.
    pub charts: Vec<Chart>,
    /// Why the figures say nothing about the server.
    pub uncertified: Option<String>,
}

impl Figures {
    /// Keeps a figure, and says it.
    pub fn add(&mut self, scenario: &str, what: &str, value: f64, unit: &str, target: Target) {
        let verdict = match target.met(value) {
            None => "",
            Some(true) => "  (as asked)",
            Some(false) => "  (NOT as asked)",
        };
        println!("  {what}: {value:.2} {unit}{verdict}");
        self.keep(scenario, what, value, unit, target);
    }

    /// Keeps a figure.
    pub fn keep(&mut self, scenario: &str, what: &str, value: f64, unit: &str, target: Target) {
        let (scenario, what, unit) = (scenario.to_owned(), what.to_owned(), unit.to_owned());
        self.all.push(Figure { scenario, what, value, unit, target });
    }

    /// Keeps a distribution: its percentiles as figures, the whole to be drawn.
    pub fn latency(&mut self, scenario: &str, names: [&str; 3], latencies: &Latencies, p95: Target) {
        let histogram = latencies.histogram();
        for (name, percent, target) in
            [(names[0], 50.0, Target::None), (names[1], 95.0, p95), (names[2], 99.0, Target::None)]
        {
            let micros = Duration::from_micros(histogram.value_at_percentile(percent));
            self.add(scenario, name, micros.as_secs_f64() * 1_000.0, "ms", target);
        }
        let what = names[0].rsplit_once(' ').map_or(names[0], |(what, _)| what);
        self.curves.push((format!("{scenario}: {what}"), histogram));
    }

    /// Keeps a remark, and says it.
    pub fn note(&mut self, text: String) {
        println!("  note: {text}");
        self.notes.push(text);
    }
}

/// Latencies recorded by many tasks.
pub struct Latencies(Mutex<Histogram<u64>>);

impl Latencies {
    /// From a microsecond to a minute, three digits.
    pub fn new() -> Self {
        Self(Mutex::new(Histogram::new_with_bounds(1, 60_000_000, 3).expect("the bounds are in order")))
    }

    /// One took so long.
    pub fn record(&self, nanoseconds: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).saturating_record((nanoseconds / 1_000).max(1));
    }

    /// What was recorded so far.
    pub fn histogram(&self) -> Histogram<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A count as a number with a fraction; counts here stay far below where one would be rounded.
#[allow(clippy::cast_precision_loss, reason = "below 2^52")]
pub const fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_two_directions() {
        assert_eq!(Target::AtLeast(2.0).met(2.0), Some(true));
        assert_eq!(Target::AtMost(2.0).met(2.1), Some(false));
        assert_eq!(Target::None.met(1.0), None);
    }

    #[test]
    fn percentiles_come_back_in_milliseconds() {
        let latencies = Latencies::new();
        (1..=100).for_each(|n| latencies.record(n * 1_000_000));
        let mut figures = Figures::default();
        figures.latency("x", ["ack p50", "ack p95", "ack p99"], &latencies, Target::AtMost(96.0));
        assert!((figures.all[1].value - 95.0).abs() < 0.1);
        assert_eq!(figures.curves[0].0, "x: ack");
    }
}
