//! `valorize export`: the book in another format, whole or not at all.

use super::Setting;
use app::export::{ExportFormat, export};
use app::{AppError, ErrorCode};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Writes to standard output, or to a file that appears only when it is complete.
///
/// # Errors
/// When the output cannot be written.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    let format = ExportFormat::named(&setting.text("format").unwrap_or_default())?;
    let app = setting.open()?;
    let Some(path) = setting.text("output").map(PathBuf::from) else {
        return export(app.reader(), format, &mut BufWriter::new(std::io::stdout().lock()));
    };
    let unfinished = path.with_added_extension("part");
    let refused = |error: std::io::Error| io(&path, &error);
    let file = File::create(&unfinished).map_err(refused)?;
    let mut out = BufWriter::new(file);
    let written = export(app.reader(), format, &mut out)
        .and_then(|()| out.get_ref().sync_all().map_err(refused))
        .and_then(|()| std::fs::rename(&unfinished, &path).map_err(refused));
    if written.is_err() {
        // Best effort: the error that is reported is the one that stopped the export.
        drop(std::fs::remove_file(&unfinished));
    }
    written
}

fn io(path: &Path, error: &std::io::Error) -> AppError {
    let code = match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    };
    AppError::new(code, format!("the file cannot be written: {error}"))
        .at(path.display().to_string())
        .remedy("choose another place with --output")
}
