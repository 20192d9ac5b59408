//! `categorizer.status`: which model is used and what it has learned from.

use crate::error::AppError;
use crate::facade::BrainStatus;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say which model the categoriser uses and what it has learned from.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowCategorizer {}

impl HostAction for ShowCategorizer {
    type Output = BrainStatus;
    const NAME: &'static str = "categorizer.status";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<BrainStatus, AppError> {
        host.with_app(crate::facade::App::categorizer_status)
    }
}
