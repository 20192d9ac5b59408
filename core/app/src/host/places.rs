//! The folders a host uses.

use std::path::{Path, PathBuf};

/// The folders a host uses.
#[derive(Debug, Clone)]
pub struct Places {
    /// Small files of this user, such as the list of recent books.
    pub config: PathBuf,
    /// Where a new book lies when no place is named.
    pub books: PathBuf,
    /// Files dropped or uploaded, until they are imported.
    pub staging: PathBuf,
}

impl Places {
    /// All below one folder.
    pub fn below(folder: &Path) -> Self {
        Self { config: folder.join("config"), books: folder.join("books"), staging: folder.join("staged") }
    }

    /// The user's own folders, as the system has them.
    pub fn of_user() -> Self {
        match directories::ProjectDirs::from("", "", "valorize") {
            Some(dirs) => Self {
                config: dirs.config_dir().to_owned(),
                books: dirs.data_dir().to_owned(),
                staging: dirs.cache_dir().join("staged"),
            },
            None => Self::below(Path::new(".valorize")),
        }
    }
}
