//! `sync.ask_report`: has the server make a month's report.

use crate::error::AppError;
use crate::host::open::Open;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::queries::export_report::ReportFormat;
use crate::sync::{MonthlyOrder, MonthlyReport, Once, order_report};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Have a server that reads the open book make a month's report. A notice says when it is ready.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskReport {
    /// The month, `YYYY-MM`.
    pub month: String,
    /// pt-BR or en; by default the book's.
    pub language: Option<String>,
    /// PDF or CSV; both when left out.
    pub format: Option<ReportFormat>,
}

impl HostAction for AskReport {
    type Output = MonthlyReport;
    const NAME: &'static str = "sync.ask_report";
    const TOPICS: &'static [Topic] = &[Topic::Notices];

    fn run(self, host: &Host, _: &Call) -> Result<MonthlyReport, AppError> {
        let wanted = MonthlyOrder::new(&self.month, self.language.as_deref(), self.format)?;
        let shared = host.with_book(Open::shared)?;
        order_report(&shared, &Once::new((host.outside)().as_mut()), wanted)
    }
}
