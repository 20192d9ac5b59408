//! `security.screen_lock`: a passphrase for the window of a plain book.

use super::security_status::{Security, security};
use crate::error::AppError;
use crate::error::ErrorCode;
use crate::host::screen_lock;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ask for a passphrase before the window shows a plain book. It keeps others at this screen out; whoever has the file can read it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetScreenLock {
    /// The passphrase that is set now, when there is one.
    pub current: Option<Passphrase>,
    /// The new one; without it none is asked for any more.
    pub passphrase: Option<Passphrase>,
}

impl HostAction for SetScreenLock {
    type Output = Security;
    const NAME: &'static str = "security.screen_lock";
    const TOPICS: &'static [Topic] = &[Topic::Book];

    fn run(self, host: &Host, _: &Call) -> Result<Security, AppError> {
        if host.with_book(|open| Ok(open.key().is_some()))? {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "an encrypted book asks for its own passphrase",
            ));
        }
        host.with_book(|open| {
            open.read(|reader| screen_lock::check(reader, open.path(), self.current.as_ref()))
        })?;
        let mut salt = [0; 16];
        (host.outside)().random(&mut salt);
        if let Some(passphrase) = &self.passphrase {
            passphrase.check("passphrase")?;
        }
        host.with_app(|app| {
            screen_lock::set(app, self.passphrase.as_ref().map(|passphrase| (passphrase, salt)))
        })?;
        security(host)
    }
}
