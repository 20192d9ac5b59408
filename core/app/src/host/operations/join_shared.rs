//! `sync.join_shared`: brings a book to this device that another account shares.

use super::join_sync::{heard, target};
use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bring a book to this device that somebody shares with your account, with the code that their device shows, and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinShared {
    /// Path of the file to make; by default one in your data folder.
    pub path: Option<String>,
    /// Address of the server, https://...
    pub server: String,
    /// Name of your account there; left out with the password after signing in with `sync.sign_in`.
    pub account: Option<String>,
    /// Its password.
    pub password: Option<Passphrase>,
    /// Make the account; no when left out.
    pub new_account: Option<bool>,
    /// Invitation, where the server asks for one.
    pub invitation: Option<String>,
    /// The code: a number and two words.
    pub code: Passphrase,
}

impl HostAction for JoinShared {
    type Output = HostStatus;
    const NAME: &'static str = "sync.join_shared";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let path = target(host, self.path.as_deref());
        let account =
            host.desk.account(&self.server, self.account.as_deref(), self.password, self.invitation)?;
        let fresh = self.new_account.unwrap_or(false);
        let outside = (host.outside)();
        let app = App::join_shared(&path, &account, fresh, self.code.text(), outside, &mut heard(call))?;
        host.put(app, call)?;
        status(host)
    }
}
