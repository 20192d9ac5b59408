//! `sync.unhost`: the server reads the book no longer.

use super::sync_hosting::ShowHosting;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Hosting, forget, hosted_as};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take the server out of those who can read the open book: it forgets what it made of it and gets no later keys. What it has read it has read.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnhostBook {}

impl HostAction for UnhostBook {
    type Output = Hosting;
    const NAME: &'static str = "sync.unhost";
    const TOPICS: &'static [Topic] = &[Topic::Sync, Topic::Notices, Topic::History];

    fn run(self, host: &Host, call: &Call) -> Result<Hosting, AppError> {
        let shared = host.with_book(Open::shared)?;
        // The network is asked without holding the book.
        let member = hosted_as(&shared.link, shared.book)?;
        host.with_app(|app| app.unname_server(&shared.link, member))?;
        forget(&shared.link, shared.book, member)?;
        ShowHosting {}.run(host, call)
    }
}
