//! `sync.leave`: this device goes on alone.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::give_back;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Stop syncing the open book on this device. What is here stays here, what is on the server stays there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveSync {}

impl HostAction for LeaveSync {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.leave";
    const TOPICS: &'static [Topic] = &[Topic::Sync, Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        host.line.stop();
        host.door.shut();
        let left = host.with_app(App::forget_link);
        if left.is_err() {
            host.begin_sync();
        }
        // The network is asked without holding the book.
        give_back(&left?);
        status(host)
    }
}
