//! `sync.devices`: the devices of the account.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{DeviceView, devices};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the devices of the account with which the open book is synced, and those that have the book's keys. Asks the server; of a folder it is
/// what was last read there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListDevices {}

/// The devices.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DeviceList {
    /// This one first.
    pub items: Vec<DeviceView>,
}

impl HostAction for ListDevices {
    type Output = DeviceList;
    const NAME: &'static str = "sync.devices";
    // How far this device is says nothing of the others.
    const TOPICS: &'static [Topic] = &[];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<DeviceList, AppError> {
        Ok(DeviceList { items: devices(&host.with_book(Open::shared)?, (host.outside)().now_ms())? })
    }
}
