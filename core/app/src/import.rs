//! Statement files on the way into the book: reading, inspecting, remembering CSV layouts.

use crate::error::{AppError, ErrorCode};
use crate::parse;
use domain::statement::Format;
use domain::{Currency, Language, StatementDocument};
use sha2::{Digest as _, Sha256};
pub use statements::{DateOrder, Inspection, ReadError, ReadOptions, csv, csv_draft, read as read_bytes};
use std::path::Path;

/// A file, read.
pub struct ReadFile {
    /// Name without folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// What it says.
    pub document: StatementDocument,
    /// Fingerprint of the layout, for CSV files.
    pub layout: Option<Layout>,
}

/// The layout of a CSV file: how to recognise the next one of the same bank, and how it is read.
pub struct Layout {
    /// Stable hash of the header.
    pub fingerprint: String,
    /// How the file is read.
    pub mapping: csv::Mapping,
    /// Header names; empty where the file has none.
    pub header: Vec<String>,
}

/// Options from what a person gives: each part may be left out.
///
/// # Errors
/// `invalid_input` naming the part; `io` when the mapping cannot be read.
pub fn read_options(
    currency: Option<&str>,
    date_order: Option<&str>,
    mapping: Option<&Path>,
    language: Language,
) -> Result<ReadOptions, AppError> {
    let currency = match currency {
        Some(code) => parse::currency("currency", code)?,
        None => home_currency(language),
    };
    let mut options = ReadOptions::new(currency);
    options.date_order = date_order.map(date_order_named).transpose()?;
    if let Some(path) = mapping {
        let text = std::fs::read_to_string(path).map_err(|error| io(path, &error))?;
        let mapping = crate::import_profile::mapping_in(&text).map_err(|error| {
            AppError::invalid("mapping", format!("{} is no CSV mapping: {error}", path.display()))
                .remedy("write one with `valorize inspect --show-mapping FILE`")
        })?;
        options.csv_mapping = Some(mapping);
    }
    Ok(options)
}

/// The currency people of this language mostly hold.
pub const fn home_currency(language: Language) -> Currency {
    match language {
        Language::PtBr => Currency::BRL,
        Language::En => Currency::USD,
    }
}

fn date_order_named(text: &str) -> Result<DateOrder, AppError> {
    match text {
        "dmy" => Ok(DateOrder::DayFirst),
        "mdy" => Ok(DateOrder::MonthFirst),
        "ymd" => Ok(DateOrder::YearFirst),
        other => Err(AppError::invalid("date_order", format!("`{other}` is none of dmy, mdy, ymd"))),
    }
}

/// Largest file that is read: 2 GiB. Statements are far smaller; anything above is a mistake.
const LARGEST: u64 = 2 << 30;

/// The file's bytes.
///
/// # Errors
/// `io` when it cannot be read, `not_a_statement` when it is absurdly large.
pub fn bytes(path: &Path) -> Result<Vec<u8>, AppError> {
    let size = std::fs::metadata(path).map_err(|error| io(path, &error))?;
    if size.is_dir() {
        return Err(AppError::new(ErrorCode::Io, "this is a folder, not a file")
            .at(path.display().to_string())
            .remedy("name the files in it"));
    }
    if size.len() > LARGEST {
        return Err(AppError::new(ErrorCode::NotAStatement, "the file is larger than 2 GiB")
            .at(path.display().to_string()));
    }
    std::fs::read(path).map_err(|error| io(path, &error))
}

fn io(path: &Path, error: &std::io::Error) -> AppError {
    AppError::new(ErrorCode::Io, format!("the file cannot be read: {error}"))
        .at(path.display().to_string())
        .remedy("check the name and that you may read it")
}

/// Name without folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Reads a statement file. `remembered` gives the mapping kept for a CSV layout, when the options name none.
///
/// # Errors
/// `io`, `not_a_statement` or `ambiguous`, naming the file.
pub fn read_file(
    path: &Path,
    options: &ReadOptions,
    remembered: &dyn Fn(&str) -> Option<csv::Mapping>,
) -> Result<ReadFile, AppError> {
    let bytes = bytes(path)?;
    let name = file_name(path);
    let mut options = ReadOptions { file_name: Some(name.clone()), ..options.clone() };
    let refused = |error: ReadError| from_read(&error, path);
    let draft = statements::csv_draft(&bytes, &options, 0).and_then(Result::ok);
    if let Some(draft) = draft.as_ref().filter(|draft| options.csv_mapping.is_none() && !mixed(draft)) {
        options.csv_mapping = remembered(&draft.fingerprint);
    }
    let mut document = statements::read(&bytes, &options).map_err(refused)?;
    document.conformance = statements::ofx::conformance(&document);
    let layout = draft.filter(|_| document.format == Format::Csv).map(|draft| Layout {
        mapping: options.csv_mapping.clone().unwrap_or(draft.mapping),
        header: draft.header,
        fingerprint: draft.fingerprint,
    });
    Ok(ReadFile { sha256: Sha256::digest(&bytes).into(), name, document, layout })
}

/// Amounts of both conventions stand in the file: no mapping reads both.
fn mixed(draft: &csv::Draft) -> bool {
    matches!(draft.open, Some(ReadError::AmbiguousAmounts { line, other_line, .. }) if line != other_line)
}

/// What a file says, with the sums of `valorize inspect`.
///
/// # Errors
/// As [`read_file`].
pub fn inspect(path: &Path, options: &ReadOptions) -> Result<Inspection, AppError> {
    let read = read_file(path, options, &|_| None)?;
    Ok(statements::summarise(&read.document))
}

/// The mapping by which a CSV file would be read.
///
/// # Errors
/// As [`read_file`]; `not_a_statement` when the file is no CSV file.
pub fn csv_mapping(path: &Path, options: &ReadOptions) -> Result<csv::Mapping, AppError> {
    match statements::csv_layout(&bytes(path)?, options) {
        Some(Ok(inference)) => Ok(inference.mapping),
        Some(Err(error)) => Err(from_read(&error, path)),
        None => Err(AppError::new(ErrorCode::NotAStatement, "only CSV files have a mapping")
            .at(path.display().to_string())),
    }
}

/// A reader's refusal as an operation's.
pub fn from_read(error: &ReadError, path: &Path) -> AppError {
    let code = match error {
        ReadError::AmbiguousDates { .. } | ReadError::AmbiguousAmounts { .. } => ErrorCode::Ambiguous,
        _ => ErrorCode::NotAStatement,
    };
    let error_text =
        AppError::new(code, error.to_string()).at(format!("{} ({})", path.display(), error.code()));
    match error {
        ReadError::AmbiguousDates { .. } => error_text.remedy("say it with --date-order dmy, mdy or ymd"),
        ReadError::AmbiguousAmounts { .. } | ReadError::UnknownColumns { .. } => {
            error_text.remedy("write a mapping with `valorize inspect --show-mapping FILE`, correct it, and give it with --mapping")
        }
        _ => error_text,
    }
}
