//! `sync.add_webhook`: one more address to which notices go.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{AddedWebhook, Once, add_webhook};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Have a server send its notices about the open book to an address too. What they are signed with is shown once.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWebhook {
    /// The address, `https://…`.
    pub url: String,
}

impl HostAction for AddWebhook {
    type Output = AddedWebhook;
    const NAME: &'static str = "sync.add_webhook";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<AddedWebhook, AppError> {
        let shared = host.with_book(Open::shared)?;
        add_webhook(&shared, &Once::new((host.outside)().as_mut()), &self.url)
    }
}
