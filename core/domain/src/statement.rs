//! What a statement file says: the result of reading it, before any book is touched.

use crate::{AccountKind, Day, Money};
use iso_currency::Currency;
use serde::{Deserialize, Serialize};

/// File formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// OFX 1.x (SGML) or 2.x (XML).
    #[serde(rename = "ofx")]
    Ofx,
    /// OFX with Intuit's tags.
    #[serde(rename = "qfx")]
    Qfx,
    /// Microsoft's predecessor of OFX.
    #[serde(rename = "ofc")]
    Ofc,
    /// Quicken Interchange Format.
    #[serde(rename = "qif")]
    Qif,
    /// Delimited text.
    #[serde(rename = "csv")]
    Csv,
    /// ISO 20022 camt.052, camt.053 and camt.054.
    #[serde(rename = "camt.053")]
    Camt053,
    /// SWIFT MT940 and MT942.
    #[serde(rename = "mt940")]
    Mt940,
}

impl Format {
    /// Stable text form, for example `camt.053`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ofx => "ofx",
            Self::Qfx => "qfx",
            Self::Ofc => "ofc",
            Self::Qif => "qif",
            Self::Csv => "csv",
            Self::Camt053 => "camt.053",
            Self::Mt940 => "mt940",
        }
    }
}

/// One file, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementDocument {
    /// What it is.
    pub format: Format,
    /// Name of the character encoding that was used, for example `windows-1252`.
    pub encoding: String,
    /// One per account and currency, in file order.
    pub statements: Vec<Statement>,
    /// Records that could not be read, with place and reason; they are not in `statements`.
    pub rejected: Vec<Notice>,
    /// Oddities that did not prevent reading.
    pub warnings: Vec<Notice>,
    /// Verdict of the strict OFX reader on the repaired document; `None` for other formats.
    pub conformance: Option<Conformance>,
}

/// A message about a place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// 1-based line number; 0 when it concerns the whole file.
    pub line: u32,
    /// Closed set of codes, for programs, for example `bad_date`.
    pub code: String,
    /// For people, in English; quotes the offending text, shortened.
    pub message: String,
}

/// What a strict reader says of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conformance {
    /// Accepted as it stands after repair.
    pub accepted: bool,
    /// The reader's own message when it is not.
    pub message: Option<String>,
}

/// The part of a file that speaks of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What the file says of the account.
    pub account: AccountHint,
    /// The currency of the lines.
    pub currency: Currency,
    /// The file names the currency; otherwise it is the reader's default.
    pub currency_in_file: bool,
    /// The file writes money out as positive amounts; lines here already have the book's sign (negative is out).
    pub sign_inverted: bool,
    /// Booked and pending lines in file order.
    pub lines: Vec<StatementLine>,
    /// Closing balance as stated, in the book's sign.
    pub ledger_balance: Option<StatedBalance>,
    /// Opening balance as stated.
    pub opening_balance: Option<StatedBalance>,
    /// First day the file claims to cover.
    pub period_start: Option<Day>,
    /// Last day the file claims to cover.
    pub period_end: Option<Day>,
    /// Investment records seen and not imported (their cash side is in `lines`).
    pub investment_records: u32,
}

/// What a file says of the account it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AccountHint {
    /// Bank or routing id.
    pub bank: Option<String>,
    /// Branch.
    pub branch: Option<String>,
    /// Account number or name.
    pub id: Option<String>,
    /// Kind as the file's own word, for example `CHECKING`.
    pub kind_text: Option<String>,
    /// The kind that word means.
    pub kind: Option<AccountKind>,
}

/// A balance a file states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedBalance {
    /// Minor units of the statement's currency.
    pub amount: i64,
    /// The day it stands for.
    pub date: Option<Day>,
}

/// One transaction as a file states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementLine {
    /// 1-based line in the file where the record starts.
    pub line: u32,
    /// The bank's local posting day.
    pub date: Day,
    /// Minor units of the statement's currency; negative is money out.
    pub amount: i64,
    /// Text for people, white space folded; never empty when the record has any text.
    pub description: String,
    /// The payee's name where the format has a field for it.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
    /// The bank's id as written (FITID, `NtryRef`, id column); judged by the planner, not here.
    pub bank_id: Option<String>,
    /// Check number.
    pub check_number: Option<String>,
    /// The file's own word for the type, for example `DEBIT`.
    pub kind_text: Option<String>,
    /// Balance after this line, as stated.
    pub balance_after: Option<i64>,
    /// Amount in the currency of the purchase.
    pub original: Option<Money>,
    /// Not yet booked.
    pub pending: bool,
    /// Not a transaction though posted as one ("SALDO DO DIA"): the reason it is left out.
    pub pseudo: Option<PseudoRow>,
    /// Instalment n of m.
    pub instalment: Option<(u16, u16)>,
    /// Category named by the file (QIF, CSV).
    pub category: Option<String>,
    /// Other account named by the file (QIF transfer).
    pub transfer_account: Option<String>,
    /// Parts named by the file (QIF S/E/$).
    pub splits: Vec<LineSplit>,
}

/// Rows that look like transactions and are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PseudoRow {
    /// A balance posted as a row ("SALDO ANTERIOR", "SALDO DO DIA").
    Balance,
    /// A total of the rows above.
    Total,
}

/// One part of a split line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSplit {
    /// Category or `[Account]` as written.
    pub category: Option<String>,
    /// Memo.
    pub memo: Option<String>,
    /// Minor units.
    pub amount: i64,
}
