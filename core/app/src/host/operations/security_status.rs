//! `security.status`: what protects the open book, and what does not.

use crate::backups;
use crate::error::AppError;
use crate::host::screen_lock;
use crate::host::{Call, Host};
use crate::keychain;
use crate::operation::{HostAction, Topic};
use crate::settings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say what protects the open book: encryption, keychain, the lock of the window.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowSecurity {}

/// What protects the open book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Security {
    /// Only a passphrase opens its file.
    pub encrypted: bool,
    /// This computer has a keychain that answers; without one the passphrase is asked for each time.
    pub keychain: bool,
    /// This computer's keychain opens it without asking.
    pub in_keychain: bool,
    /// The window of a plain book asks for a passphrase; its file does not.
    pub screen_lock: bool,
    /// Minutes without use after which it is locked; 0 is never.
    pub lock_after_minutes: u32,
    /// Backups that anybody can read.
    pub plain_backups: u32,
}

impl HostAction for ShowSecurity {
    type Output = Security;
    const NAME: &'static str = "security.status";
    const TOPICS: &'static [Topic] = &[Topic::Book];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<Security, AppError> {
        security(host)
    }
}

/// What every operation on the protection answers.
///
/// # Errors
/// `no_book`, or when it cannot be read.
pub fn security(host: &Host) -> Result<Security, AppError> {
    host.with_book(|open| {
        open.read(|reader| {
            let backups = backups::list(&backups::folder(reader, open.path())?, open.path())?;
            let plain = backups.iter().filter(|backup| !backup.encrypted).count();
            Ok(Security {
                encrypted: open.key().is_some(),
                keychain: keychain::answers(),
                in_keychain: open.key().is_some() && keychain::has(open.path()),
                screen_lock: screen_lock::is_set(reader)?,
                lock_after_minutes: settings::number(reader, settings::LOCK_AFTER)?,
                plain_backups: u32::try_from(plain).unwrap_or(u32::MAX),
            })
        })
    })
}
