//! What is wrong with a query: where, what, and what to write instead.

use super::Span;

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {}: {problem}", span.start + 1)]
pub struct QueryError {
    /// Where.
    pub span: Span,
    /// What.
    pub problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No keyword.
    #[error("`{word}` is not a keyword")]
    UnknownKey {
        /// What was written.
        word: String,
        /// What may have been meant.
        nearest: Option<&'static str>,
    },
    /// Nothing stands after the keyword.
    #[error("a value is missing after `{word}`")]
    MissingValue {
        /// The keyword as written.
        word: String,
    },
    /// A quotation that does not end.
    #[error("the quotation does not end")]
    OpenQuote,
    /// Not a day, month, year or range.
    #[error("`{word}` is not a day, a month, a year or a range of them")]
    NotADate {
        /// What was written.
        word: String,
    },
    /// Not an amount.
    #[error("`{word}` is not an amount")]
    NotAnAmount {
        /// What was written.
        word: String,
    },
    /// One thousand, or one and a bit?
    #[error("`{word}` has two readings")]
    TwoReadings {
        /// What was written.
        word: String,
    },
    /// The range ends before it begins.
    #[error("the range `{word}` ends before it begins")]
    EmptyRange {
        /// What was written.
        word: String,
    },
    /// No state.
    #[error("`{word}` is not a state a row can be in")]
    UnknownState {
        /// What was written.
        word: String,
        /// What may have been meant.
        nearest: Option<&'static str>,
    },
    /// No currency.
    #[error("`{word}` is not a currency code")]
    UnknownCurrency {
        /// What was written.
        word: String,
    },
    /// More or less of something that has no order.
    #[error("`{word}` takes `:`, not `{operator}`")]
    WrongOperator {
        /// The keyword as written.
        word: String,
        /// What stands after it.
        operator: &'static str,
    },
    /// Longer than anybody types.
    #[error("the query is longer than {} characters", super::LONGEST)]
    TooLong,
}

impl Problem {
    /// Stable text form, for example `unknown_key`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey { .. } => "unknown_key",
            Self::MissingValue { .. } => "missing_value",
            Self::OpenQuote => "open_quote",
            Self::NotADate { .. } => "not_a_date",
            Self::NotAnAmount { .. } => "not_an_amount",
            Self::TwoReadings { .. } => "two_readings",
            Self::EmptyRange { .. } => "empty_range",
            Self::UnknownState { .. } => "unknown_state",
            Self::UnknownCurrency { .. } => "unknown_currency",
            Self::WrongOperator { .. } => "wrong_operator",
            Self::TooLong => "too_long",
        }
    }

    /// The word it is about.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::OpenQuote | Self::TooLong => None,
            Self::UnknownKey { word, .. }
            | Self::MissingValue { word }
            | Self::NotADate { word }
            | Self::NotAnAmount { word }
            | Self::TwoReadings { word }
            | Self::EmptyRange { word }
            | Self::UnknownState { word, .. }
            | Self::UnknownCurrency { word }
            | Self::WrongOperator { word, .. } => Some(word),
        }
    }

    /// What may have been meant.
    pub const fn nearest(&self) -> Option<&'static str> {
        match self {
            Self::UnknownKey { nearest, .. } | Self::UnknownState { nearest, .. } => *nearest,
            _ => None,
        }
    }

    /// What to write instead.
    pub fn remedy(&self) -> String {
        match self {
            Self::UnknownKey { nearest: Some(word), .. } | Self::UnknownState { nearest: Some(word), .. } => {
                format!("did you mean `{word}`?")
            }
            Self::UnknownKey { word, .. } => {
                format!("to look for the text itself, put it in quotes: `\"{word}\u{2026}\"`")
            }
            Self::MissingValue { word } => format!("write something after it, or put `\"{word}\"` in quotes"),
            Self::OpenQuote => "end it with `\"`".to_owned(),
            Self::NotADate { .. } => {
                "write 2024-03-15, 2024-03, 2024 or a range such as 2024-01..2024-06".to_owned()
            }
            Self::NotAnAmount { .. } => "write 100, -20,5 or a range such as 10..50".to_owned(),
            Self::TwoReadings { .. } => "write 1234 or 1234,00 instead of 1.234".to_owned(),
            Self::EmptyRange { .. } => "put the smaller end first".to_owned(),
            Self::UnknownState { .. } => "for example uncategorised, split, transfer, reconciled".to_owned(),
            Self::UnknownCurrency { .. } => "use a code such as BRL or USD".to_owned(),
            Self::WrongOperator { word, .. } => format!("write `{word}:`"),
            Self::TooLong => "shorten it".to_owned(),
        }
    }
}
