//! What a host tells those who listen.

use crate::operation::Topic;
use crate::progress::Stage;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::{PoisonError, RwLock};

/// Something happened in the host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
#[schemars(rename = "HostEvent")]
pub enum Event {
    /// The book changed: what reads one of these topics is out of date.
    Changed {
        /// What changed.
        topics: &'static [Topic],
    },
    /// Long work goes on.
    Progress {
        /// The id that was given with the call.
        call: String,
        /// What it is busy with.
        stage: Stage,
        /// Units done.
        done: u64,
        /// Units in all; 0 when not known.
        total: u64,
    },
    /// Another book is open now: everything read before is out of date.
    Opened {
        /// Its file.
        path: String,
        /// Its name.
        name: String,
    },
    /// The book was closed.
    Closed {},
    /// Events came faster than they were taken: everything read before may be out of date.
    Lost {},
}

type Hear = Box<dyn Fn(&Event) + Send + Sync>;

/// Those who listen.
#[derive(Default)]
pub struct Listeners(RwLock<Vec<Hear>>);

impl Listeners {
    /// Adds one.
    pub fn add(&self, hear: Hear) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(hear);
    }

    /// Tells all.
    pub fn tell(&self, event: &Event) {
        for hear in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            hear(event);
        }
    }
}
