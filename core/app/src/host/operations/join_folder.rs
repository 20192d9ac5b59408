//! `sync.join_folder`: brings a book that other devices have to this one, from a folder.

use super::join_sync::{heard, target};
use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Bring a book that is synced through a folder to this device, by its recovery phrase, and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinFolder {
    /// Path of the file to make; by default one in your data folder.
    pub path: Option<String>,
    /// Path of the folder that the devices share.
    pub folder: String,
    /// The book's recovery phrase: 24 words.
    pub phrase: Passphrase,
}

impl HostAction for JoinFolder {
    type Output = HostStatus;
    const NAME: &'static str = "sync.join_folder";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let path = target(host, self.path.as_deref());
        let folder = Path::new(self.folder.trim());
        let app = App::join_folder(&path, self.phrase.text(), folder, (host.outside)(), &mut heard(call))?;
        host.put(app, call)?;
        status(host)
    }
}
