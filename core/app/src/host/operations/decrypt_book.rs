//! `book.decrypt`: makes an encrypted book a plain file again.

use super::security_status::{Security, security};
use crate::error::AppError;
use crate::host::vault;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take the encryption of the open book away: anybody who has the file can read it then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecryptBook {
    /// Its passphrase.
    pub passphrase: Passphrase,
}

impl HostAction for DecryptBook {
    type Output = Security;
    const NAME: &'static str = "book.decrypt";
    const TOPICS: &'static [Topic] = &[Topic::Book];

    fn run(self, host: &Host, _: &Call) -> Result<Security, AppError> {
        vault::check_current(host, &self.passphrase)?;
        host.rekey(None)?;
        security(host)
    }
}
