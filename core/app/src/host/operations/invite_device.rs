//! `sync.invite`: a code for a new device.

use super::invitation::{InvitationView, view};
use crate::error::AppError;
use crate::host::gate::Gate;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Show a code for some minutes, and let the device in on which it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteDevice {}

impl HostAction for InviteDevice {
    type Output = InvitationView;
    const NAME: &'static str = "sync.invite";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<InvitationView, AppError> {
        let (link, way) =
            host.with_book(|open| Ok((open.shared()?.link, (Gate::to(open), open.touched()))))?;
        let standing = host.door.open(&link, way, (host.outside)().as_mut(), Arc::clone(&host.listeners))?;
        Ok(view(&standing))
    }
}
