//! The books this user opened last, in a small file of the config folder.

use super::Places;
use crate::error::{AppError, ErrorCode};
use crate::whole_file;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const MOST: usize = 12;

/// A book that was open before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecentBook {
    /// Its file.
    pub path: String,
    /// Its name, when last opened.
    pub name: String,
    /// When it was opened last, milliseconds since 1970-01-01 UTC.
    pub opened_at: i64,
    /// The file is still there.
    #[serde(skip_deserializing)]
    pub there: bool,
}

/// The list, newest first.
pub fn list(places: &Places) -> Vec<RecentBook> {
    // Only a convenience: a list that is missing or damaged begins anew and must never keep a book from opening.
    let text = std::fs::read(file(places)).unwrap_or_default();
    let mut books: Vec<RecentBook> = serde_json::from_slice(&text).unwrap_or_default();
    for book in &mut books {
        book.there = Path::new(&book.path).is_file();
    }
    books
}

/// Puts a book at the top.
///
/// # Errors
/// When the list cannot be written.
pub fn remember(places: &Places, path: &Path, name: &str, at: i64) -> Result<(), AppError> {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned()).display().to_string();
    let mut books = list(places);
    books.retain(|book| book.path != path);
    books.insert(0, RecentBook { path, name: name.to_owned(), opened_at: at, there: true });
    books.truncate(MOST);
    write(places, &books)
}

/// Takes a book off the list; the file stays.
///
/// # Errors
/// When the list cannot be written.
pub fn forget(places: &Places, path: &str) -> Result<(), AppError> {
    let mut books = list(places);
    books.retain(|book| book.path != path);
    write(places, &books)
}

fn file(places: &Places) -> PathBuf {
    places.config.join("recent-books.json")
}

fn write(places: &Places, books: &[RecentBook]) -> Result<(), AppError> {
    let failed = |error: std::io::Error| {
        AppError::new(ErrorCode::Io, format!("the list of recent books cannot be written: {error}"))
            .at(places.config.display().to_string())
    };
    let text = serde_json::to_vec_pretty(books)
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
    std::fs::create_dir_all(&places.config).map_err(failed)?;
    // Complete or not at all: another process may read it at this moment.
    whole_file::write(&file(places), &text)
}
