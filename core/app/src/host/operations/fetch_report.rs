//! `sync.fetch_report`: brings a monthly report's file here.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::queries::export_report::{ReportFileView, ReportFormat};
use crate::sync::fetch_report;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Bring a file of a monthly report here, which a server made of the open book.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FetchReport {
    /// The report's id, from `sync.monthly_reports`.
    pub id: String,
    /// PDF or CSV.
    pub format: ReportFormat,
    /// Write the file here, whole or not at all, instead of answering with its content.
    pub path: Option<String>,
}

impl HostAction for FetchReport {
    type Output = ReportFileView;
    const NAME: &'static str = "sync.fetch_report";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<ReportFileView, AppError> {
        let path = self.path.as_deref().map(Path::new);
        fetch_report(&host.with_book(Open::shared)?, &self.id, self.format, path)
    }
}
