//! What a file says, in numbers: accounts, counts, sums, dates, balances. The text of `inspect`.

pub use domain::money_text::decimal;
use domain::statement::{Conformance, Notice, Statement, StatementDocument};
use domain::{AccountKind, Day, money};
use serde::Serialize;

/// A file in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// Format name, for example `ofx`.
    pub format: String,
    /// Encoding used.
    pub encoding: String,
    /// One per account, kind and currency, in file order.
    pub accounts: Vec<InspectedAccount>,
    /// Records that could not be read.
    pub rejected: usize,
    /// They, with place and reason.
    pub rejections: Vec<Notice>,
    /// Oddities.
    pub warnings: Vec<Notice>,
    /// Verdict of the strict OFX reader.
    pub conformance: Option<Conformance>,
}

/// One account in numbers. Sums and balances have the book's sign: negative is money out, whatever the file writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectedAccount {
    /// Account number as the file gives it.
    pub id: Option<String>,
    /// Bank as the file gives it.
    pub bank: Option<String>,
    /// ISO 4217 code; `None` when the file names none.
    pub currency: Option<String>,
    /// The currency the amounts were read in.
    pub assumed_currency: String,
    /// Kind in OFX words, for example `CHECKING`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Booked lines, balance rows included.
    pub transactions: usize,
    /// Their sum in minor units, balance rows included; `None` when it does not fit.
    pub sum_minor_units: Option<i64>,
    /// Day of the earliest booked line.
    pub first_date: Option<Day>,
    /// Day of the latest booked line.
    pub last_date: Option<Day>,
    /// Closing balance as exact decimal.
    pub ledger_balance: Option<String>,
    /// Closing balance in minor units.
    pub ledger_balance_minor_units: Option<i64>,
    /// Lines not yet booked.
    pub pending: usize,
    /// Booked lines that are balances or totals posted as rows.
    pub balance_rows: usize,
    /// The sum without them.
    pub sum_minor_units_without_balance_rows: Option<i64>,
    /// Investment records seen and not imported.
    pub investment_transactions: u32,
    /// The file writes money out as positive amounts; sums here are turned round.
    pub sign_inverted: bool,
}

/// Sums a document up.
pub fn summarise(document: &StatementDocument) -> Inspection {
    Inspection {
        format: document.format.as_str().to_owned(),
        encoding: document.encoding.clone(),
        accounts: document.statements.iter().map(account).collect(),
        rejected: document.rejected.len(),
        rejections: document.rejected.clone(),
        warnings: document.warnings.clone(),
        conformance: document.conformance.clone(),
    }
}

fn account(statement: &Statement) -> InspectedAccount {
    let booked = || statement.lines.iter().filter(|line| !line.pending);
    let sum = |with_pseudo: bool| {
        let total: i128 =
            booked().filter(|l| with_pseudo || l.pseudo.is_none()).map(|l| i128::from(l.amount)).sum();
        i64::try_from(total).ok()
    };
    let balance = statement.ledger_balance.map(|balance| balance.amount);
    InspectedAccount {
        id: statement.account.id.clone(),
        bank: statement.account.bank.clone(),
        currency: statement.currency_in_file.then(|| statement.currency.code().to_owned()),
        assumed_currency: statement.currency.code().to_owned(),
        kind: kind(statement),
        transactions: booked().count(),
        sum_minor_units: sum(true),
        first_date: booked().map(|line| line.date).min(),
        last_date: booked().map(|line| line.date).max(),
        ledger_balance: balance.map(|minor| decimal(minor, money::minor_digits(statement.currency))),
        ledger_balance_minor_units: balance,
        pending: statement.lines.len() - booked().count(),
        balance_rows: booked().filter(|line| line.pseudo.is_some()).count(),
        sum_minor_units_without_balance_rows: sum(false),
        investment_transactions: statement.investment_records,
        sign_inverted: statement.sign_inverted,
    }
}

fn kind(statement: &Statement) -> Option<String> {
    statement.account.kind_text.clone().or_else(|| {
        let word = match statement.account.kind? {
            AccountKind::Checking => "CHECKING",
            AccountKind::Savings => "SAVINGS",
            AccountKind::CreditCard => "CREDITCARD",
            AccountKind::Cash => "CASH",
            AccountKind::Investment => "INVESTMENT",
            AccountKind::Loan => "CREDITLINE",
            AccountKind::OtherAsset => return None,
        };
        Some(word.to_owned())
    })
}
