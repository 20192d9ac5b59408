//! `book.create`: makes a book and opens it.

use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::{App, NewBook};
use crate::host::{Call, Host, Places};
use crate::operation::{HostAction, Topic};
use crate::parse;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Make a new book and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBook {
    /// Path of the file to make; by default one in your data folder, named after the book.
    pub path: Option<String>,
    /// What the book is called.
    pub name: String,
    /// Base currency, ISO 4217.
    pub currency: String,
    /// Language of the default categories and of amounts: pt-BR or en.
    pub language: String,
    /// Begin with the default categories; yes when left out.
    pub default_categories: Option<bool>,
}

impl HostAction for CreateBook {
    type Output = HostStatus;
    const NAME: &'static str = "book.create";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let new = NewBook {
            name: parse::name("name", &self.name)?,
            currency: parse::currency("currency", &self.currency)?,
            language: parse::choice("language", &self.language, "pt-BR, en")?,
        };
        let path = match self.path.as_deref().map(str::trim).filter(|path| !path.is_empty()) {
            Some(path) => with_extension(Path::new(path)),
            None => free_path(&host.places, &new.name),
        };
        let categories = self.default_categories.unwrap_or(true);
        host.put(App::create_with(&path, &new, categories, (host.outside)())?, call)?;
        status(host)
    }
}

/// A name without extension gets the one of books.
fn with_extension(path: &Path) -> PathBuf {
    if path.extension().is_some() { path.to_owned() } else { path.with_extension("valorize") }
}

/// A path in the books folder that is free, after the book's name.
pub fn free_path(places: &Places, name: &str) -> PathBuf {
    let plain: String =
        name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).take(60).collect();
    let stem = plain.trim_matches('-').to_lowercase();
    let stem = if stem.is_empty() { "book".to_owned() } else { stem };
    let plain = places.books.join(format!("{stem}.valorize"));
    let numbered = (2..1000).map(|number| places.books.join(format!("{stem}-{number}.valorize")));
    // With a thousand books of one name the last one is refused as being there already.
    std::iter::once(plain.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(plain)
}
