//! `sync.webhooks`: addresses to which notices go too.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Webhooks, webhooks};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the addresses to which a server sends its notices about the open book for the account that syncs it. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListWebhooks {}

impl HostAction for ListWebhooks {
    type Output = Webhooks;
    const NAME: &'static str = "sync.webhooks";
    const TOPICS: &'static [Topic] = &[Topic::Notices];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<Webhooks, AppError> {
        webhooks(&host.with_book(Open::shared)?)
    }
}
