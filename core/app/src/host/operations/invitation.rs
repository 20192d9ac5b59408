//! `sync.invitation`: what became of the code.

use crate::error::{AppError, ErrorCode};
use crate::host::pairing::{Came, Standing};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::PersonRole;
use crate::sync::pairing::Whom;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Say what became of the code that is shown.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowInvitation {}

/// A code, and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InvitationView {
    /// A number and two words.
    pub code: String,
    /// The other account with which it shares the book; none for a device of this account.
    pub account: Option<String>,
    /// What that account may do with the book.
    pub role: Option<PersonRole>,
    /// Seconds it still stands.
    pub seconds_left: u64,
    /// Name of the device that was let in.
    pub device: Option<String>,
    /// Why none was.
    pub problem: Option<AppError>,
}

impl HostAction for ShowInvitation {
    type Output = InvitationView;
    const NAME: &'static str = "sync.invitation";
    const TOPICS: &'static [Topic] = &[Topic::Sync];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<InvitationView, AppError> {
        let standing = host.door.standing();
        standing.as_ref().map(view).ok_or_else(|| {
            AppError::new(ErrorCode::NotFound, "no code is shown").remedy("show one with `sync.invite`")
        })
    }
}

/// An invitation for the window.
pub fn view(standing: &Standing) -> InvitationView {
    let (device, problem) = match &standing.came {
        Came::Nobody => (None, None),
        Came::Device(name) => (Some(name.clone()), None),
        Came::Failed(error) => (None, Some(error.clone())),
    };
    let left = standing.until.saturating_duration_since(Instant::now());
    let (account, role) = match &standing.whom {
        Whom::OwnDevice => (None, None),
        Whom::Person(grant) => (Some(grant.account.clone()), Some(grant.role)),
    };
    let code = standing.code.clone();
    InvitationView { code, account, role, seconds_left: left.as_secs(), device, problem }
}
