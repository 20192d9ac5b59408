//! `sync.keep_phrase`: of two phrases that were made at the same time, one stays.

use super::sync_status::{SyncStatus, status};
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Make this phrase of the open book the only one. Another, which a device made at the same time, opens nothing that is changed after this.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepPhrase {
    /// 24 words.
    pub phrase: Passphrase,
}

impl HostAction for KeepPhrase {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.keep_phrase";
    const TOPICS: &'static [Topic] = &[Topic::Sync, Topic::History];

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        let link = host.with_book(Open::shared)?.link;
        link.owned()?;
        let chosen = host.with_app(|app| app.choose_phrase(self.phrase.text(), &link))?;
        // The network is asked without holding the book.
        chosen.keep(&link)?;
        status(host)
    }
}
