//! `book.close`: closes the open book.

use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Close the open book. What still runs on it is stopped first; with no book open nothing happens.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseBook {}

impl HostAction for CloseBook {
    type Output = HostStatus;
    const NAME: &'static str = "book.close";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        host.close(call);
        status(host)
    }
}
