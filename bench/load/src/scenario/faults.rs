//! What goes wrong while a scenario runs, as data.

use super::Asked;
use crate::error::LoadError;
use serde::{Deserialize, Serialize};
use std::time::Duration;

const SHIPPED: &str = include_str!("../../scenarios/faults.toml");

/// Faults in their order, and what is asked of a run with them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faults {
    pub faults: Vec<Fault>,
    pub targets: Vec<Asked>,
}

/// One fault.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    pub what: FaultKind,
    /// A share of the run.
    pub at: f64,
    /// Until it is mended.
    pub seconds: f64,
    /// Of latency.
    #[serde(default)]
    pub milliseconds: u64,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// `kill -9` of one instance of the server.
    KillServer,
    /// `kill -9` of Redis.
    KillRedis,
    /// Postgres ends, and whoever is connected is thrown out.
    RestartPostgres,
    /// Each way between users and servers takes longer.
    Latency,
}

impl FaultKind {
    /// For people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::KillServer => "server killed",
            Self::KillRedis => "Redis killed",
            Self::RestartPostgres => "Postgres restarted",
            Self::Latency => "latency",
        }
    }
}

impl Fault {
    /// When, in a run of this length.
    pub fn moment(&self, run: Duration) -> Duration {
        run.mul_f64(self.at)
    }
}

impl Faults {
    /// Those that come with the program.
    pub fn shipped() -> Result<Self, LoadError> {
        let wrong = |why: String| LoadError::Wrong(format!("faults: {why}"));
        let faults: Self = toml::from_str(SHIPPED).map_err(|error| wrong(error.to_string()))?;
        let ordered = faults.faults.windows(2).all(|pair| pair[0].at < pair[1].at);
        if !ordered
            || faults.faults.iter().any(|fault| !(0.0..1.0).contains(&fault.at) || fault.seconds < 0.0)
        {
            return Err(wrong("`at` are shares of the run, in order".to_owned()));
        }
        Ok(faults)
    }
}
