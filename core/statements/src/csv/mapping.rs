//! What has been found out about a delimited file: which column means what, and how its dates and amounts are written.

use super::dates::DateLayout;
use crate::amount::DecimalMark;
use domain::Currency;
use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Not used.
    Ignore,
    /// The day of the line.
    Date,
    /// Another date of the row (value date, start of processing); used where the first is blank.
    OtherDate,
    /// The amount, signed or with its sign in another column.
    Amount,
    /// Money out.
    Debit,
    /// Money in.
    Credit,
    /// A word that says whether the amount is money out or in (`D`/`C`, `Af`/`Bij`).
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
    /// Instalment `3/10`.
    Instalment,
}

/// Where the sign of an amount is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignConvention {
    /// One column, negative is money out.
    Signed,
    /// One column, positive is money out (card exports).
    Inverted,
    /// One column of magnitudes; the direction column tells.
    Direction,
    /// Money out and money in in two columns of magnitudes.
    TwoColumns,
    /// Money out and money in in two columns, the amounts carry their sign.
    TwoColumnsSigned,
}

/// How a delimited file is to be read. Stored as a small profile file and remembered by header fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Between the cells.
    pub delimiter: char,
    /// Cells may be wrapped in double quotes.
    pub quoting: bool,
    /// Records (blank lines do not count) above the header, or above the first row where there is none.
    pub skip_records: usize,
    /// A header record follows them.
    pub header: bool,
    /// Role of each column.
    pub columns: Vec<Role>,
    /// Order of day, month and year.
    pub dates: DateLayout,
    /// Decimal mark; `None` when no amount in the file tells.
    pub decimal_mark: Option<DecimalMark>,
    /// Sign convention.
    pub sign: SignConvention,
    /// Currency of rows that name none.
    pub currency: Option<Currency>,
}

impl Mapping {
    /// First column with `role`.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|found| *found == role)
    }

    /// All columns with `role`, left to right.
    pub fn columns_of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().enumerate().filter(move |(_, found)| **found == role).map(|(index, _)| index)
    }
}

/// The outcome of looking at a whole file, for a preview that can be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inference {
    /// How the file will be read.
    pub mapping: Mapping,
    /// Stable hash of delimiter and normalised header names; equal for the next file of the same bank.
    pub header_fingerprint: String,
    /// Header names as written; empty where the file has none.
    pub header: Vec<String>,
    /// What was assumed and why, for people.
    pub notes: Vec<String>,
    /// The first data rows as written.
    pub preview: Vec<Vec<String>>,
}

/// FNV-1a over the delimiter and the normalised names: stable across versions, not a secret. Where no header names the
/// columns, their roles tell one bank's file from another's.
pub(super) fn fingerprint(delimiter: char, names: &[String], columns: &[Role]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    delimiter.to_string().bytes().for_each(&mut eat);
    for name in names {
        eat(0x1f);
        super::vocabulary::normalise(name).bytes().for_each(&mut eat);
    }
    for role in columns.iter().filter(|_| names.is_empty()) {
        eat(0x1e);
        eat(*role as u8);
    }
    format!("{hash:016x}")
}
