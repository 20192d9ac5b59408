//! `import.preview_csv`: what a CSV file holds, how it is read and why, and what comes out, under any mapping.

use crate::error::{AppError, ErrorCode};
use crate::import::{self, csv};
use crate::import_mapping::{ColumnRole, MappingView};
use crate::import_profile;
use crate::import_view::NoticeView;
use crate::operation::{Query, Topic};
use crate::queries::show_book;
use crate::view::AmountView;
use domain::{Money, Statement, StatementDocument};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::Reader;

/// Rows shown as written, and lines shown as read.
const SHOWN: usize = 20;
/// Rejected records shown.
const REJECTED: usize = 50;

/// Show how a CSV file is read, and what a mapping would make of it. Nothing is kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewCsv {
    /// Path of the file.
    pub path: String,
    /// Read it so, instead of by the remembered or inferred mapping.
    pub layout: Option<MappingView>,
    /// Look at the file anew, whatever is remembered.
    pub anew: Option<bool>,
    /// Order of day and month where the file leaves it open: dmy, mdy or ymd.
    pub date_order: Option<String>,
    /// Currency where the file names none; by default the book's.
    pub currency: Option<String>,
}

/// A CSV file, looked at.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CsvPreview {
    /// File name without folder.
    pub file: String,
    /// What files of this layout are recognised by.
    pub fingerprint: String,
    /// Where the mapping comes from: `given`, `remembered`, `inferred`.
    pub mapping_from: String,
    /// Name of the remembered mapping.
    pub mapping_name: Option<String>,
    /// How the file is read.
    pub mapping: MappingView,
    /// The columns.
    pub columns: Vec<CsvColumn>,
    /// Why the dates are read in this order: header, content, assumed, said.
    pub dates_because: String,
    /// Why the signs are read so: header, content, assumed, said.
    pub sign_because: String,
    /// The first rows as written.
    pub rows: Vec<CsvRow>,
    /// What comes out; none when the file cannot be read so.
    pub result: Option<CsvResult>,
    /// Why nothing comes out.
    pub problem: Option<CsvProblem>,
}

/// A column.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CsvColumn {
    /// Name in the header, where there is one.
    pub name: Option<String>,
    /// What it holds.
    pub role: ColumnRole,
    /// Why: header, content, assumed, said.
    pub because: String,
}

/// A row as written.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CsvRow {
    /// Line in the file.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What a mapping makes of the file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CsvResult {
    /// Transactions read.
    pub count: u32,
    /// Sum of money in.
    pub money_in: AmountView,
    /// Sum of money out, negative.
    pub money_out: AmountView,
    /// First and last day.
    pub period: Option<(String, String)>,
    /// The first of them.
    pub lines: Vec<CsvLine>,
    /// Records that could not be read.
    pub rejected: u32,
    /// The first of those.
    pub rejections: Vec<NoticeView>,
    /// Oddities that did not prevent reading.
    pub warnings: Vec<NoticeView>,
}

/// A transaction as read.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CsvLine {
    /// Line in the file.
    pub line: u32,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Amount.
    pub amount: AmountView,
    /// Text.
    pub description: String,
    /// Balance after it, where the file states one.
    pub balance: Option<AmountView>,
}

/// Why a file cannot be read as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CsvProblem {
    /// For programs: `ambiguous_dates`, `ambiguous_amounts`, `unknown_columns`, …
    pub code: String,
    /// For people.
    pub message: String,
}

impl Query for PreviewCsv {
    type Output = CsvPreview;
    const NAME: &'static str = "import.preview_csv";
    const TOPICS: &'static [Topic] = &[Topic::Imports, Topic::Book];

