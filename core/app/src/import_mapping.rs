//! CSV mappings as people and programs see them; the JSON is that of a mapping file.

use crate::error::{AppError, ErrorCode};
use crate::import::csv;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a CSV file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MappingView {
    /// Between the cells: `,`, `;`, a tab or `|`.
    pub delimiter: char,
    /// Cells may be wrapped in double quotes.
    pub quoting: bool,
    /// Records above the header, or above the first row where there is none; blank lines do not count.
    pub skip_records: u32,
    /// A header follows them.
    pub header: bool,
    /// What each column holds, from left to right.
    pub columns: Vec<ColumnRole>,
    /// Order of day, month and year.
    pub dates: DateParts,
    /// Decimal mark; none when no amount tells.
    pub decimal_mark: Option<Mark>,
    /// Which sign is money out.
    pub sign: SignRule,
    /// ISO 4217 code for rows that name none.
    pub currency: Option<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// Not used.
    Ignore,
    /// The day.
    Date,
    /// Another date, used where the first is blank.
    OtherDate,
    /// The amount.
    Amount,
    /// Money out.
    Debit,
    /// Money in.
    Credit,
    /// A word that says which way the money went.
    Direction,
    /// Balance after the row.
    Balance,
    /// Currency code of the amount.
    Currency,
    /// Main text.
    Description,
    /// The other party's name.
    Payee,
    /// Further text.
    Memo,
    /// The bank's id.
    Id,
    /// Check or document number.
    CheckNumber,
    /// The account the row belongs to.
    Account,
    /// Booked, pending, failed.
    Status,
    /// Category.
    Category,
    /// The file's own word for the type.
    Kind,
    /// Amount in the currency of the purchase.
    OriginalAmount,
    /// Currency of the purchase.
    OriginalCurrency,
    /// Instalment such as 3/10.
    Instalment,
}

/// Order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateParts {
    /// 31/12/2025
    DayMonthYear,
    /// 12/31/2025
    MonthDayYear,
    /// 2025-12-31
    YearMonthDay,
    /// 31/2025/12
    DayYearMonth,
}

/// Decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 1,400.82
    Dot,
    /// 1.400,82
    Comma,
}

/// Which sign is money out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignRule {
    /// Negative is money out.
    Signed,
    /// Positive is money out, as card bills write it.
    Inverted,
    /// The direction column tells.
    Direction,
    /// Money out and money in stand in two columns.
    TwoColumns,
    /// The same, and the amounts carry their sign.
    TwoColumnsSigned,
}

impl MappingView {
    /// The mapping as the reader of statements takes it.
    ///
    /// # Errors
    /// `invalid_input` naming the part.
    pub fn mapping(&self) -> Result<csv::Mapping, AppError> {
        if let Some(code) = &self.currency {
            crate::parse::currency("currency", code)?;
        }
        let value = serde_json::to_value(self).and_then(serde_json::from_value);
        value.map_err(|error| AppError::invalid("layout", error.to_string()))
    }

    /// The view of a mapping.
    ///
    /// # Errors
    /// `internal` when the two ever disagree.
    pub fn of(mapping: &csv::Mapping) -> Result<Self, AppError> {
        let value = serde_json::to_value(mapping).and_then(serde_json::from_value);
        value.map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
    }
}
