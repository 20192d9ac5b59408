//! `sync.now`: does not wait for the next try.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::host::sync::State;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ask the server now, also when it sent this device away before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SyncNow {}

impl HostAction for SyncNow {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.now";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        match host.line.told().state {
            State::Off | State::Stopped(_) => host.begin_sync(),
            _ => host.line.hurry(),
        }
        status(host)
    }
}
