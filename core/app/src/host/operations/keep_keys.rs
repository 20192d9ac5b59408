//! `sync.keep_keys`: where this device keeps its token and its own key.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::sync::Keeping;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keep what lets this device in, and its own key, in this computer's keychain, in a file behind a passphrase, or in the book's file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepKeys {
    /// Where.
    pub keep: Keeping,
    /// Passphrase of the file.
    pub passphrase: Option<Passphrase>,
}

impl HostAction for KeepKeys {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.keep_keys";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        host.with_app(|app| app.keep_keys(self.keep, self.passphrase.as_ref()))?;
        status(host)
    }
}
