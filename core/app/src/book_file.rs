//! A book's file, with what SQLite may have left beside it.

use crate::error::{AppError, ErrorCode};
use std::path::Path;

/// Removes it; that there is none is fine.
///
/// # Errors
/// `io`.
pub fn remove(path: &Path) -> Result<(), AppError> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(Path::new(&name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                let message = format!("the book's file cannot be removed: {error}");
                return Err(AppError::new(ErrorCode::Io, message).at(path.display().to_string()));
            }
            _ => {}
        }
    }
    Ok(())
}
