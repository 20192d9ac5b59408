//! Why a file cannot be read at all. Single broken records are notices in the document, not errors.

use domain::statement::Format;

/// Why a file as a whole cannot be read; each message names the place and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No bytes, or nothing but blanks.
    #[error("the file is empty: download the statement again")]
    EmptyFile,
    /// The content is something else.
    #[error("this is not a bank statement but {}: {}", .0.describe(), .0.remedy())]
    NotAStatement(LooksLike),
    /// The bytes are not text in any encoding that statements use.
    #[error(
        "line {line}: the bytes are not text in any known encoding: save the file as UTF-8 and try again"
    )]
    Undecodable {
        /// 1-based line of the first byte that could not be read.
        line: u32,
    },
    /// The format was recognised but holds no account and no transaction.
    #[error("the {} file holds no statement{}: download it again and choose a period with transactions", .format.as_str(), detail(.message.as_deref()))]
    NoRecords {
        /// The format.
        format: Format,
        /// What the file says instead, for example the bank's own error message.
        message: Option<String>,
    },
    /// Every date of the file can be read as day/month and as month/day.
    #[error("line {line}: `{example}` and every other date can be day/month or month/day: say which it is")]
    AmbiguousDates {
        /// 1-based line of the example.
        line: u32,
        /// One of the dates.
        example: String,
    },
    /// Amounts use the decimal mark in two ways, or none of them tells which mark it is.
    #[error(
        "lines {line} and {other_line}: `{example}` and `{other_example}` do not tell which mark is the decimal mark: say which it is"
    )]
    AmbiguousAmounts {
        /// 1-based line of the first example.
        line: u32,
        /// The first example.
        example: String,
        /// 1-based line of the second example; the same line when there is only one.
        other_line: u32,
        /// The second example.
        other_example: String,
    },
    /// No column could be recognised as the date, or none as the amount.
    #[error("line {line}: no {missing} column was recognised: choose the columns by hand")]
    UnknownColumns {
        /// 1-based line of the header or first row.
        line: u32,
        /// What is missing, for example `date`.
        missing: &'static str,
    },
    /// The structure of the file is broken beyond repair.
    #[error("line {line}: the {} file is damaged: {message}; download it again", .format.as_str())]
    Damaged {
        /// The format.
        format: Format,
        /// 1-based line.
        line: u32,
        /// What is wrong.
        message: String,
    },
}

fn detail(message: Option<&str>) -> String {
    message.map_or_else(String::new, |text| format!(" (it says: {text})"))
}

impl ReadError {
    /// Stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmptyFile => "empty_file",
            Self::NotAStatement(_) => "not_a_statement",
            Self::Undecodable { .. } => "undecodable",
            Self::NoRecords { .. } => "no_records",
            Self::AmbiguousDates { .. } => "ambiguous_dates",
            Self::AmbiguousAmounts { .. } => "ambiguous_amounts",
            Self::UnknownColumns { .. } => "unknown_columns",
            Self::Damaged { .. } => "damaged",
        }
    }
}

/// What a file that is no statement looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksLike {
    /// A PDF document.
    Pdf,
    /// A web page, often the bank's log-in or error page.
    Html,
    /// A zip archive.
    Zip,
    /// A spreadsheet, `.xlsx` or `.xls`.
    Spreadsheet,
    /// Another compressed file.
    Compressed,
    /// A picture.
    Image,
    /// JSON.
    Json,
    /// XML of another kind.
    OtherXml,
    /// Text without records.
    PlainText,
    /// Other binary data.
    Binary,
}

impl LooksLike {
    /// Stable text form, for example `pdf`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Zip => "zip",
            Self::Spreadsheet => "spreadsheet",
            Self::Compressed => "compressed",
            Self::Image => "image",
            Self::Json => "json",
            Self::OtherXml => "xml",
            Self::PlainText => "text",
            Self::Binary => "binary",
        }
    }

    const fn describe(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF document",
            Self::Html => "a web page",
            Self::Zip => "a zip archive",
            Self::Spreadsheet => "a spreadsheet",
            Self::Compressed => "a compressed file",
            Self::Image => "a picture",
            Self::Json => "JSON data",
            Self::OtherXml => "an XML file of another kind",
            Self::PlainText => "plain text without records",
            Self::Binary => "binary data",
        }
    }

    const fn remedy(self) -> &'static str {
        match self {
            Self::Zip | Self::Compressed => "unpack it and choose the file inside",
            Self::Html => "log in to the bank again and download the statement anew",
            Self::Spreadsheet => "save it as CSV first",
            _ => "choose OFX, QIF, CSV, CAMT.053 or MT940 when downloading",
        }
    }
}
