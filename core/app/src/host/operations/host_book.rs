//! `sync.host`: lets the server read the book.

use super::sync_hosting::ShowHosting;
use crate::error::{AppError, ErrorCode};
use crate::host::open::Open;
use crate::host::sync::State;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::progress::{Progress as _, Stage};
use crate::sync::{Hosting, ask_for_offer, hand_over};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Let the server read the open book: all of it, and all that was ever changed, and write to it. What it has read it has read. Only the
/// book's owner may.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HostBook {}

/// How often it is looked whether the server has what was changed here.
const LOOK: Duration = Duration::from_millis(100);

impl HostAction for HostBook {
    type Output = Hosting;
    const NAME: &'static str = "sync.host";
    const TOPICS: &'static [Topic] = &[Topic::Sync, Topic::Notices, Topic::History];

    fn run(self, host: &Host, call: &Call) -> Result<Hosting, AppError> {
        let shared = host.with_book(Open::shared)?;
        // The network is asked without holding the book.
        let offer = ask_for_offer(&shared.link, shared.book)?;
        let server = host.with_app(|app| app.name_server(&shared.link, &offer))?;
        let handed = sent(host, call).and_then(|()| {
            let keys = host.with_app(|app| app.keys_for_server(&shared.link))?;
            hand_over(&shared.link, shared.book, &keys)
        });
        handed.inspect_err(|_| {
            // It never read anything, and the error that stopped it is the one that counts.
            drop(host.with_app(|app| app.unname_server(&shared.link, server)));
        })?;
        ShowHosting {}.run(host, call)
    }
}

/// Waits until the server has everything that was changed here; the conversation beside sends it.
fn sent(host: &Host, call: &Call) -> Result<(), AppError> {
    while host.with_book(|open| open.read(|reader| Ok(reader.unshown_count()?)))? > 0 {
        call.report(Stage::Receiving, 0, 0)?;
        match host.line.told().state {
            State::Stopped(error) => return Err(error),
            State::Off => return Err(AppError::new(ErrorCode::NotFound, "the book is not synced")),
            State::Connecting | State::Going(_) => std::thread::sleep(LOOK),
        }
    }
    Ok(())
}
