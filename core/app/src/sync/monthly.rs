//! Monthly reports that a server which reads the book makes: asked for here, and brought here.

use super::devices::Shared;
use super::hosted::{Once, ask, page, write};
use super::http::{Content, strange};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::queries::export_report::{ReportFileView, ReportFormat};
use crate::{parse, whole_file};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Language, Month, ReportId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::Path;

const REPORTS: &str = "/api/reports/monthly";
const WISH: &str = "/api/reports/monthly/preferences";
const PAGE: u32 = 200;
/// A report of any month is far smaller.
const LARGEST: u64 = 64 << 20;

/// A page of monthly reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MonthlyReports {
    /// The newest first.
    pub items: Vec<MonthlyReport>,
    /// For the page after this one; none on the last.
    pub next_cursor: Option<String>,
}

/// Where a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MonthlyReportState {
    /// It is to be made.
    Waiting,
    /// It can be fetched.
    Ready,
    /// It was given up.
    Failed,
}

/// A month's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MonthlyReport {
    /// Its id.
    pub id: String,
    /// `YYYY-MM`.
    pub month: String,
    /// `en` or `pt-BR`.
    pub language: String,
    /// What kinds of file it has, or will have.
    pub formats: Vec<ReportFormat>,
    /// Where it is.
    pub state: MonthlyReportState,
    /// When it was asked for, Unix milliseconds.
    pub at: i64,
    /// When it was ready, Unix milliseconds.
    pub ended: Option<i64>,
    /// Why it was given up.
    pub error: Option<String>,
}

/// What is wanted of the server.
#[derive(Debug, Clone, Copy)]
pub struct MonthlyOrder {
    month: Month,
    language: Option<Language>,
    format: Option<ReportFormat>,
}

impl MonthlyOrder {
    /// Of a month, `YYYY-MM`, in a language or the book's, as one kind of file or as all.
    ///
    /// # Errors
    /// `invalid_input`.
    pub fn new(month: &str, language: Option<&str>, format: Option<ReportFormat>) -> Result<Self, AppError> {
        let wrong = |_| AppError::invalid("month", format!("`{month}` is not a month such as 2024-01"));
        let language = language.map(spoken).transpose()?;
        Ok(Self { month: month.trim().parse().map_err(wrong)?, language, format })
    }
}

fn spoken(text: &str) -> Result<Language, AppError> {
    parse::choice("language", text, "pt-BR, en")
}

/// Whether a month's report is made by itself once the month has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportWish {
    /// It is.
    pub wanted: bool,
    /// `en` or `pt-BR`; none for the book's.
    pub language: Option<String>,
}

impl ReportWish {
    /// Such a wish, in a language or the book's.
    ///
    /// # Errors
    /// `invalid_input`.
    pub fn new(wanted: bool, language: Option<&str>) -> Result<Self, AppError> {
        let language = language.map(spoken).transpose()?;
        Ok(Self { wanted, language: language.map(|language| language.as_str().to_owned()) })
    }
}

/// A page, as the server says it.
#[derive(Deserialize)]
struct SaidPage {
    items: Vec<Said>,
    next_cursor: Option<String>,
}

/// A report, as the server says it.
#[derive(Deserialize)]
struct Said {
    id: String,
    month: String,
    language: String,
    formats: Vec<ReportFormat>,
    state: MonthlyReportState,
    created_at: jiff::Timestamp,
    ended_at: Option<jiff::Timestamp>,
    error: Option<String>,
}

/// The same with its files.
#[derive(Deserialize)]
struct SaidFiles {
    month: String,
    state: MonthlyReportState,
    files: Vec<SaidFile>,
}

#[derive(Deserialize)]
struct SaidFile {
    format: ReportFormat,
    bytes: u64,
    url: String,
}

impl From<Said> for MonthlyReport {
    fn from(said: Said) -> Self {
        let Said { id, month, language, formats, state, created_at, ended_at, error } = said;
        let (at, ended) = (created_at.as_millisecond(), ended_at.map(jiff::Timestamp::as_millisecond));
        Self { id, month, language, formats, state, at, ended, error }
    }
}

/// A page of the book's monthly reports.
///
/// # Errors
/// `not_found` when no server reads the book; `server_unreachable`, `server_refused`.
pub(crate) fn monthly_reports(shared: &Shared, cursor: Option<&str>) -> Result<MonthlyReports, AppError> {
    let said: SaidPage = ask(shared, "GET", &page(REPORTS, Some(PAGE), cursor)?, None)?;
    let items = said.items.into_iter().map(MonthlyReport::from).collect();
    Ok(MonthlyReports { items, next_cursor: said.next_cursor })
}

