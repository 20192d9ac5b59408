//! `sync.join_by_code`: brings a book to this device that another device lets it into.

use super::join_sync::{heard, target};
use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::App;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::sync::Place;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Bring a book to this device with the code that a device of the book shows, and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinByCode {
    /// Path of the file to make; by default one in your data folder.
    pub path: Option<String>,
    /// Address of the server, https://... Left out where a folder takes its place.
    pub server: Option<String>,
    /// Path of the folder that the devices share.
    pub folder: Option<String>,
    /// The code: a number and two words.
    pub code: Passphrase,
}

impl HostAction for JoinByCode {
    type Output = HostStatus;
    const NAME: &'static str = "sync.join_by_code";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let path = target(host, self.path.as_deref());
        let place = place(self.server.as_deref(), self.folder.as_deref())?;
        let outside = (host.outside)();
        let app = App::join_with_code(&path, place, self.code.text(), outside, &mut heard(call))?;
        host.put(app, call)?;
        status(host)
    }
}

/// Where to look for the device that lets in.
fn place(server: Option<&str>, folder: Option<&str>) -> Result<Place, AppError> {
    let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    match (said(server), said(folder)) {
        (Some(server), None) => Place::server(&server),
        (None, Some(folder)) => Place::folder(Path::new(&folder)),
        _ => Err(AppError::invalid(
            "server",
            "name the server or the folder that the devices share, one of them",
        )),
    }
}
