//! `sync.set_up`: begins to keep the open book in step with other devices.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::sync::{Unlinked, enter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sync the open book with its other devices through a server, which cannot read it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpSync {
    /// Address of the server, https://...
    pub server: String,
    /// Name of the account there; left out with the password after signing in with `sync.sign_in`.
    pub account: Option<String>,
    /// Its password.
    pub password: Option<Passphrase>,
    /// Make the account; no when left out.
    pub new_account: Option<bool>,
    /// Invitation, where the server asks for one.
    pub invitation: Option<String>,
}

impl HostAction for SetUpSync {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.set_up";
    const TOPICS: &'static [Topic] = &[Topic::Sync, Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        let unlinked = host.with_book(|open| open.read(Unlinked::read))?;
        let account =
            host.desk.account(&self.server, self.account.as_deref(), self.password, self.invitation)?;
        // The network is asked without holding the book.
        let link = enter(&unlinked, &account, self.new_account.unwrap_or(false), (host.outside)().as_mut())?;
        host.with_book(|open| {
            open.with_app(|app| {
                Unlinked::read(app.reader())?;
                app.keep_link(&link)
            })
        })?;
        host.keep_keys_well()?;
        host.begin_sync();
        status(host)
    }
}