    fn run(&self, reader: &Reader) -> Result<CsvPreview, AppError> {
        let book = show_book::book(reader)?;
        let currency = self.currency.as_deref().unwrap_or_else(|| book.currency.code());
        let mut options =
            import::read_options(Some(currency), self.date_order.as_deref(), None, book.language)?;
        let path = Path::new(&self.path);
        let bytes = import::bytes(path)?;
        options.file_name = Some(import::file_name(path));
        let mut draft = drafted(&bytes, &options, path)?;
        let profile = import_profile::remembered(reader, &draft.fingerprint)?.unwrap_or_default();
        let (said, from) = match &self.layout {
            Some(layout) => (Some(layout.mapping()?), "given"),
            None if self.anew == Some(true) => (None, "inferred"),
            None => (profile.mapping, "remembered"),
        };
        let from = if said.is_some() { from } else { "inferred" };
        if said.is_some() {
            options.csv_mapping = said;
            draft = drafted(&bytes, &options, path)?;
        }
        let (result, problem) = match (&draft.open, import::read_bytes(&bytes, &options)) {
            (None, Ok(document)) => (Some(result(&document)), None),
            (Some(error), _) => (None, Some(problem(error))),
            (None, Err(error)) => (None, Some(problem(&error))),
        };
        Ok(CsvPreview {
            file: import::file_name(path),
            columns: columns(&draft)?,
            mapping: MappingView::of(&draft.mapping)?,
            fingerprint: draft.fingerprint,
            mapping_from: from.to_owned(),
            mapping_name: profile.name,
            dates_because: because(draft.dates).to_owned(),
            sign_because: because(draft.sign).to_owned(),
            rows: draft.rows.into_iter().map(|(line, cells)| CsvRow { line, cells }).collect(),
            result,
            problem,
        })
    }
}

fn drafted(bytes: &[u8], options: &import::ReadOptions, path: &Path) -> Result<csv::Draft, AppError> {
    match import::csv_draft(bytes, options, SHOWN) {
        Some(Ok(draft)) => Ok(draft),
        Some(Err(error)) => Err(import::from_read(&error, path)),
        None => Err(AppError::new(ErrorCode::NotAStatement, "only CSV files have a mapping")
            .at(import::file_name(path))),
    }
}

const fn because(because: csv::Because) -> &'static str {
    match because {
        csv::Because::Header => "header",
        csv::Because::Content => "content",
        csv::Because::Assumed => "assumed",
        csv::Because::Said => "said",
    }
}

fn columns(draft: &csv::Draft) -> Result<Vec<CsvColumn>, AppError> {
    let view = MappingView::of(&draft.mapping)?;
    let columns = view.columns.iter().enumerate().map(|(at, role)| CsvColumn {
        name: draft.header.get(at).filter(|name| !name.is_empty()).cloned(),
        role: *role,
        because: draft.columns.get(at).map_or("assumed", |why| because(*why)).to_owned(),
    });
    Ok(columns.collect())
}

fn problem(error: &import::ReadError) -> CsvProblem {
    CsvProblem { code: error.code().to_owned(), message: error.to_string() }
}

fn result(document: &StatementDocument) -> CsvResult {
    let currency = document.statements.first().map_or(domain::Currency::XXX, |statement| statement.currency);
    let all = || document.statements.iter().flat_map(|statement| &statement.lines);
    let sum = |wanted: fn(i64) -> bool| {
        let amounts = all().map(|line| line.amount).filter(|amount| wanted(*amount));
        AmountView::from(Money::new(amounts.fold(0_i64, i64::saturating_add), currency))
    };
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let days = || all().map(|line| line.date);
    CsvResult {
        count: number(all().count()),
        money_in: sum(|amount| amount > 0),
        money_out: sum(|amount| amount < 0),
        period: days().min().zip(days().max()).map(|(first, last)| (first.to_string(), last.to_string())),
        lines: document.statements.iter().flat_map(lines).take(SHOWN).collect(),
        rejected: number(document.rejected.len()),
        rejections: document.rejected.iter().take(REJECTED).map(NoticeView::from).collect(),
        warnings: document.warnings.iter().take(REJECTED).map(NoticeView::from).collect(),
    }
}

fn lines(statement: &Statement) -> impl Iterator<Item = CsvLine> + '_ {
    let money = |minor: i64| AmountView::from(Money::new(minor, statement.currency));
    statement.lines.iter().map(move |line| CsvLine {
        line: line.line,
        date: line.date.to_string(),
        amount: money(line.amount),
        description: line.description.clone(),
        balance: line.balance_after.map(money),
    })
}
