//! `sync.report_wish`, `sync.set_report_wish`: whether a server makes a month's report by itself.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::sync::{Once, ReportWish, report_wish, wish_reports};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say whether a server that reads the open book makes a month's report by itself once the month has ended. Asks the server.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowReportWish {}

impl HostAction for ShowReportWish {
    type Output = ReportWish;
    const NAME: &'static str = "sync.report_wish";
    const TOPICS: &'static [Topic] = &[Topic::Notices];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<ReportWish, AppError> {
        report_wish(&host.with_book(Open::shared)?)
    }
}

/// Have a server that reads the open book make a month's report by itself once the month has ended, or no longer. The book's owner decides that.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetReportWish {
    /// It is to.
    pub wanted: bool,
    /// pt-BR or en; by default the book's.
    pub language: Option<String>,
}

impl HostAction for SetReportWish {
    type Output = ReportWish;
    const NAME: &'static str = "sync.set_report_wish";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<ReportWish, AppError> {
        let wish = ReportWish::new(self.wanted, self.language.as_deref())?;
        let shared = host.with_book(Open::shared)?;
        wish_reports(&shared, &Once::new((host.outside)().as_mut()), &wish)
    }
}
