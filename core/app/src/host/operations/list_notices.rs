//! `sync.notices`: what the server has to tell about the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Notices, notices};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List what a server that reads the open book has to tell about it. Asks the server; where none reads the book the list is empty.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListNotices {
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl HostAction for ListNotices {
    type Output = Notices;
    const NAME: &'static str = "sync.notices";
    const TOPICS: &'static [Topic] = &[Topic::Notices];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<Notices, AppError> {
        match host.with_book(Open::shared) {
            Ok(shared) => notices(&shared, self.cursor.as_deref()),
            Err(error) if error.code == crate::ErrorCode::NotFound => Ok(Notices::default()),
            Err(error) => Err(error),
        }
    }
}
