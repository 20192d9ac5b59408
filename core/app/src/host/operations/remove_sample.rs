//! `book.remove_sample`: throws the sample book away.

use super::status::{HostStatus, status};
use crate::backups;
use crate::book_file;
use crate::error::{AppError, ErrorCode};
use crate::host::{Call, Host, recent};
use crate::operation::{HostAction, Topic};
use crate::sample::is_sample;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Close the open sample book and remove its file and its backups. Refused for any other book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveSample {}

impl HostAction for RemoveSample {
    type Output = HostStatus;
    const NAME: &'static str = "book.remove_sample";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let folder = host.with_app(|app| {
            if !is_sample(app.reader())? {
                return Err(AppError::new(ErrorCode::InvalidInput, "the open book is not the sample book"));
            }
            backups::folder(app.reader(), app.path())
        })?;
        if let Some(path) = host.close(call) {
            book_file::remove(&path)?;
            for backup in backups::list(&folder, &path)? {
                book_file::remove(Path::new(&backup.path))?;
            }
            // Whatever else lies in the folder is not ours; then it stays.
            drop(std::fs::remove_dir(&folder));
            recent::forget(&host.places, &path.display().to_string())?;
        }
        status(host)
    }
}
