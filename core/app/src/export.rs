//! The book in other formats: CSV and JSON for programs, beancount and hledger journals for plain-text accounting.

mod entries;
mod journal;
mod tables;

use crate::error::{AppError, ErrorCode};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
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

/// Writes the whole book to a file, which appears only when it is complete; answers its size in bytes.
///
/// # Errors
/// `io`, `read_only`, `disk_full` when it cannot be written; otherwise when the book cannot be read.
pub fn export_to(reader: &Reader, format: ExportFormat, path: &Path) -> Result<u64, AppError> {
    let unfinished = path.with_added_extension("part");
    let refused = |error: std::io::Error| file_refused(path, &error);
    let file = File::create(&unfinished).map_err(refused)?;
    let mut out = BufWriter::new(file);
    let written = export(reader, format, &mut out)
        .and_then(|()| out.get_ref().sync_all().map_err(refused))
        .and_then(|()| std::fs::rename(&unfinished, path).map_err(refused))
        .and_then(|()| std::fs::metadata(path).map(|file| file.len()).map_err(refused));
    if written.is_err() {
        // Best effort: the error that is reported is the one that stopped the export.
        drop(std::fs::remove_file(&unfinished));
    }
    written
}

fn file_refused(path: &Path, error: &std::io::Error) -> AppError {
    let code = match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    };
    AppError::new(code, format!("the file cannot be written: {error}"))
        .at(path.display().to_string())
        .remedy("choose another place")
}

/// Writes the whole book, as one consistent state.
///
/// # Errors
/// `io` when `out` fails; otherwise when the book cannot be read.
pub fn export(reader: &Reader, format: ExportFormat, out: &mut dyn Write) -> Result<(), AppError> {
    // One read transaction: what is written while we export is not half in the file.
    let _state = reader.state()?;
    let snapshot = reader.connection();
    match format {
        ExportFormat::Csv => entries::csv(snapshot, out)?,
        ExportFormat::Json => tables::json(snapshot, out)?,
        ExportFormat::Beancount => journal::write(snapshot, journal::Dialect::Beancount, out)?,
        ExportFormat::Hledger => journal::write(snapshot, journal::Dialect::Hledger, out)?,
    }
    out.flush().map_err(|error| failed(&error))
}

/// An output that cannot be written.
fn failed(error: &std::io::Error) -> AppError {
    let code =
        if error.kind() == std::io::ErrorKind::StorageFull { ErrorCode::DiskFull } else { ErrorCode::Io };
    AppError::new(code, format!("the export cannot be written: {error}"))
}
