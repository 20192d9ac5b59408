//! `book.load_sample`: a book with invented statements, to look around in.

use super::create_book::free_path;
use super::status::{HostStatus, status};
use crate::error::AppError;
use crate::facade::{App, NewBook};
use crate::host::{Call, Host, sample};
use crate::operation::{HostAction, Topic};
use crate::{import, parse};
use domain::Language;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Make a book with sample data, invented statements of several banks, and open it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadSample {
    /// Path of the file to make; by default one in your data folder.
    pub path: Option<String>,
    /// Language of the categories: pt-BR or en.
    pub language: String,
}

impl HostAction for LoadSample {
    type Output = HostStatus;
    const NAME: &'static str = "book.load_sample";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let language: Language = parse::choice("language", &self.language, "pt-BR, en")?;
        let name = match language {
            Language::PtBr => "Exemplo",
            Language::En => "Sample",
        };
        let path = self.path.map_or_else(|| free_path(&host.places, name), PathBuf::from);
        let new = NewBook { name: name.to_owned(), currency: import::home_currency(language), language };
        let mut app = App::create(&path, &new, (host.outside)())?;
        if let Err(error) = sample::fill(&mut app, host, call, language) {
            drop(app);
            // Half a sample book is of no use to anybody; that it cannot be removed is less important than why it failed.
            drop(std::fs::remove_file(&path));
            return Err(error);
        }
        host.put(app, call)?;
        status(host)
    }
}
