//! `book.lock`: closes the book until its passphrase is given.

use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Lock the open book: it is closed until its passphrase is given.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockBook {}

impl HostAction for LockBook {
    type Output = HostStatus;
    const NAME: &'static str = "book.lock";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        host.lock(call)?;
        status(host)
    }
}
