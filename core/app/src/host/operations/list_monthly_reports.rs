//! `sync.monthly_reports`: monthly reports that a server made of the book.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{MonthlyReports, monthly_reports};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// List the monthly reports that a server which reads the open book made of it, or is to make, newest first. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListMonthlyReports {
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl HostAction for ListMonthlyReports {
    type Output = MonthlyReports;
    const NAME: &'static str = "sync.monthly_reports";
    const TOPICS: &'static [Topic] = &[Topic::Notices];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<MonthlyReports, AppError> {
        monthly_reports(&host.with_book(Open::shared)?, self.cursor.as_deref())
    }
}
