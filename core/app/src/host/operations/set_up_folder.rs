//! `sync.set_up_folder`: begins to keep the open book in step through a folder.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Sync the open book with its other devices through a folder that all of them see: one that a program copies, a network drive, a stick. What lies
/// in it is sealed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpFolder {
    /// Path of the folder. It must be there.
    pub folder: String,
}

impl HostAction for SetUpFolder {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.set_up_folder";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        host.with_app(|app| app.link_folder(Path::new(self.folder.trim())).map(drop))?;
        host.keep_keys_well()?;
        host.begin_sync();
        status(host)
    }
}
