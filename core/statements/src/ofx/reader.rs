//! The state machine that turns the tag stream into statements.

use super::money::amount;
use super::places::Places;
use super::record::{Record, Within, text};
use super::tag::Tag;
use super::tokens::{Token, Tokens};
use crate::amount::DecimalMark;
use crate::{ReadError, ReadOptions, date, notice, quote};
use domain::statement::{AccountHint, Format, Notice, StatedBalance, Statement, StatementDocument};
use domain::{AccountKind, Currency, money};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A statement being read, and which document of the file it stands in.
struct Draft {
    statement: Statement,
    document: u32,
    /// The line it begins on.
    line: u32,
}

/// A line whose amount has three decimals, all zeros beyond the currency's.
struct Doubt {
    statement: usize,
    index: usize,
    mark: DecimalMark,
}

pub(super) struct Reader<'a> {
    text: &'a str,
    options: &'a ReadOptions,
    places: Places<'a>,
    format: Format,
    documents: u32,
    done: Vec<Draft>,
    draft: Option<Draft>,
    record: Option<Record<'a>>,
    within: Within,
    pending_list: bool,
    rejected: Vec<Notice>,
    warnings: Vec<Notice>,
    doubts: Vec<Doubt>,
    proved: (bool, bool),
    bank_says: Option<String>,
    closed: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, options: &'a ReadOptions) -> Self {
        Self {
            text,
            options,
            places: Places::new(text),
            format: Format::Ofx,
            documents: 0,
            done: Vec::new(),
            draft: None,
            record: None,
            within: Within::Nothing,
            pending_list: false,
            rejected: Vec::new(),
            warnings: Vec::new(),
            doubts: Vec::new(),
            proved: (false, false),
            bank_says: None,
            closed: false,
        }
    }

    pub(super) fn read(mut self) -> Result<StatementDocument, ReadError> {
        for token in Tokens::new(self.text) {
            if token.closing {
                self.close(Tag::of(token.name));
            } else {
                self.open(&token);
            }
        }
        if !self.closed {
            self.cut_off();
        }
        self.end_statement();
        self.settle_doubts();
        self.join_accounts();
        if self.done.is_empty() {
            return Err(ReadError::NoRecords { format: self.format, message: self.bank_says });
        }
        Ok(StatementDocument {
            format: self.format,
            encoding: "utf-8".to_owned(),
            statements: self.done.into_iter().map(|draft| draft.statement).collect(),
            rejected: self.rejected,
            warnings: self.warnings,
            conformance: None,
        })
    }

    fn open(&mut self, token: &Token<'a>) {
        let tag = Tag::of(token.name);
        match tag {
            Tag::Ofx => {
                self.end_statement();
                self.documents += 1;
                self.closed = false;
                if token.name.eq_ignore_ascii_case("OFC") {
                    self.format = Format::Ofc;
                }
            }
            // In OFC a `STMTRS` stands inside the `ACCTSTMT` that began the statement.
            Tag::Statement if self.format == Format::Ofc && self.draft.is_some() && token.name.len() == 6 => {
            }
            Tag::Statement | Tag::CardStatement | Tag::InvestmentStatement => {
                self.begin_statement(tag, token.at);
            }
            Tag::Transaction | Tag::Pending => {
                self.end_record();
                if self.draft.is_none() {
                    self.warn(token.at, "missing_statement", "transactions stand outside of any statement");
                    self.begin_statement(Tag::Statement, token.at);
                }
                self.within = Within::Nothing;
                self.record = Some(Record::new(token.at, tag == Tag::Pending || self.pending_list));
            }
            Tag::TransactionList | Tag::PendingList | Tag::InvestmentList => {
                self.end_record();
                self.within = Within::Nothing;
                self.pending_list = tag == Tag::PendingList;
            }
            Tag::LedgerBalance
            | Tag::AvailableBalance
            | Tag::BalanceList
            | Tag::PositionList
            | Tag::InvestmentBalance
            | Tag::SecurityList => {
                self.end_record();
                self.within = if tag == Tag::LedgerBalance { Within::Ledger } else { Within::Aside };
                self.places.mark(token.at);
            }
            Tag::BankAccount | Tag::CardAccount | Tag::InvestmentAccount => {
                self.within = if self.record.is_some() { Within::OtherAccount } else { Within::Account };
            }
            Tag::AccountTo => self.within = Within::OtherAccount,
            Tag::Payee if self.record.is_some() => self.within = Within::Payee,
            Tag::Currency => self.within = Within::Currency,
            Tag::OriginalCurrency => self.within = Within::OriginalCurrency,
            Tag::Investment => {
                self.end_record();
                if let Some(draft) = &mut self.draft {
                    draft.statement.investment_records = draft.statement.investment_records.saturating_add(1);
                }
            }
            _ if token.text.is_empty() => {}
            _ if self.cut(token) => {}
            _ => self.leaf(tag, token),
        }
    }

    /// The value runs to the end of the file, so it may be cut off.
    fn cut(&self, token: &Token<'_>) -> bool {
        let end = token.text.as_ptr() as usize - self.text.as_ptr() as usize + token.text.len();
        self.text[end..].trim_end().is_empty()
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Transaction | Tag::Pending => self.end_record(),
            Tag::TransactionList | Tag::PendingList | Tag::InvestmentList => {
                self.end_record();
                self.pending_list = false;
            }
            Tag::Statement | Tag::CardStatement | Tag::InvestmentStatement => self.end_statement(),
            Tag::Ofx => {
                self.end_statement();
                self.closed = true;
            }
            Tag::BankAccount
            | Tag::CardAccount
            | Tag::InvestmentAccount
            | Tag::AccountTo
            | Tag::Payee
            | Tag::Currency
            | Tag::OriginalCurrency
            | Tag::LedgerBalance
            | Tag::AvailableBalance
            | Tag::BalanceList
            | Tag::PositionList
            | Tag::InvestmentBalance
            | Tag::SecurityList => self.within = Within::Nothing,
            _ => {}
        }
    }

    fn leaf(&mut self, tag: Tag, token: &Token<'a>) {
        if let Some(record) = &mut self.record {
            if self.within != Within::OtherAccount {
                record.leaf(tag, token.text, self.within);
            }
            return;
        }
        if tag == Tag::Message && self.bank_says.is_none() {
            self.bank_says = text(token.text).map(|message| quote(&message));
        }
        if tag == Tag::Other
            && self.format == Format::Ofx
            && token.name.len() > 5
            && token.name[..5].eq_ignore_ascii_case("INTU.")
        {
            self.format = Format::Qfx;
        }
        if self.draft.is_some() && self.within != Within::Aside {
            self.statement_leaf(tag, token);
        }
    }

    fn statement_leaf(&mut self, tag: Tag, token: &Token<'a>) {
        let Some(draft) = &mut self.draft else { return };
        let statement = &mut draft.statement;
        let hint = &mut statement.account;
        let account = self.within == Within::Account;
        match tag {
            Tag::CurDef => self.currency(token),
            Tag::BankId if account && hint.bank.is_none() => hint.bank = text(token.text),
            Tag::BranchId if account && hint.branch.is_none() => hint.branch = text(token.text),
            Tag::AcctId if account && hint.id.is_none() => hint.id = text(token.text),
            Tag::AcctType if account => set_kind(hint, token.text),
            Tag::DtStart if statement.period_start.is_none() => {
                statement.period_start = date::parse_ofx(token.text);
            }
            Tag::DtEnd if statement.period_end.is_none() => {
                statement.period_end = date::parse_ofx(token.text);
            }
            Tag::BalAmt if self.within == Within::Ledger => self.balance(token),
            Tag::Ledger => self.balance(token),
            Tag::DtAsOf if self.within == Within::Ledger => {
                if let Some(balance) = &mut statement.ledger_balance {
                    balance.date = date::parse_ofx(token.text);
                }
            }
            _ => {}
        }
    }

    fn currency(&mut self, token: &Token<'a>) {
        let code = token.text.trim();
        let known = Currency::from_code(&code.to_ascii_uppercase());
        match (known, &mut self.draft) {
            (Some(currency), Some(draft)) if draft.statement.lines.is_empty() => {
                draft.statement.currency = currency;
                draft.statement.currency_in_file = true;
            }
            (Some(_), _) => {}
            (None, _) => {
                let message = format!(
                    "`{}` is no currency: {} is assumed",
                    quote(code),
                    self.options.default_currency.code()
                );
                self.warn(token.at, "unknown_currency", message);
            }
        }
    }

    fn balance(&mut self, token: &Token<'a>) {
        let Some(draft) = &mut self.draft else { return };
        match amount(token.text, money::minor_digits(draft.statement.currency)) {
            Ok(read) if read.doubtful.is_none() => {
                draft.statement.ledger_balance = Some(StatedBalance { amount: read.minor, date: None });
                self.prove(read.proves);
            }
            Ok(_) => self.warn(
                token.at,
                "ambiguous_amount",
                format!("the balance `{}` has two readings", quote(token.text)),
            ),
            Err(error) => {
                self.warn(token.at, "bad_balance", format!("the balance `{}` {error}", quote(token.text)));
            }
        }
    }

    fn prove(&mut self, mark: Option<DecimalMark>) {
        self.proved.0 |= mark == Some(DecimalMark::Dot);
        self.proved.1 |= mark == Some(DecimalMark::Comma);
    }

    fn begin_statement(&mut self, tag: Tag, at: usize) {
        self.end_statement();
        let line = self.places.line(at);
        let (kind_text, kind) = match tag {
            Tag::CardStatement => (Some("CREDITCARD"), Some(AccountKind::CreditCard)),
            Tag::InvestmentStatement => (Some("INVESTMENT"), Some(AccountKind::Investment)),
            _ => (None, None),
        };
        let statement = Statement {
            account: AccountHint { kind_text: kind_text.map(str::to_owned), kind, ..AccountHint::default() },
            currency: self.options.default_currency,
            currency_in_file: false,
            sign_inverted: false,
            lines: Vec::new(),
            ledger_balance: None,
            opening_balance: None,
            period_start: None,
            period_end: None,
            investment_records: 0,
        };
        self.draft = Some(Draft { statement, document: self.documents, line });
    }

    fn end_record(&mut self) {
        let (Some(record), Some(draft)) = (self.record.take(), &mut self.draft) else { return };
        self.within = Within::Nothing;
        let number = self.places.line(record.at);
        let currency = draft.statement.currency;
        match record.line(number, currency) {
            Ok((line, read)) => {
                draft.statement.lines.push(line);
                if let Some(mark) = read.doubtful {
                    let index = draft.statement.lines.len() - 1;
                    self.doubts.push(Doubt { statement: self.done.len(), index, mark });
                }
                self.prove(read.proves);
                if let Some(symbol) = record.unconverted(currency) {
                    let message = format!(
                        "the amount is marked as {}: it is taken as {}",
                        quote(symbol),
                        currency.code()
                    );
                    self.warnings.push(notice(number, "foreign_currency", message));
                }
            }
            Err(rejection) => self.rejected.push(rejection),
        }
    }

    fn end_statement(&mut self) {
        self.end_record();
        self.pending_list = false;
        self.within = Within::Nothing;
        if let Some(draft) = self.draft.take() {
            self.done.push(draft);
        }
    }

    /// The file ends without closing its root: a record in progress may be incomplete and is not taken.
    fn cut_off(&mut self) {
        let end = self.text.len();
        if let Some(record) = self.record.take() {
            let line = self.places.line(record.at);
            self.rejected.push(notice(line, "truncated", "the file ends in the middle of this transaction"));
        }
        self.warn(end, "truncated", "the file ends before it is complete: download it again to get the rest");
    }

    /// Decides amounts like `30.000` by what the other amounts of the file prove.
    fn settle_doubts(&mut self) {
        let (dot, comma) = self.proved;
        for doubt in std::mem::take(&mut self.doubts).into_iter().rev() {
            let sound = match doubt.mark {
                DecimalMark::Dot => !comma,
                DecimalMark::Comma => comma && !dot,
            };
            let Some(draft) = self.done.get_mut(doubt.statement).filter(|_| !sound) else { continue };
            let lines = &mut draft.statement.lines;
            let line = lines.remove(doubt.index);
            let message = "the amount has three decimals and can be read as thousands";
            self.rejected.push(notice(line.line, "ambiguous_amount", message));
        }
    }

    /// One statement for each account, kind and currency, in file order.
    fn join_accounts(&mut self) {
        let mut places = HashMap::new();
        for draft in std::mem::take(&mut self.done) {
            let s = &draft.statement;
            let key =
                (s.account.id.clone(), s.account.kind_text.clone(), s.currency.code(), s.currency_in_file);
            match places.entry(key) {
                Entry::Occupied(known) => self.join(*known.get(), draft),
                Entry::Vacant(free) => {
                    free.insert(self.done.len());
                    self.done.push(draft);
                }
            }
        }
    }

    fn join(&mut self, index: usize, draft: Draft) {
        let known = &mut self.done[index];
        if known.document != draft.document && same_lines(&known.statement, &draft.statement) {
            let message = "the file holds the same document twice: it is read once";
            self.warnings.push(notice(draft.line, "repeated_document", message));
            return;
        }
        let (into, from) = (&mut known.statement, draft.statement);
        into.lines.extend(from.lines);
        into.investment_records = into.investment_records.saturating_add(from.investment_records);
        into.period_start = [into.period_start, from.period_start].into_iter().flatten().min();
        into.period_end = [into.period_end, from.period_end].into_iter().flatten().max();
        let newer = |b: &StatedBalance| into.ledger_balance.is_none_or(|old| b.date >= old.date);
        if let Some(balance) = from.ledger_balance.filter(newer) {
            into.ledger_balance = Some(balance);
        }
    }

    fn warn(&mut self, at: usize, code: &str, message: impl Into<String>) {
        let line = self.places.line(at);
        self.warnings.push(notice(line, code, message));
    }
}

fn same_lines(a: &Statement, b: &Statement) -> bool {
    !a.lines.is_empty()
        && a.lines.len() == b.lines.len()
        && a.lines.iter().zip(&b.lines).all(|(a, b)| {
            let mut moved = b.clone();
            moved.line = a.line;
            *a == moved
        })
}

/// `ACCTTYPE`; OFC numbers them.
fn set_kind(hint: &mut AccountHint, word: &str) {
    let word = word.trim().to_ascii_uppercase();
    let word = match word.as_str() {
        "0" => "CHECKING",
        "1" => "SAVINGS",
        "2" => "CREDITCARD",
        "3" => "MONEYMRKT",
        "4" => "CREDITLINE",
        other => other,
    };
    hint.kind = match word {
        "CHECKING" => Some(AccountKind::Checking),
        "SAVINGS" | "MONEYMRKT" | "CD" => Some(AccountKind::Savings),
        "CREDITLINE" => Some(AccountKind::Loan),
        "CREDITCARD" => Some(AccountKind::CreditCard),
        _ => hint.kind,
    };
    hint.kind_text = Some(word.to_owned());
}
