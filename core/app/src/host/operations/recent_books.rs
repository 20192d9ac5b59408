//! `book.recent`: the books opened last.

use crate::error::AppError;
use crate::host::recent::{self, RecentBook};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the books opened last, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecentBooks {}

/// The books opened last.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecentList {
    /// Newest first.
    pub books: Vec<RecentBook>,
}

impl HostAction for RecentBooks {
    type Output = RecentList;
    const NAME: &'static str = "book.recent";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<RecentList, AppError> {
        Ok(RecentList { books: recent::list(&host.places) })
    }
}
