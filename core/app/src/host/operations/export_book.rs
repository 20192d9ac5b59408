//! `book.export`: the whole book in another format, in a file.

use crate::backups::stamp;
use crate::error::AppError;
use crate::export::{ExportFormat, export_to};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Write the whole open book to a file in another format. It is not encrypted, whatever the book is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportBook {
    /// csv, json (with every field), beancount or hledger.
    pub format: String,
    /// The file to write; by default one beside the book.
    pub path: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Exported {
    /// The file.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl HostAction for ExportBook {
    type Output = Exported;
    const NAME: &'static str = "book.export";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<Exported, AppError> {
        let format = ExportFormat::named(&self.format)?;
        let now = (host.outside)().now_ms();
        host.with_book(|open| {
            let stem = open.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let extension = match format {
                ExportFormat::Csv => "csv",
                ExportFormat::Json => "json",
                ExportFormat::Beancount => "beancount",
                ExportFormat::Hledger => "journal",
            };
            let path = match self.path.as_deref().map(str::trim).filter(|path| !path.is_empty()) {
                Some(path) => PathBuf::from(path),
                None => open.path().with_file_name(format!("{stem}-{}.{extension}", stamp(now))),
            };
            let bytes = open.read(|reader| export_to(reader, format, &path))?;
            Ok(Exported { path: path.display().to_string(), bytes })
        })
    }
}
