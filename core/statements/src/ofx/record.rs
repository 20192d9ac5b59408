//! One `STMTTRN`: its leaves as written, and the statement line they make.

use super::money::{OfxAmount, amount, divide};
use super::tag::Tag;
use super::tokens::clean;
use crate::{date, notice, pseudo, quote};
use domain::statement::{Notice, StatementLine};
use domain::{Currency, Money, money};

/// The leaves of a record, as written; the first of each counts.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    /// Byte offset of its tag.
    pub at: usize,
    /// From a list of pending transactions.
    pub pending: bool,
    kind: &'a str,
    posted: &'a str,
    amount: &'a str,
    id: &'a str,
    check: &'a str,
    name: &'a str,
    payee: &'a str,
    memo: &'a str,
    symbol: &'a str,
    rate: &'a str,
    original: bool,
}

/// Where in a record or statement a leaf stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Directly in it.
    Nothing,
    Payee,
    Currency,
    OriginalCurrency,
    /// The statement's own account.
    Account,
    /// The other account of a transfer.
    OtherAccount,
    Ledger,
    /// Anything whose leaves are left aside.
    Aside,
}

impl<'a> Record<'a> {
    pub(super) fn new(at: usize, pending: bool) -> Self {
        Self { at, pending, ..Self::default() }
    }

    pub(super) fn leaf(&mut self, tag: Tag, text: &'a str, within: Within) {
        let slot = match tag {
            Tag::TrnType => &mut self.kind,
            Tag::DtPosted | Tag::DtTran => &mut self.posted,
            Tag::TrnAmt => &mut self.amount,
            Tag::FitId => &mut self.id,
            Tag::CheckNum => &mut self.check,
            Tag::Name if within == Within::Payee => &mut self.payee,
            Tag::Name => &mut self.name,
            Tag::Memo => &mut self.memo,
            Tag::CurSym | Tag::CurRate => {
                self.original |= within == Within::OriginalCurrency;
                if tag == Tag::CurSym { &mut self.symbol } else { &mut self.rate }
            }
            _ => return,
        };
        if slot.is_empty() {
            *slot = text;
        }
    }

    /// The line, or why it is none.
    pub(super) fn line(&self, number: u32, currency: Currency) -> Result<(StatementLine, OfxAmount), Notice> {
        // `DTUSER` is the day a person ordered it, not the day the bank posted it: it does not stand in.
        let day = self.posted;
        let date = date::parse_ofx(day).ok_or_else(|| {
            let message = match day {
                "" => "the transaction has no date".to_owned(),
                text => format!("`{}` is not a date", quote(text)),
            };
            notice(number, if day.is_empty() { "missing_date" } else { "bad_date" }, message)
        })?;
        let digits = money::minor_digits(currency);
        let read = amount(self.amount, digits).map_err(|error| {
            let message = format!("the amount `{}` cannot be used: {error}", quote(self.amount));
            notice(number, error.code(), message)
        })?;
        let name = text(self.name);
        let payee = text(self.payee);
        let memo = text(self.memo);
        let check_number = text(self.check);
        let kind_text = text(self.kind);
        let description = [&name, &payee, &memo, &check_number, &kind_text]
            .into_iter()
            .find_map(Clone::clone)
            .unwrap_or_default();
        let memo = memo.filter(|memo| *memo != description);
        let texts = [Some(description.as_str()), memo.as_deref()];
        let texts = || texts.into_iter().flatten();
        let (pseudo, instalment) =
            (texts().find_map(pseudo::pseudo_row), texts().find_map(pseudo::instalment));
        let line = StatementLine {
            line: number,
            date,
            amount: read.minor,
            payee: payee.or(name),
            bank_id: text(self.id),
            balance_after: None,
            original: self.purchase(read.minor, currency),
            pending: self.pending,
            pseudo,
            instalment,
            category: None,
            transfer_account: None,
            splits: Vec::new(),
            check_number,
            kind_text,
            memo,
            description,
        };
        Ok((line, read))
    }

    /// The amount in the currency of the purchase: `ORIGCURRENCY` says that the amount was converted at `CURRATE`.
    fn purchase(&self, minor: i64, currency: Currency) -> Option<Money> {
        let other = Currency::from_code(self.symbol)?;
        if !self.original || other == currency {
            return None;
        }
        let digits = (money::minor_digits(currency), money::minor_digits(other));
        divide(minor, self.rate, digits.0, digits.1).map(|minor| Money::new(minor, other))
    }

    /// A currency that differs from the statement's and is not said to be converted.
    pub(super) fn unconverted(&self, currency: Currency) -> Option<&'a str> {
        let foreign =
            !self.original && !self.symbol.is_empty() && !self.symbol.eq_ignore_ascii_case(currency.code());
        foreign.then_some(self.symbol)
    }
}

/// A cleaned text; `None` when nothing is left.
pub(super) fn text(raw: &str) -> Option<String> {
    let cleaned = clean(raw);
    let trimmed = cleaned.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}
