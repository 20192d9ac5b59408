//! `sync.invite`: a code for a new device.

use super::invitation::{InvitationView, view};
use crate::error::AppError;
use crate::host::gate::Gate;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::pairing::{Whom, may_let_in};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Show a code for some minutes, and let the device in on which it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteDevice {}

impl HostAction for InviteDevice {
    type Output = InvitationView;
    const NAME: &'static str = "sync.invite";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<InvitationView, AppError> {
        host.with_book(|open| open.read(may_let_in))?;
        show_code(host, Whom::OwnDevice)
    }
}

/// Shows a code that lets somebody into the open book.
///
/// # Errors
/// As [`crate::host::pairing::Door::open`].
pub fn show_code(host: &Host, whom: Whom) -> Result<InvitationView, AppError> {
    let way = || host.with_book(|open| Ok((open.shared()?.link, (Gate::to(open), open.touched()))));
    let standing = host.door.open(whom, way, (host.outside)().as_mut(), host.ears())?;
    Ok(view(&standing))
}
