//! `sync.set_role`: what a person who shares the book may do.

use super::sync_people::ListPeople;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Grant, People, PersonRole, devices_of, may_become};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Change what a person who shares the open book may do, and seal with keys that fit. One who was let in to read gets to write with
/// `sync.share` and a new code.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRole {
    /// Name of their account.
    pub account: String,
    /// `editor` or `reader`.
    pub role: PersonRole,
}

impl HostAction for SetRole {
    type Output = People;
    const NAME: &'static str = "sync.set_role";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, call: &Call) -> Result<People, AppError> {
        let grant = Grant::new(&self.account, self.role)?;
        let shared = host.with_book(Open::shared)?;
        let devices = devices_of(&shared.members, &grant.account);
        host.with_book(|open| open.read(|reader| may_become(reader, &devices, grant.role)))?;
        // The network is asked without holding the book.
        grant.give(&shared.link, shared.book)?;
        host.with_app(|app| app.give_role(&shared.link, &grant))?;
        ListPeople {}.run(host, call)
    }
}
