//! `sync.revoke`: a device is no longer let in.

use crate::error::AppError;
use crate::host::operations::sync_devices::{DeviceList, ListDevices};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{linked, revoke};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take a device's access to the account away, for one that was lost or sold. What it has it keeps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeDevice {
    /// Its tag, from `sync.devices`.
    pub device: String,
}

impl HostAction for RevokeDevice {
    type Output = DeviceList;
    const NAME: &'static str = "sync.revoke";
    const TOPICS: &'static [Topic] = &[Topic::Sync];

    fn run(self, host: &Host, call: &Call) -> Result<DeviceList, AppError> {
        let link = host.with_book(|open| open.read(linked))?;
        revoke(&link, &self.device)?;
        ListDevices {}.run(host, call)
    }
}
