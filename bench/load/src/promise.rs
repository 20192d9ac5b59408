//! What the service promises, as infra/observability/slo.toml says it, and how fast a run spends what may fail.

use crate::error::LoadError;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

const SLO: &str = include_str!("../../../infra/observability/slo.toml");

#[derive(Deserialize)]
struct Slo {
    window_days: f64,
    promise: Shares,
    surface: BTreeMap<String, Surface>,
}

#[derive(Deserialize)]
struct Shares {
    latency: f64,
    errors: f64,
    availability: f64,
}

#[derive(Deserialize)]
struct Surface {
    seconds: f64,
}

/// What is promised of the API.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// Answered within this counts as in time.
    pub in_time: Duration,
    /// Shares that may be late, fail, and be without an answer at all.
    pub late: f64,
    pub errors: f64,
    pub down: f64,
    /// Over which the budget is counted.
    pub window: Duration,
}

/// Budget spent by a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burn {
    /// Times as fast as the promise allows.
    pub rate: f64,
    /// Percent of the whole window's budget, if the rest of it were like the run in number of requests.
    pub of_window: f64,
}

impl Promise {
    /// As promised.
    pub fn read() -> Result<Self, LoadError> {
        let wrong = |why: String| LoadError::Wrong(format!("infra/observability/slo.toml: {why}"));
        let slo: Slo = toml::from_str(SLO).map_err(|error| wrong(error.to_string()))?;
        let api = slo.surface.get("api").ok_or_else(|| wrong("no [surface.api]".to_owned()))?;
        Ok(Self {
            in_time: Duration::from_secs_f64(api.seconds),
            late: 1.0 - slo.promise.latency,
            errors: 1.0 - slo.promise.errors,
            down: 1.0 - slo.promise.availability,
            window: Duration::from_secs_f64(slo.window_days * 86_400.0),
        })
    }

    /// What a share of failures over a run spends of the budget that `allowed` gives.
    pub fn burn(&self, share: f64, allowed: f64, run: Duration) -> Burn {
        let rate = share / allowed;
        Burn { rate, of_window: 100.0 * rate * run.as_secs_f64() / self.window.as_secs_f64() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_promise_is_the_thesis() {
        let promise = Promise::read().expect("slo.toml");
        assert_eq!(promise.in_time, Duration::from_millis(300));
        assert!((promise.late - 0.05).abs() < 1e-9 && (promise.errors - 0.005).abs() < 1e-9);
        assert!((promise.down - 0.005).abs() < 1e-9 && promise.window.as_secs() == 30 * 86_400);
    }

    #[test]
    fn a_run_that_fails_as_much_as_allowed_burns_once() {
        let promise = Promise::read().expect("slo.toml");
        let burn = promise.burn(0.005, promise.errors, Duration::from_secs(2_592));
        assert!((burn.rate - 1.0).abs() < 1e-9 && (burn.of_window - 0.1).abs() < 1e-9);
        let none = promise.burn(0.0, promise.late, Duration::from_mins(1));
        assert!(none.rate.abs() < 1e-9 && none.of_window.abs() < 1e-9);
    }
}
