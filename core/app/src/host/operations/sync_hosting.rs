//! `sync.hosting`: whether the server reads the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Hosting, hosting};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say whether the server reads the open book, how far it is, and which access tokens there are. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowHosting {}

impl HostAction for ShowHosting {
    type Output = Hosting;
    const NAME: &'static str = "sync.hosting";
    // How far this device is says nothing of the server.
    const TOPICS: &'static [Topic] = &[];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<Hosting, AppError> {
        hosting(&host.with_book(Open::shared)?)
    }
}
