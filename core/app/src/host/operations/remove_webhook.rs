//! `sync.remove_webhook`: notices go to an address no longer.

use super::list_webhooks::ListWebhooks;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Once, Webhooks, remove_webhook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Have a server send notices to an address no longer. Answers the list as it is then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveWebhook {
    /// Its number, from `sync.webhooks`.
    pub id: i64,
}

impl HostAction for RemoveWebhook {
    type Output = Webhooks;
    const NAME: &'static str = "sync.remove_webhook";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, call: &Call) -> Result<Webhooks, AppError> {
        let shared = host.with_book(Open::shared)?;
        remove_webhook(&shared, &Once::new((host.outside)().as_mut()), self.id)?;
        ListWebhooks {}.run(host, call)
    }
}
