//! `sync.end_invitation`: the code is worth nothing any more.

use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take the code that is shown back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndInvitation {}

/// Nothing to say.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct InvitationEnded {}

impl HostAction for EndInvitation {
    type Output = InvitationEnded;
    const NAME: &'static str = "sync.end_invitation";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, _: &Call) -> Result<InvitationEnded, AppError> {
        host.door.shut();
        Ok(InvitationEnded {})
    }
}
