//! `book.change_passphrase`: another passphrase for an encrypted book.

use super::security_status::{Security, security};
use crate::error::AppError;
use crate::host::vault;
use crate::host::{Call, Host};
use crate::keychain;
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Key;

/// Change the passphrase of the open, encrypted book. Backups made before keep the old one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassphrase {
    /// The passphrase it has.
    pub current: Passphrase,
    /// The new one, at least 8 characters.
    pub passphrase: Passphrase,
}

impl HostAction for ChangePassphrase {
    type Output = Security;
    const NAME: &'static str = "book.change_passphrase";
    const TOPICS: &'static [Topic] = &[Topic::Book];

    fn run(self, host: &Host, _: &Call) -> Result<Security, AppError> {
        self.passphrase.check("passphrase")?;
        vault::check_current(host, &self.current)?;
        let remembered = security(host)?.in_keychain;
        let mut salt = [0; 16];
        (host.outside)().random(&mut salt);
        let key = Key::derive(self.passphrase.text(), salt);
        host.rekey(Some(&key))?;
        if remembered {
            keychain::keep(&key)?;
        }
        security(host)
    }
}
