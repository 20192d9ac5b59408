//! `report.export`: a report as a file, CSV or PDF.

use super::report_breakdown::ReportBreakdown;
use super::report_cash_flow::ReportCashFlow;
use super::report_net_worth::ReportNetWorth;
use crate::convert::{book_currency, known};
use crate::error::{AppError, ErrorCode};
use crate::operation::{Query, Topic};
use crate::report::sheet;
use crate::{parse, resolve};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Currency, Language};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheets::{Document, Sheet, pdf};
use store::Reader;

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// `report.breakdown`.
    Breakdown,
    /// `report.cash_flow`.
    CashFlow,
    /// `report.net_worth`.
    NetWorth,
}

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFormat {
    /// A table for other programs.
    Csv,
    /// Pages to read and print.
    Pdf,
}

/// Make a file of a report: CSV or PDF.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportReport {
    /// Which report.
    pub report: ReportKind,
    /// CSV or PDF.
    pub format: ReportFormat,
    /// What `report.breakdown` is asked.
    pub breakdown: Option<ReportBreakdown>,
    /// What `report.cash_flow` is asked.
    pub cash_flow: Option<ReportCashFlow>,
    /// What `report.net_worth` is asked.
    pub net_worth: Option<ReportNetWorth>,
    /// pt-BR or en; by default the book's.
    pub language: Option<String>,
    /// Write the file here instead of answering with its content.
    pub path: Option<String>,
}

/// The file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReportFileView {
    /// A name for it.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// Its content in base64; empty when it was written to a path.
    pub base64: String,
}

impl Query for ExportReport {
    type Output = ReportFileView;
    const NAME: &'static str = "report.export";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Categories, Topic::Payees, Topic::Accounts, Topic::Rates, Topic::Book];

    fn run(&self, reader: &Reader) -> Result<ReportFileView, AppError> {
        let language = self.language(reader)?;
        let sheet = self.sheet(reader, language)?;
        let (bytes, ending, media_type) = match self.format {
            ReportFormat::Csv => {
                let csv = sheet.csv(sheet::currency_heading(language));
                let failed = |error: sheets::CsvError| AppError::new(ErrorCode::Internal, error.to_string());
                (csv.map_err(failed)?, "csv", "text/csv")
            }
            ReportFormat::Pdf => (pdf(&Document::of(sheet), language), "pdf", "application/pdf"),
        };
        let name = match self.report {
            ReportKind::Breakdown => "breakdown",
            ReportKind::CashFlow => "cash-flow",
            ReportKind::NetWorth => "net-worth",
        };
        let base64 = match &self.path {
            Some(path) => {
                std::fs::write(path, &bytes).map_err(|error| {
                    AppError::new(ErrorCode::Io, format!("the file cannot be written: {error}")).at(path)
                })?;
                String::new()
            }
            None => STANDARD.encode(&bytes),
        };
        Ok(ReportFileView {
            file_name: format!("{name}.{ending}"),
            media_type: media_type.to_owned(),
            base64,
        })
    }
}

impl ExportReport {
    fn language(&self, reader: &Reader) -> Result<Language, AppError> {
        match &self.language {
            Some(text) => parse::choice("language", text, "pt-BR, en"),
            None => resolve::language(reader),
        }
    }

    fn sheet(&self, reader: &Reader, language: Language) -> Result<Sheet, AppError> {
        let lacking = |field: &str| AppError::invalid(field, "this says what the report is asked");
        match self.report {
            ReportKind::Breakdown => {
                // A file holds every line.
                let ask = self.breakdown.clone().ok_or_else(|| lacking("breakdown"))?;
                let ask = ReportBreakdown { limit: Some(ask.limit.unwrap_or(u32::MAX)), ..ask };
                let report = ask.run(reader)?;
                Ok(sheet::breakdown(&ask, &report, known(&report.total.currency)?, language))
            }
            ReportKind::CashFlow => {
                let ask = self.cash_flow.as_ref().ok_or_else(|| lacking("cash_flow"))?;
                Ok(sheet::cash_flow(&ask.run(reader)?, currency(reader, ask.currency.as_deref())?, language))
            }
            ReportKind::NetWorth => {
                let ask = self.net_worth.as_ref().ok_or_else(|| lacking("net_worth"))?;
                Ok(sheet::net_worth(&ask.run(reader)?, currency(reader, ask.currency.as_deref())?, language))
            }
        }
    }
}

fn currency(reader: &Reader, code: Option<&str>) -> Result<Currency, AppError> {
    code.map_or_else(|| book_currency(reader), |code| parse::currency("currency", code))
}
