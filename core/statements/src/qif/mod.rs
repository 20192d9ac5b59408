//! Quicken Interchange Format: `!Type:` sections of records, one letter per field, `^` between records.

mod amounts;
mod dates;
pub(crate) mod records;

use crate::amount::DecimalMark;
use crate::{DateOrder, ReadError, ReadOptions, notice, quote};
use dates::{Order, RawDate};
use domain::AccountKind;
use domain::money::minor_digits;
use domain::statement::{AccountHint, Format, LineSplit, Statement, StatementDocument, StatementLine};
use records::{Record, Section};

/// Reads QIF. Lines without an account name belong to one nameless account per section type.
/// Investment records are counted in `investment_records`, not imported.
///
/// # Errors
/// [`ReadError`] when the text holds neither a QIF header nor a record.
pub fn read(text: &str, options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    let parsed = records::parse(text);
    if !parsed.has_header && parsed.records.is_empty() {
        return Err(ReadError::NoRecords { format: Format::Qif, message: None });
    }
    let mut reader = Reader::new(&parsed.records, options);
    if !parsed.has_header {
        reader.warn(1, "missing_header", "no `!Type:` header: read as a bank account".into());
    }
    for (line, header) in &parsed.unknown_headers {
        reader.warn(
            *line,
            "unknown_section",
            format!("section `{}` is not known and skipped", quote(header)),
        );
    }
    for record in &parsed.records {
        reader.record(record);
    }
    Ok(reader.document)
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn account_kind(word: &str) -> AccountKind {
    match word {
        "Cash" => AccountKind::Cash,
        "CCard" => AccountKind::CreditCard,
        "Oth A" => AccountKind::OtherAsset,
        "Oth L" => AccountKind::Loan,
        "Invst" => AccountKind::Investment,
        _ => AccountKind::Checking,
    }
}

struct Reader<'o> {
    options: &'o ReadOptions,
    order: Order,
    mark: Result<Option<DecimalMark>, ()>,
    document: StatementDocument,
}

