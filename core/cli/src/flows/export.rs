//! `valorize export`: the book in another format, whole or not at all.

use super::Setting;
use app::AppError;
use app::export::{ExportFormat, export, export_to};
use std::io::BufWriter;
use std::path::PathBuf;

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
    export_to(app.reader(), format, &path).map(drop)
}
