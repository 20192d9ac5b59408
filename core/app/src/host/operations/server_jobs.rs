//! `sync.jobs`: what the server does, or did, for the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{ServerJobs, jobs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List what a server that reads the open book does, or did, for it. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListJobs {
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl HostAction for ListJobs {
    type Output = ServerJobs;
    const NAME: &'static str = "sync.jobs";
    const TOPICS: &'static [Topic] = &[Topic::Notices];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<ServerJobs, AppError> {
        jobs(&host.with_book(Open::shared)?, self.cursor.as_deref())
    }
}
