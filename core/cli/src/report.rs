//! What the flows tell: lines for people, or one JSON value for programs.

use app::{AppError, ErrorCode};
use serde::Serialize;
use std::io::Write as _;

/// Writes one line to standard output. A closed pipe (`| head`) is no error.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn line(text: impl AsRef<str>) -> Result<(), AppError> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", text.as_ref()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(AppError::new(ErrorCode::Io, format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a value as indented JSON.
///
/// # Errors
/// As [`line`].
pub fn json<T: Serialize>(value: &T) -> Result<(), AppError> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
    line(text)
}

/// A progress spinner on standard error; silent when it is no terminal.
pub fn spinner(message: &str) -> indicatif::ProgressBar {
    let bar = indicatif::ProgressBar::new_spinner().with_message(message.to_owned());
    bar.enable_steady_tick(std::time::Duration::from_millis(120));
    bar
}
