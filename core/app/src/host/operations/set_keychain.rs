//! `security.keychain`: whether this computer may open the book without asking.

use super::security_status::{Security, security};
use crate::error::AppError;
use crate::error::ErrorCode;
use crate::host::{Call, Host};
use crate::keychain;
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keep the open book's key in this computer's keychain, or remove it from there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetKeychain {
    /// Open without asking on this computer.
    pub remember: bool,
}

impl HostAction for SetKeychain {
    type Output = Security;
    const NAME: &'static str = "security.keychain";
    const TOPICS: &'static [Topic] = &[Topic::Book];

    fn run(self, host: &Host, _: &Call) -> Result<Security, AppError> {
        let key = host.with_book(|open| Ok(open.key().cloned()))?;
        let Some(key) = key else {
            return Err(AppError::new(ErrorCode::InvalidInput, "the book is not encrypted")
                .remedy("a plain book needs no key"));
        };
        if self.remember {
            keychain::keep(&key)?;
        } else {
            keychain::forget(&key);
        }
        security(host)
    }
}
