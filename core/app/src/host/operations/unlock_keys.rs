//! `sync.unlock_keys`: the passphrase of the key file, so that sync can begin.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Give the passphrase of the key file, and begin to sync. It is good until the book is closed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockKeys {
    /// Passphrase of the file.
    pub passphrase: Passphrase,
}

impl HostAction for UnlockKeys {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.unlock_keys";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        host.with_app(|app| app.unlock_keys(&self.passphrase))?;
        host.begin_sync();
        status(host)
    }
}
