//! `make dev`: type-checks, and again after each change of a source file.

use crate::checks::cargo;
use crate::error::XtaskError;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Checks the workspace now and after every change, until interrupted.
///
/// # Errors
/// When cargo cannot be started; a failed check is shown and waits for the next change.
pub fn watch() -> Result<(), XtaskError> {
    let root = crate::repository();
    loop {
        let seen = newest_change(&root);
        let mut command = cargo(&["check", "--workspace", "--all-targets"]);
        command.status().map_err(|source| XtaskError::Start { program: "cargo check".to_owned(), source })?;
        println!("waiting for a change (Ctrl-C ends)");
        while newest_change(&root) == seen {
            std::thread::sleep(Duration::from_millis(500));
        }
    }
}

/// The newest modification time among the sources; a file that vanishes while being looked at counts as unchanged.
fn newest_change(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?;
    let times = entries.flatten().filter_map(|entry| {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if path.is_dir() {
            return if name.starts_with('.') || name == "target" { None } else { newest_change(&path) };
        }
        let source = path.extension().is_some_and(|kind| kind == "rs" || kind == "toml" || kind == "sql");
        if source { entry.metadata().and_then(|data| data.modified()).ok() } else { None }
    });
    times.max()
}
