//! `sync.share`: lets another account into the book.

use super::invitation::InvitationView;
use super::invite_device::show_code;
use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::pairing::Whom;
use crate::sync::{Grant, PersonRole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Share the open book with another account of its server, and show a code for that person's device, which gets the keys by it. Only the
/// book's owner may.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareBook {
    /// Name of the other account.
    pub account: String,
    /// `editor` or `reader`.
    pub role: PersonRole,
}

impl HostAction for ShareBook {
    type Output = InvitationView;
    const NAME: &'static str = "sync.share";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<InvitationView, AppError> {
        let grant = Grant::new(&self.account, self.role)?;
        let shared = host.with_book(Open::shared)?;
        // The network is asked without holding the book.
        grant.give(&shared.link, shared.book)?;
        show_code(host, Whom::Person(grant))
    }
}
