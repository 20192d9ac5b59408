//! `diagnostics.check`: the whole check of the open book.

use crate::error::AppError;
use crate::facade::Health;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::progress::{Progress as _, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Check the open book: its file, every change, and that what is shown is what the journal says.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckBook {
    /// Make what is shown anew from the journal when it differs.
    pub repair: Option<bool>,
}

impl HostAction for CheckBook {
    type Output = Health;
    const NAME: &'static str = "diagnostics.check";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<Health, AppError> {
        let report = |done, all| call.report(Stage::Checking, done, all);
        let health = host.with_book(|open| {
            open.read(|reader| crate::facade::health(reader, &mut |done, all| report(done, all)))
        })?;
        if health.healthy || self.repair != Some(true) {
            return Ok(health);
        }
        let repaired = host.with_app(|app| app.doctor(true))?;
        host.tell_everything();
        Ok(repaired)
    }
}
