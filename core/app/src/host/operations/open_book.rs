//! `book.open`: opens a book in the place of the one that is open.

use super::status::{HostStatus, status};
use crate::error::{AppError, ErrorCode};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Open a book. The one that is open is closed first; when the new one cannot be opened, it stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBook {
    /// Path of the file.
    pub path: String,
    /// Its passphrase, when it is encrypted or locked and the keychain does not have its key.
    pub passphrase: Option<Passphrase>,
}

impl HostAction for OpenBook {
    type Output = HostStatus;
    const NAME: &'static str = "book.open";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let path = Path::new(&self.path);
        if !path.exists() {
            return Err(AppError::new(ErrorCode::NotFound, "there is no such file")
                .at(self.path)
                .remedy("choose another file, or make a new book"));
        }
        if !host.is_open(path) {
            host.open_book(path, self.passphrase.as_ref(), call)?;
        }
        status(host)
    }
}
