//! `sync.statement`: a statement at the server, with what is to be decided.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{StatementReview, statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Show a statement that was handed to a server which reads the open book: each line in doubt with the row it perhaps is. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowStatement {
    /// Its id, from `sync.statements`.
    pub id: String,
}

impl HostAction for ShowStatement {
    type Output = StatementReview;
    const NAME: &'static str = "sync.statement";
    const TOPICS: &'static [Topic] = &[Topic::Notices, Topic::Accounts, Topic::Transactions];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<StatementReview, AppError> {
        // The network is asked without holding the book.
        let said = statement(&host.with_book(Open::shared)?, &self.id)?;
        host.with_book(|open| open.read(|reader| StatementReview::new(reader, said)))
    }
}
