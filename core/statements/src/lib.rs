//! Readers for bank statements: bytes in, [`StatementDocument`] out. Pure: no IO, no clock, no floats, no panics.
//!
//! [`read`] detects the format by content, decodes the text and hands it to the reader of that format. Each reader
//! is tolerant of what banks emit and strict about money: an amount with two readings is a rejected record.

pub mod amount;
pub mod camt;
pub mod csv;
pub mod date;
pub mod decode;
pub mod detect;
pub mod error;
pub mod mt940;
pub mod ofx;
pub mod pseudo;
pub mod qif;
pub mod summary;

pub use date::DateOrder;
pub use decode::Decoded;
pub use domain::StatementDocument;
pub use error::{LooksLike, ReadError};
pub use summary::{Inspection, summarise};

use domain::Currency;
use domain::statement::Format;

/// What a reader may need to know beyond the bytes.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Currency of files that name none.
    pub default_currency: Currency,
    /// Name of the file, a weak hint only: content decides.
    pub file_name: Option<String>,
    /// Order of day and month, where the file leaves it open and a person has said it.
    pub date_order: Option<DateOrder>,
    /// Columns of a CSV file as corrected or remembered.
    pub csv_mapping: Option<csv::Mapping>,
}

impl ReadOptions {
    /// Options with nothing but a default currency.
    pub const fn new(default_currency: Currency) -> Self {
        Self { default_currency, file_name: None, date_order: None, csv_mapping: None }
    }
}

/// Reads a statement file of any supported format.
///
/// # Errors
/// [`ReadError`] when the file as a whole cannot be read; broken records are notices in the document.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    if let Some(looks_like) = detect::foreign(bytes) {
        return Err(ReadError::NotAStatement(looks_like));
    }
    let text = decode::decode(bytes, detect::declared_encoding(bytes).as_deref());
    if text.text.trim().is_empty() {
        return Err(ReadError::EmptyFile);
    }
    let mut document = match detect::detect(&text.text)? {
        Format::Ofx | Format::Qfx | Format::Ofc => ofx::read(&text.text, options),
        Format::Qif => qif::read(&text.text, options),
        Format::Csv => csv::read(&text, options),
        Format::Camt053 => camt::read(&text.text, options),
        Format::Mt940 => mt940::read(&text.text, options),
    }?;
    text.encoding.clone_into(&mut document.encoding);
    document.warnings.splice(0..0, text.warnings);
    Ok(document)
}

/// How a delimited file would be read, and the fingerprint its layout is remembered by; `None` for every other format.
pub fn csv_layout(bytes: &[u8], options: &ReadOptions) -> Option<Result<csv::Inference, ReadError>> {
    if detect::foreign(bytes).is_some() {
        return None;
    }
    let text = decode::decode(bytes, detect::declared_encoding(bytes).as_deref());
    match detect::detect(&text.text) {
        Ok(Format::Csv) => Some(csv::infer(&text.text, options)),
        _ => None,
    }
}

/// The table of a delimited file for a person to correct, with its first `rows` rows; `None` for every other format.
pub fn csv_draft(bytes: &[u8], options: &ReadOptions, rows: usize) -> Option<Result<csv::Draft, ReadError>> {
    if detect::foreign(bytes).is_some() {
        return None;
    }
    let text = decode::decode(bytes, detect::declared_encoding(bytes).as_deref());
    match detect::detect(&text.text) {
        Ok(Format::Csv) => Some(csv::draft(&text.text, options, rows)),
        _ => None,
    }
}

/// A notice about a place in the file.
pub(crate) fn notice(line: u32, code: &str, message: impl Into<String>) -> domain::statement::Notice {
    domain::statement::Notice { line, code: code.to_owned(), message: message.into() }
}

/// Shortens a text of the file for a message: white space folded, at most 40 characters.
pub(crate) fn quote(text: &str) -> String {
    let mut short: String =
        text.chars().take(200).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = short.char_indices().nth(40) {
        short.truncate(end);
        short.push('…');
    }
    short
}
