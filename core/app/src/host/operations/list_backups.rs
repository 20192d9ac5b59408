//! `backup.list`: the backups of the open book, and the rule by which they stay.

use crate::backups::{self, Backup};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::settings;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the backups of the open book, newest first, with the rule by which they are made and kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListBackups {}

/// The backups.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct BackupList {
    /// Newest first.
    pub items: Vec<Backup>,
    /// Where they lie.
    pub folder: String,
    /// They are made by themselves.
    pub automatic: bool,
    /// Days of which the last is kept.
    pub daily: u32,
    /// Weeks of which the last is kept.
    pub weekly: u32,
    /// Months of which the last is kept.
    pub monthly: u32,
    /// Why the last one that should have been made by itself was not.
    pub failure: Option<AppError>,
}

impl HostAction for ListBackups {
    type Output = BackupList;
    const NAME: &'static str = "backup.list";
    const TOPICS: &'static [Topic] = &[Topic::Backups, Topic::Book];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<BackupList, AppError> {
        host.with_book(|open| {
            open.read(|reader| {
                let folder = backups::folder(reader, open.path())?;
                Ok(BackupList {
                    items: backups::list(&folder, open.path())?,
                    folder: folder.display().to_string(),
                    automatic: settings::value(reader, settings::BACKUP_AUTOMATIC)? == "on",
                    daily: settings::number(reader, settings::BACKUP_DAILY)?,
                    weekly: settings::number(reader, settings::BACKUP_WEEKLY)?,
                    monthly: settings::number(reader, settings::BACKUP_MONTHLY)?,
                    failure: host.background.last_failure(),
                })
            })
        })
    }
}
