//! `sync.notice_wishes`, `sync.set_notice_wishes`: where else the account wants to hear of its books.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{NoticeWishes, Unwanted, wish, wishes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say how the account that syncs the open book wants to hear of its books outside the program. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowNoticeWishes {}

impl HostAction for ShowNoticeWishes {
    type Output = NoticeWishes;
    const NAME: &'static str = "sync.notice_wishes";
    const TOPICS: &'static [Topic] = &[Topic::Notices];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<NoticeWishes, AppError> {
        wishes(&host.with_book(Open::shared)?)
    }
}

/// Set how the account that syncs the open book wants to hear of all its books outside the program.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNoticeWishes {
    /// Language of mail, `en` or `pt-BR`; no mail when left out. It goes to the account's name, which must be an address.
    pub email: Option<String>,
    /// What is not wanted outside the program; nothing when left out.
    pub unwanted: Option<Vec<Unwanted>>,
}

impl HostAction for SetNoticeWishes {
    type Output = NoticeWishes;
    const NAME: &'static str = "sync.set_notice_wishes";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<NoticeWishes, AppError> {
        let wanted = NoticeWishes { email: self.email, unwanted: self.unwanted.unwrap_or_default() };
        wish(&host.with_book(Open::shared)?, &wanted)
    }
}
