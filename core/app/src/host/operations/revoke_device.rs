//! `sync.revoke`: a device is no longer let in.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::operations::sync_devices::{DeviceList, ListDevices};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::revoke;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take a device's access to the account away and seal with keys that it does not get, for one that was lost or sold. What it has it keeps.
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
        let shared = host.with_book(Open::shared)?;
        // The network is asked without holding the book.
        let device = revoke(&shared, &self.device)?;
        host.with_app(|app| app.take_out(shared.link.device, &[device]))?;
        ListDevices {}.run(host, call)
    }
}
