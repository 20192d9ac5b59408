//! The book in other formats: CSV and JSON for programs, beancount and hledger journals for plain-text accounting.

mod entries;
mod journal;
mod tables;

use crate::error::{AppError, ErrorCode};
use std::io::Write;
use store::Reader;

/// An export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One line per transaction, or per part of a split one.
    Csv,
    /// Every table of the book with every field, ids as text.
    Json,
    /// A beancount ledger.
    Beancount,
    /// An hledger journal.
    Hledger,
}

impl ExportFormat {
    /// The format of this name.
    ///
    /// # Errors
    /// `invalid_input` naming the formats.
    pub fn named(text: &str) -> Result<Self, AppError> {
        match text {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "beancount" => Ok(Self::Beancount),
            "hledger" => Ok(Self::Hledger),
            other => Err(AppError::invalid(
                "format",
                format!("`{other}` is none of csv, json, beancount, hledger"),
            )),
        }
    }
}

/// Writes the whole book, as one consistent state.
///
/// # Errors
/// `io` when `out` fails; otherwise when the book cannot be read.
pub fn export(reader: &Reader, format: ExportFormat, out: &mut dyn Write) -> Result<(), AppError> {
    // One read transaction: what is written while we export is not half in the file.
    let snapshot = reader.connection().unchecked_transaction()?;
    match format {
        ExportFormat::Csv => entries::csv(&snapshot, out)?,
        ExportFormat::Json => tables::json(&snapshot, out)?,
        ExportFormat::Beancount => journal::write(&snapshot, journal::Dialect::Beancount, out)?,
        ExportFormat::Hledger => journal::write(&snapshot, journal::Dialect::Hledger, out)?,
    }
    out.flush().map_err(|error| failed(&error))
}

/// An output that cannot be written.
fn failed(error: &std::io::Error) -> AppError {
    let code =
        if error.kind() == std::io::ErrorKind::StorageFull { ErrorCode::DiskFull } else { ErrorCode::Io };
    AppError::new(code, format!("the export cannot be written: {error}"))
}
