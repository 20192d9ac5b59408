//! `book.remove_sample`: throws the sample book away.

use super::status::{HostStatus, status};
use crate::backups;
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
            remove(&path)?;
            for backup in backups::list(&folder, &path)? {
                remove(Path::new(&backup.path))?;
            }
            // Whatever else lies in the folder is not ours; then it stays.
            drop(std::fs::remove_dir(&folder));
            recent::forget(&host.places, &path.display().to_string())?;
        }
        status(host)
    }
}

/// The book and what SQLite may have left beside it.
fn remove(path: &Path) -> Result<(), AppError> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(Path::new(&name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(AppError::new(
                    ErrorCode::Io,
                    format!("the sample book cannot be removed: {error}"),
                )
                .at(path.display().to_string()));
            }
            _ => {}
        }
    }
    Ok(())
}
