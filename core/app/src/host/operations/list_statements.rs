//! `sync.statements`: statements at a server that reads the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{ServerStatements, statements};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the statements that were handed to a server which reads the open book, those that wait for a review first. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListStatements {
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl HostAction for ListStatements {
    type Output = ServerStatements;
    const NAME: &'static str = "sync.statements";
    const TOPICS: &'static [Topic] = &[Topic::Notices, Topic::Accounts];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<ServerStatements, AppError> {
        let said = statements(&host.with_book(Open::shared)?, self.cursor.as_deref())?;
        host.with_book(|open| open.read(|reader| ServerStatements::new(reader, said)))
    }
}
