//! `sync.end_token`: an access token works no longer.

use super::sync_hosting::ShowHosting;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Hosting, end_token};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// End an access token for the API of the open book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndToken {
    /// Its number, from `sync.hosting`.
    pub id: i64,
}

impl HostAction for EndToken {
    type Output = Hosting;
    const NAME: &'static str = "sync.end_token";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, call: &Call) -> Result<Hosting, AppError> {
        end_token(&host.with_book(Open::shared)?, self.id)?;
        ShowHosting {}.run(host, call)
    }
}
