//! `book.forget`: takes a book off the list of recent ones.

use super::recent_books::{RecentBooks, RecentList};
use crate::error::AppError;
use crate::host::{Call, Host, recent};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Take a book off the list of recent ones. Its file stays where it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetBook {
    /// Its path, as the list says.
    pub path: String,
}

impl HostAction for ForgetBook {
    type Output = RecentList;
    const NAME: &'static str = "book.forget";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<RecentList, AppError> {
        recent::forget(&host.places, &self.path)?;
        RecentBooks {}.run(host, call)
    }
}
