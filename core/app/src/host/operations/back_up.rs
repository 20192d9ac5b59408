//! `backup.now`: a backup that stays until a person removes it.

use crate::backups::{self, Backup, Reason};
use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::progress::{Progress as _, Stage, cancelled};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Make a backup of the open book now and verify it by opening it. It stays until you remove it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BackUp {}

impl HostAction for BackUp {
    type Output = Backup;
    const NAME: &'static str = "backup.now";
    const TOPICS: &'static [Topic] = &[Topic::Backups];

    fn run(self, host: &Host, call: &Call) -> Result<Backup, AppError> {
        let now = (host.outside)().now_ms();
        let made = host.with_book(|open| {
            open.read(|reader| {
                backups::make(reader, open.path(), Reason::Manual, now, &mut |done, all| {
                    call.report(Stage::Writing, done, all).is_ok()
                })
            })
        })?;
        made.ok_or_else(cancelled)
    }
}