/// Has a month's report made.
///
/// # Errors
/// As [`monthly_reports`].
pub(crate) fn order_report(
    shared: &Shared,
    once: &Once,
    wanted: MonthlyOrder,
) -> Result<MonthlyReport, AppError> {
    let mut input = json!({ "month": wanted.month.to_string() });
    if let Some(language) = wanted.language {
        input["language"] = language.as_str().into();
    }
    if let Some(format) = wanted.format {
        input["format"] = json!(format);
    }
    let said: Said = write(shared, once, ("POST", REPORTS), Content::Json(&input))?;
    Ok(said.into())
}

/// A report's file; written to `path` as a whole or not at all, else given as its content.
///
/// # Errors
/// As [`monthly_reports`]; `not_found` when there is no such report, it is not ready, or has no such file; `io` when it cannot be written.
pub(crate) fn fetch_report(
    shared: &Shared,
    id: &str,
    format: ReportFormat,
    path: Option<&Path>,
) -> Result<ReportFileView, AppError> {
    let id: ReportId = parse::id("id", id)?;
    let said: SaidFiles = ask(shared, "GET", &format!("{REPORTS}/{id}"), None)?;
    let (ending, media_type) = match format {
        ReportFormat::Csv => ("csv", "text/csv"),
        ReportFormat::Pdf => ("pdf", "application/pdf"),
    };
    let file = said.files.iter().find(|file| file.format == format);
    let file = file.ok_or_else(|| lacking(said.state, ending))?;
    let bytes = shared.link.asker()?.behind(&file.url, LARGEST)?;
    if bytes.len() as u64 != file.bytes {
        return Err(strange(&shared.link.place()));
    }
    // The month becomes part of a name: it is one, or this is no sync server.
    let month: Month = said.month.parse().map_err(|_| strange(&shared.link.place()))?;
    let base64 = match path {
        Some(path) => {
            whole_file::write(path, &bytes)?;
            String::new()
        }
        None => STANDARD.encode(&bytes),
    };
    let file_name = format!("valorize-{month}.{ending}");
    Ok(ReportFileView { file_name, media_type: media_type.to_owned(), base64 })
}

/// Whether the book's reports are made by themselves.
///
/// # Errors
/// As [`monthly_reports`].
pub(crate) fn report_wish(shared: &Shared) -> Result<ReportWish, AppError> {
    ask(shared, "GET", WISH, None)
}

/// Says whether they are.
///
/// # Errors
/// As [`monthly_reports`]; `server_refused` too where the book is another account's.
pub(crate) fn wish_reports(shared: &Shared, once: &Once, wish: &ReportWish) -> Result<ReportWish, AppError> {
    write(shared, once, ("PUT", WISH), Content::Json(&json!(wish)))
}

fn lacking(state: MonthlyReportState, ending: &str) -> AppError {
    let (message, remedy) = match state {
        MonthlyReportState::Waiting => {
            ("the report is not ready yet".to_owned(), "wait for the notice that it is")
        }
        MonthlyReportState::Failed => ("the report could not be made".to_owned(), "ask for it again"),
        MonthlyReportState::Ready => {
            (format!("the report has no {ending}"), "ask for the month again, in that format")
        }
    };
    AppError::new(ErrorCode::NotFound, message).remedy(remedy)
}

impl App {
    /// A page of the monthly reports at a server that reads the book.
    ///
    /// # Errors
    /// `not_found` when the book is not synced, or no server reads it; `server_unreachable`, `server_refused`.
    pub fn monthly_reports(&self, cursor: Option<&str>) -> Result<MonthlyReports, AppError> {
        monthly_reports(&self.shared()?, cursor)
    }

    /// Has that server make a month's report.
    ///
    /// # Errors
    /// As [`App::monthly_reports`].
    pub fn ask_report(&mut self, wanted: MonthlyOrder) -> Result<MonthlyReport, AppError> {
        order_report(&self.shared()?, &Once::new(self.outside()), wanted)
    }

    /// Says whether that server makes a month's report by itself once the month has ended.
    ///
    /// # Errors
    /// As [`App::monthly_reports`].
    pub fn report_wish(&self) -> Result<ReportWish, AppError> {
        report_wish(&self.shared()?)
    }

    /// Has it do so, or no longer.
    ///
    /// # Errors
    /// As [`App::monthly_reports`]; `server_refused` too where the book is another account's.
    pub fn set_report_wish(&mut self, wish: &ReportWish) -> Result<ReportWish, AppError> {
        wish_reports(&self.shared()?, &Once::new(self.outside()), wish)
    }

    /// Brings a report's file here; see [`MonthlyReport`]. Without a path its content is given.
    ///
    /// # Errors
    /// As [`App::monthly_reports`], also when the report is not ready or has no such file; `io` when it cannot be written.
    pub fn fetch_report(
        &self,
        id: &str,
        format: ReportFormat,
        path: Option<&Path>,
    ) -> Result<ReportFileView, AppError> {
        fetch_report(&self.shared()?, id, format, path)
    }
}
