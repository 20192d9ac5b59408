//! `sync.read_notices`: notices were read.

use super::list_notices::ListNotices;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Notices, read_notices};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Note that notices about the open book were read, on every device. Answers the list as it is then.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadNotices {
    /// Their numbers, from `sync.notices`.
    pub ids: Vec<i64>,
}

impl HostAction for ReadNotices {
    type Output = Notices;
    const NAME: &'static str = "sync.read_notices";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, call: &Call) -> Result<Notices, AppError> {
        read_notices(&host.with_book(Open::shared)?, &self.ids)?;
        ListNotices { cursor: None }.run(host, call)
    }
}
