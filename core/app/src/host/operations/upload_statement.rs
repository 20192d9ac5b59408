//! `sync.upload_statement`: hands a statement to a server that reads the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Once, ServerStatement, Upload, upload_statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Hand a statement to a server that reads the open book, which imports it. What leaves a doubt waits for a review.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadStatement {
    /// The file, or one that was staged.
    pub path: String,
    /// Name or id of the account it is of; by default the one with the number that the file names.
    pub account: Option<String>,
}

impl HostAction for UploadStatement {
    type Output = ServerStatement;
    const NAME: &'static str = "sync.upload_statement";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<ServerStatement, AppError> {
        let shared = host.with_book(Open::shared)?;
        let file = Upload::read(Path::new(&self.path))?;
        let file = host.with_book(|open| open.read(|reader| file.of(reader, self.account.as_deref())))?;
        let said = upload_statement(&shared, &Once::new((host.outside)().as_mut()), &file)?;
        host.with_book(|open| open.read(|reader| ServerStatement::new(reader, said)))
    }
}
