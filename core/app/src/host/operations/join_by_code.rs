//! `sync.join_by_code`: brings a book to this device that another device lets it into.

use super::create_book::free_path;
use super::join_sync::heard;
use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Bring a book to this device with the code that a device of the book shows, and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinByCode {
    /// Path of the file to make; by default one in your data folder.
    pub path: Option<String>,
    /// Address of the server, https://...
    pub server: String,
    /// The code: a number and two words.
    pub code: Passphrase,
}

impl HostAction for JoinByCode {
    type Output = HostStatus;
    const NAME: &'static str = "sync.join_by_code";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let path = match self.path.as_deref().map(str::trim).filter(|path| !path.is_empty()) {
            Some(path) => PathBuf::from(path),
            None => free_path(&host.places, "synced"),
        };
        let outside = (host.outside)();
        let app = App::join_with_code(&path, &self.server, self.code.text(), outside, &mut heard(call))?;
        host.put(app, call)?;
        status(host)
    }
}
