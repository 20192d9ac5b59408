//! `sync.people`: who shares the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{People, people};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the accounts that share the open book, with their roles. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPeople {}

impl HostAction for ListPeople {
    type Output = People;
    const NAME: &'static str = "sync.people";
    // How far this device is says nothing of the others.
    const TOPICS: &'static [Topic] = &[];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<People, AppError> {
        people(&host.with_book(Open::shared)?)
    }
}
