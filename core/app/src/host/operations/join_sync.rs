//! `sync.join`: brings a book that other devices have to this one.

use super::create_book::free_path;
use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::progress::{Progress as _, Stage};
use crate::sync::Progress;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Bring a book that is synced on another device to this one, by its recovery phrase, and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinSync {
    /// Path of the file to make; by default one in your data folder.
    pub path: Option<String>,
    /// Address of the server, https://...
    pub server: String,
    /// Name of the account there; left out with the password after signing in with `sync.sign_in`.
    pub account: Option<String>,
    /// Its password.
    pub password: Option<Passphrase>,
    /// The book's recovery phrase: 24 words.
    pub phrase: Passphrase,
}

impl HostAction for JoinSync {
    type Output = HostStatus;
    const NAME: &'static str = "sync.join";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let path = target(host, self.path.as_deref());
        let account = host.desk.account(&self.server, self.account.as_deref(), self.password, None)?;
        let app = App::join(&path, self.phrase.text(), &account, (host.outside)(), &mut heard(call))?;
        host.put(app, call)?;
        status(host)
    }
}

/// Where the joined book's file is to be: where a person says, else in the data folder.
pub fn target(host: &Host, path: Option<&str>) -> PathBuf {
    let path = path.map(str::trim).filter(|path| !path.is_empty());
    path.map_or_else(|| free_path(&host.places, "synced"), PathBuf::from)
}

/// Passes on how far it is, and whether to go on.
pub fn heard(call: &Call) -> impl FnMut(&Progress) -> bool + '_ {
    |progress| match progress {
        Progress::At { cursor, head, .. } => call.report(Stage::Receiving, *cursor, *head).is_ok(),
        Progress::Away { .. } => call.report(Stage::Receiving, 0, 0).is_ok(),
    }
}