impl<'o> Reader<'o> {
    fn new(records: &[Record<'_>], options: &'o ReadOptions) -> Self {
        let dates: Vec<RawDate> =
            records.iter().filter_map(|r| r.first('D')).filter_map(|f| dates::parse(f.text)).collect();
        let wanted = options.date_order.and_then(|order| match order {
            DateOrder::DayFirst => Some(Order::DayFirst),
            DateOrder::MonthFirst => Some(Order::MonthFirst),
            DateOrder::YearFirst => None,
        });
        let (order, open) = dates::infer(&dates, wanted);
        let money = records.iter().filter(|r| matches!(r.section, Section::Money(_)));
        let amounts = money
            .flat_map(|r| r.fields.iter().filter(|f| matches!(f.letter, 'T' | 'U' | '$')).map(|f| f.text));
        let document = StatementDocument {
            format: Format::Qif,
            encoding: String::new(),
            statements: Vec::new(),
            rejected: Vec::new(),
            warnings: Vec::new(),
            conformance: None,
        };
        let mut reader = Self { options, order, mark: amounts::decimal_mark(amounts), document };
        if open {
            let said = match order {
                Order::DayFirst => "day/month",
                Order::MonthFirst => "month/day",
            };
            reader.warn(
                0,
                "date_order_ambiguous",
                format!("no date decides between day/month and month/day: read as {said}"),
            );
        }
        if reader.mark.is_err() {
            reader.warn(0, "mixed_decimal_marks", "amounts use both decimal point and decimal comma".into());
        }
        reader
    }

    fn warn(&mut self, line: u32, code: &str, message: String) {
        self.document.warnings.push(notice(line, code, message));
    }

    fn reject(&mut self, line: u32, code: &str, message: String) {
        self.document.rejected.push(notice(line, code, message));
    }

    fn statement(&mut self, account: Option<&str>, word: &str) -> &mut Statement {
        let same = |s: &Statement| {
            s.account.id.as_deref() == account && s.account.kind_text.as_deref() == Some(word)
        };
        let at = self.document.statements.iter().position(same).unwrap_or_else(|| {
            self.document.statements.push(Statement {
                account: AccountHint {
                    id: account.map(str::to_owned),
                    kind_text: Some(word.to_owned()),
                    kind: Some(account_kind(word)),
                    ..AccountHint::default()
                },
                currency: self.options.default_currency,
                currency_in_file: false,
                sign_inverted: false,
                lines: Vec::new(),
                ledger_balance: None,
                opening_balance: None,
                period_start: None,
                period_end: None,
                investment_records: 0,
            });
            self.document.statements.len() - 1
        });
        &mut self.document.statements[at]
    }

    fn record(&mut self, record: &Record<'_>) {
        match &record.section {
            Section::Investment(word) => {
                self.statement(record.account.as_deref(), word).investment_records += 1;
            }
            Section::Money(word) => match self.money_record(record) {
                Ok(line) => self.statement(record.account.as_deref(), word).lines.push(line),
                Err((line, code, message)) => self.reject(line, code, message),
            },
            Section::Account | Section::List => {}
        }
    }

    fn amount(&self, text: &str) -> Result<i64, (&'static str, String)> {
        let digits = minor_digits(self.options.default_currency);
        let mark = self.mark.unwrap_or(None);
        amounts::parse(text, mark, digits)
            .map_err(|error| (error.code(), format!("`{}` {error}", quote(text))))
    }

    fn money_record(&mut self, record: &Record<'_>) -> Result<StatementLine, (u32, &'static str, String)> {
        let start = record.line();
        let date =
            record.first('D').ok_or_else(|| (start, "missing_date", "a record without a date".to_owned()))?;
        let day = dates::parse(date.text)
            .and_then(|raw| dates::resolve(raw, self.order))
            .ok_or_else(|| (date.line, "bad_date", format!("`{}` is not a date", quote(date.text))))?;
        let field = record.first('T').or_else(|| record.first('U'));
        let field =
            field.ok_or_else(|| (start, "missing_amount", "a record without an amount".to_owned()))?;
        let amount = self.amount(field.text).map_err(|(code, message)| (field.line, code, message))?;
        if let Some(other) = record.first('U')
            && self.amount(other.text).is_ok_and(|u| u != amount)
        {
            return Err((
                field.line,
                "amounts_disagree",
                format!("T{} and U{} disagree", quote(field.text), quote(other.text)),
            ));
        }
        let splits = self.splits(record, amount);
        Ok(line_of(record, day, amount, splits))
    }

    /// The parts of a record; none (and a warning) when they do not add up to its amount.
    fn splits(&mut self, record: &Record<'_>, total: i64) -> Vec<LineSplit> {
        let mut parts: Vec<(LineSplit, bool)> = Vec::new();
        let fresh = |category: Option<String>| LineSplit { category, memo: None, amount: 0 };
        let text_of = |text: &str| (!text.is_empty()).then(|| fold(text));
        for field in &record.fields {
            match field.letter {
                'S' => parts.push((fresh(text_of(field.text)), false)),
                'E' => {
                    if let Some((part, _)) = parts.last_mut() {
                        part.memo = text_of(field.text);
                    }
                }
                '$' if !field.text.is_empty() => {
                    let amount = match self.amount(field.text) {
                        Ok(amount) => amount,
                        Err((code, message)) => {
                            self.warn(field.line, code, format!("split left out: {message}"));
                            return Vec::new();
                        }
                    };
                    match parts.last_mut() {
                        Some((part, has @ false)) => {
                            part.amount = amount;
                            *has = true;
                        }
                        _ => parts.push((LineSplit { amount, ..fresh(None) }, true)),
                    }
                }
                _ => {}
            }
        }
        if parts.is_empty() {
            return Vec::new();
        }
        let sum = parts.iter().try_fold(0_i64, |sum, (part, _)| sum.checked_add(part.amount));
        if sum != Some(total) || parts.iter().any(|(_, has)| !has) {
            self.warn(
                record.line(),
                "splits_do_not_add_up",
                "the parts do not add up to the amount and are left out".into(),
            );
            return Vec::new();
        }
        parts.into_iter().map(|(part, _)| part).collect()
    }
}

fn line_of(record: &Record<'_>, date: domain::Day, amount: i64, splits: Vec<LineSplit>) -> StatementLine {
    let text = |letter| record.first(letter).map(|f| fold(f.text));
    let payee = text('P');
    let memos: Vec<String> = record
        .fields
        .iter()
        .filter(|f| f.letter == 'M' && !f.text.is_empty())
        .map(|f| fold(f.text))
        .collect();
    let memo = (!memos.is_empty()).then(|| memos.join(" "));
    let opening = payee.as_deref().is_some_and(|p| p.eq_ignore_ascii_case("opening balance"));
    let (category, transfer_account) = match record.first('L').map(|f| f.text) {
        // The opening balance names its own account.
        Some(own) if opening && own.starts_with('[') => (None, None),
        Some(label) if label.eq_ignore_ascii_case("--split--") => (None, None),
        Some(label) => category_or_transfer(label),
        None => (None, None),
    };
    let number = text('N');
    let (check_number, kind_text) = match number {
        Some(n) if n.contains(|c: char| c.is_ascii_digit()) => (Some(n), None),
        other => (None, other),
    };
    let address = text('A');
    let parts = [&payee, &memo, &address, &category, &transfer_account, &kind_text, &check_number];
    let description = parts.into_iter().flatten().next().cloned().unwrap_or_default();
    StatementLine {
        line: record.line(),
        date,
        amount,
        description,
        payee,
        memo,
        bank_id: None,
        check_number,
        kind_text,
        balance_after: None,
        original: None,
        pending: false,
        pseudo: None,
        instalment: None,
        category,
        transfer_account,
        splits,
    }
}

/// `Category:Sub/Class` or `[Account]/Class`; the class has no place in the book and is dropped.
fn category_or_transfer(label: &str) -> (Option<String>, Option<String>) {
    if let Some(rest) = label.strip_prefix('[') {
        let name = rest.split(']').next().unwrap_or(rest).trim();
        return (None, (!name.is_empty()).then(|| fold(name)));
    }
    let category = label.split('/').next().unwrap_or(label).trim();
    ((!category.is_empty()).then(|| fold(category)), None)
}
