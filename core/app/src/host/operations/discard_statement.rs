//! `sync.discard_statement`: gives a statement at the server up.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Once, ServerStatement, discard_statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Give a statement up that waits at the server: nothing of it comes into the open book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardStatement {
    /// Its id, from `sync.statements`.
    pub id: String,
}

impl HostAction for DiscardStatement {
    type Output = ServerStatement;
    const NAME: &'static str = "sync.discard_statement";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<ServerStatement, AppError> {
        let shared = host.with_book(Open::shared)?;
        let said = discard_statement(&shared, &Once::new((host.outside)().as_mut()), &self.id)?;
        host.with_book(|open| open.read(|reader| ServerStatement::new(reader, said)))
    }
}
