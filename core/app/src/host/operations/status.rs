//! `book.status`: whether a book is open, and which.

use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::queries::show_book;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Say whether a book is open, which one, and where new books go.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BookStatus {}

/// The state of the host.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HostStatus {
    /// A book is open.
    pub open: bool,
    /// The open book's file.
    pub path: Option<String>,
    /// The open book's name.
    pub name: Option<String>,
    /// The open book's base currency.
    pub currency: Option<String>,
    /// The open book's language: pt-BR or en.
    pub language: Option<String>,
    /// The open book is the sample book; `book.remove_sample` throws it away.
    pub sample: bool,
    /// The book that waits for its passphrase.
    pub locked: Option<String>,
    /// Only a passphrase opens the open book's file.
    pub encrypted: bool,
    /// Where new books go when no place is named.
    pub books_folder: String,
    /// Version of the program.
    pub version: String,
}

impl HostAction for BookStatus {
    type Output = HostStatus;
    const NAME: &'static str = "book.status";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<HostStatus, AppError> {
        status(host)
    }
}

/// The state of the host, as every operation that changes it answers.
///
/// # Errors
/// When the open book cannot be read.
pub fn status(host: &Host) -> Result<HostStatus, AppError> {
    let opened = host.opened();
    let book = opened.as_ref().map(|open| open.read(show_book::book)).transpose()?;
    let sample = opened.as_ref().map(|open| open.read(crate::sample::is_sample)).transpose()?;
    Ok(HostStatus {
        open: opened.is_some(),
        path: opened.as_ref().map(|open| open.path().display().to_string()),
        name: book.as_ref().map(|book| book.name.clone()),
        currency: book.as_ref().map(|book| book.currency.code().to_owned()),
        language: book.as_ref().map(|book| book.language.as_str().to_owned()),
        sample: sample.unwrap_or(false),
        locked: host.vault.locked().map(|path| path.display().to_string()),
        encrypted: opened.as_ref().is_some_and(|open| open.key().is_some()),
        books_folder: host.places.books.display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
