//! `sync.unshare`: a person no longer shares the book.

use super::sync_people::ListPeople;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{People, account_name, take_access};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take a person out of those who share the open book, and seal with keys that their devices do not get. What they have they keep.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnshareBook {
    /// Name of their account.
    pub account: String,
}

impl HostAction for UnshareBook {
    type Output = People;
    const NAME: &'static str = "sync.unshare";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, call: &Call) -> Result<People, AppError> {
        let account = account_name(&self.account)?;
        let shared = host.with_book(Open::shared)?;
        // The network is asked without holding the book.
        take_access(&shared.link, shared.book, &account)?;
        host.with_app(|app| app.take_person_out(&shared.link, &account))?;
        ListPeople {}.run(host, call)
    }
}
