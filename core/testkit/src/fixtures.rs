//! Where fixtures that are too many for this repository may lie.

use std::path::{Path, PathBuf};

/// The folder of shared fixtures: `VALORIZE_FIXTURES`, else `../shared/fixtures` beside the repository. `None`, said
/// on standard error, when it is not there: tests that need it pass without it.
pub fn shared_fixtures() -> Option<PathBuf> {
    let named = std::env::var_os("VALORIZE_FIXTURES").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| repository().join("../shared/fixtures"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no fixtures in {} (set VALORIZE_FIXTURES)", folder.display());
    None
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
