//! Writing a small file of one's own: all of it or nothing, and for nobody else to read.

use crate::error::{AppError, ErrorCode};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// Puts a file in its place.
///
/// # Errors
/// `io`; what was there before is there still.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let draft = path.with_added_extension(format!("{}.new", std::process::id()));
    put(path, &draft, bytes).map_err(|error| {
        // Best effort: the error that is reported is the one that counts.
        drop(std::fs::remove_file(&draft));
        AppError::new(ErrorCode::Io, format!("the file cannot be written: {error}"))
            .at(path.display().to_string())
    })
}

fn put(path: &Path, draft: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(draft, path)?;
    // A system that cannot sync a folder loses at most the new name, and the old file is still whole then.
    if let Some(folder) = path.parent().and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
    Ok(())
}
