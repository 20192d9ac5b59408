//! The second pass: rows into statement lines under a mapping.

use super::dates::{self, Period};
use super::mapping::{Mapping, Role, SignConvention};
use super::numbers::{self, Problem};
use super::preamble::Preamble;
use super::tokens::clean;
use super::vocabulary::{self, Standing};
use crate::{ReadOptions, notice, quote};
use csv::StringRecord;
use domain::statement::{AccountHint, Notice, PseudoRow, StatedBalance};
use domain::{Currency, Day, Money, Statement, StatementLine, money};

/// Rows read so far, by account and currency.
pub(super) struct Rows<'a> {
    mapping: &'a Mapping,
    fallback: Currency,
    currency_in_file: bool,
    preamble: &'a Preamble,
    period: Option<Period>,
    header: Vec<String>,
    pub statements: Vec<Statement>,
    current: usize,
    pub rejected: Vec<Notice>,
    pub warnings: Vec<Notice>,
    latest: Option<Day>,
}

/// The money of a row.
enum Amount {
    Blank,
    Read(i64, Option<Currency>),
    Bad(&'static str, String),
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        mapping: &'a Mapping,
        preamble: &'a Preamble,
        options: &ReadOptions,
        header: Vec<String>,
    ) -> Self {
        Self {
            mapping,
            fallback: mapping.currency.unwrap_or(options.default_currency),
            currency_in_file: mapping.currency.is_some(),
            preamble,
            period: preamble.period,
            header,
            statements: Vec::new(),
            current: 0,
            rejected: Vec::new(),
            warnings: Vec::new(),
            latest: None,
        }
    }

    fn cell<'r>(&self, record: &'r StringRecord, role: Role) -> Option<&'r str> {
        let column = self.mapping.column(role)?;
        record.get(column).map(clean).filter(|cell| !cell.is_empty())
    }

    /// Reads one record below the header.
    pub(super) fn push(&mut self, line: u32, record: &StringRecord) {
        if record.iter().all(|cell| clean(cell).is_empty()) {
            return;
        }
        let currency = self.cell(record, Role::Currency).and_then(vocabulary::currency);
        let amount = self.amount(record, currency.unwrap_or(self.fallback));
        let date_cell = self.cell(record, Role::Date);
        let standing = self.standing(record, date_cell);
        let day = self.day(record, date_cell, standing);
        match (day, amount) {
            (None, Amount::Blank) => self.continue_text(record),
            (None, amount) => self.undated(line, record, date_cell, &amount),
            (Some(day), Amount::Blank) => self.without_amount(line, record, day, currency),
            (Some(_), Amount::Bad(code, message)) => {
                if !Self::is_summary(record) {
                    self.rejected.push(notice(line, code, message));
                }
            }
            (Some(day), Amount::Read(minor, symbol)) => {
                if standing == Standing::Void {
                    self.warnings.push(notice(
                        line,
                        "not_executed",
                        "the row is marked as failed, declined or cancelled and is left out",
                    ));
                    return;
                }
                self.latest = self.latest.max(Some(day));
                let currency = currency.or(symbol.filter(|_| self.mapping.currency.is_none()));
                let built = self.line(line, record, day, minor, standing, currency);
                self.statement(record, currency).lines.push(built);
            }
        }
    }

    fn standing(&self, record: &StringRecord, date_cell: Option<&str>) -> Standing {
        let status = self.cell(record, Role::Status).map_or(Standing::Booked, vocabulary::standing);
        let dateless = |cell: &&str| cell.starts_with(|c: char| c.is_alphabetic());
        match (status, date_cell.filter(dateless).map(vocabulary::standing)) {
            (Standing::Booked, Some(Standing::Pending)) => Standing::Pending,
            (status, _) => status,
        }
    }

    fn day(&self, record: &StringRecord, date_cell: Option<&str>, standing: Standing) -> Option<Day> {
        let read = |cell: &str| dates::read(cell, self.mapping.dates, self.period);
        if let Some(day) = date_cell.and_then(read) {
            return Some(day);
        }
        if date_cell.is_some() && standing != Standing::Pending {
            return None;
        }
        let other = self
            .mapping
            .columns_of(Role::OtherDate)
            .filter_map(|column| record.get(column))
            .find_map(|cell| read(clean(cell)));
        if other.is_some() || standing != Standing::Pending {
            return other;
        }
        // A pending row often has its day in the text only.
        let in_text = self.cell(record, Role::Description).and_then(|text| {
            text.split_whitespace()
                .filter(|word| word.len() >= 10)
                .find_map(|word| dates::parts(word.get(..10)?)?.unmistakable())
        });
        in_text.or_else(|| self.period.map(|period| period.end)).or(self.latest)
    }

    fn amount(&self, record: &StringRecord, currency: Currency) -> Amount {
        match self.mapping.sign {
            SignConvention::TwoColumns | SignConvention::TwoColumnsSigned => {
                self.two_columns(record, currency)
            }
            _ => self.one_column(record, currency),
        }
    }

    fn magnitude(&self, cell: &str, form: &numbers::Form<'_>, currency: Currency) -> Result<i64, Amount> {
        let digits = money::minor_digits(Self::currency_of(form).unwrap_or(currency));
        form.magnitude(self.mapping.decimal_mark, digits).map_err(|problem| bad(problem, cell, currency))
    }

    fn currency_of(form: &numbers::Form<'_>) -> Option<Currency> {
        form.symbol.and_then(|symbol| {
            vocabulary::currency(symbol).or_else(|| super::preamble::symbol_currency(symbol))
        })
    }

    fn one_column(&self, record: &StringRecord, currency: Currency) -> Amount {
        let Some(cell) = self.cell(record, Role::Amount).filter(|cell| !is_dash(cell)) else {
            return Amount::Blank;
        };
        let Some(form) = numbers::form(cell) else { return bad(Problem::Malformed, cell, currency) };
        let magnitude = match self.magnitude(cell, &form, currency) {
            Ok(magnitude) => magnitude,
            Err(bad) => return bad,
        };
        let as_written = if form.negative || form.debit == Some(true) { -magnitude } else { magnitude };
        if form.negative && form.debit == Some(false) {
            return Amount::Bad(
                "ambiguous_amount",
                format!("`{}` has a minus sign and a credit mark", quote(cell)),
            );
        }
        let minor = match self.mapping.sign {
            SignConvention::Inverted => -as_written,
            SignConvention::Direction if magnitude != 0 => {
                match self.cell(record, Role::Direction).and_then(vocabulary::direction) {
                    Some(true) => -as_written,
                    Some(false) => as_written,
                    None => {
                        return Amount::Bad(
                            "unknown_direction",
                            format!("nothing says whether `{}` is money in or out", quote(cell)),
                        );
                    }
                }
            }
            _ => as_written,
        };
        Amount::Read(minor, Self::currency_of(&form))
    }

    fn two_columns(&self, record: &StringRecord, currency: Currency) -> Amount {
        let signed = self.mapping.sign == SignConvention::TwoColumnsSigned;
        let (mut total, mut sides, mut blank, mut symbol) = (0_i64, 0, true, None);
        for (role, side) in [(Role::Debit, -1_i64), (Role::Credit, 1)] {
            let Some(cell) = self.cell(record, role).filter(|cell| !is_dash(cell)) else { continue };
            let Some(form) = numbers::form(cell) else { return bad(Problem::Malformed, cell, currency) };
            let magnitude = match self.magnitude(cell, &form, currency) {
                Ok(magnitude) => magnitude,
                Err(bad) => return bad,
            };
            blank = false;
            symbol = symbol.or(Self::currency_of(&form));
            sides += usize::from(magnitude != 0);
            let written = if form.negative { -magnitude } else { magnitude };
            // An explicit sign that fits its column is its own statement, whatever the other rows do.
            let minor = if signed || (side < 0 && form.plus) { written } else { written * side };
            total = total.saturating_add(minor);
        }
        match (blank, sides) {
            (true, _) => Amount::Blank,
            (_, 2) => Amount::Bad("two_amounts", "the row has money in and money out".to_owned()),
            _ => Amount::Read(total, symbol),
        }
    }

    fn is_summary(record: &StringRecord) -> bool {
        let text = record
            .iter()
            .map(clean)
            .filter(|cell| cell.starts_with(|c: char| c.is_alphabetic()))
            .take(3)
            .map(vocabulary::normalise);
        text.into_iter().any(|text| vocabulary::is_summary(&text) && text.split(' ').count() <= 6)
    }

    /// A record without date and amount: the text of the row above goes on, or it is prose.
    fn continue_text(&mut self, record: &StringRecord) {
        let Some(column) = self.mapping.column(Role::Description) else { return };
        let only = record.iter().enumerate().all(|(at, cell)| at == column || clean(cell).is_empty());
        let text = record.get(column).map(fold).unwrap_or_default();
        if !only || record.len() < 2 || column == 0 || text.is_empty() {
            return;
        }
        if let Some(line) =
            self.statements.get_mut(self.current).and_then(|statement| statement.lines.last_mut())
        {
            let longer = format!("{} {text}", line.description);
            if longer.len() < 2_000 {
                line.description = longer;
            }
        }
    }

    fn undated(&mut self, line: u32, record: &StringRecord, date_cell: Option<&str>, amount: &Amount) {
        if Self::is_summary(record) {
            self.warnings.push(notice(
                line,
                "summary_row",
                "a total or balance line outside the rows is left out",
            ));
            return;
        }
        let repeats_header =
            !self.header.is_empty() && record.iter().map(clean).eq(self.header.iter().map(String::as_str));
        if repeats_header {
            return;
        }
        if matches!(amount, Amount::Read(..)) || date_cell.is_none() {
            let text = quote(date_cell.unwrap_or_default());
            let message = if text.is_empty() {
                "the row has no date".to_owned()
            } else {
                format!("`{text}` is not a date")
            };
            self.rejected.push(notice(line, "bad_date", message));
        } else {
            self.warnings.push(notice(
                line,
                "unread_row",
                "a line with neither a date nor an amount is left out",
            ));
        }
    }

    fn without_amount(&mut self, line: u32, record: &StringRecord, day: Day, currency: Option<Currency>) {
        let text = self.cell(record, Role::Description).unwrap_or_default();
        let balance = self.balance(record, currency.unwrap_or(self.fallback));
        if let (Some(amount), Some(PseudoRow::Balance)) = (balance, crate::pseudo::pseudo_row(text)) {
            let statement = self.statement(record, currency);
            let stated = StatedBalance { amount, date: Some(day) };
            if statement.lines.is_empty() && statement.opening_balance.is_none() {
                statement.opening_balance = Some(stated);
            } else {
                statement.ledger_balance = Some(stated);
            }
            return;
        }
        self.warnings.push(notice(line, "no_amount", "the row has a date but no amount and is left out"));
    }

    fn balance(&self, record: &StringRecord, currency: Currency) -> Option<i64> {
        let form = numbers::form(self.cell(record, Role::Balance)?)?;
        let magnitude = form.magnitude(self.mapping.decimal_mark, money::minor_digits(currency)).ok()?;
        Some(if form.negative || form.debit == Some(true) { -magnitude } else { magnitude })
    }

    fn line(
        &self,
        line: u32,
        record: &StringRecord,
        date: Day,
        amount: i64,
        standing: Standing,
        currency: Option<Currency>,
    ) -> StatementLine {
        let text = |role| self.cell(record, role).map(fold).filter(|text| !text.is_empty());
        let payee = text(Role::Payee);
        let memos: Vec<String> = self
            .mapping
            .columns_of(Role::Memo)
            .filter_map(|column| record.get(column))
            .map(fold)
            .filter(|text| !text.is_empty())
            .collect();
        let memo = (!memos.is_empty()).then(|| memos.join(" "));
        let kind = text(Role::Kind);
        let description = text(Role::Description)
            .or_else(|| payee.clone())
            .or_else(|| memo.clone())
            .or_else(|| kind.clone())
            .unwrap_or_default();
        let instalment = self
            .cell(record, Role::Instalment)
            .and_then(|cell| crate::pseudo::instalment(&format!("parcela {cell}")))
            .or_else(|| crate::pseudo::instalment(&description));
        StatementLine {
            line,
            date,
            amount,
            pseudo: crate::pseudo::pseudo_row(&description),
            instalment,
            description,
            payee,
            memo,
            bank_id: text(Role::Id),
            check_number: text(Role::CheckNumber),
            kind_text: kind.or_else(|| text(Role::Direction)),
            balance_after: self.balance(record, currency.unwrap_or(self.fallback)),
            original: self.original(record),
            pending: standing == Standing::Pending,
            category: text(Role::Category),
            transfer_account: None,
            splits: Vec::new(),
        }
    }

    fn original(&self, record: &StringRecord) -> Option<Money> {
        let currency = self.cell(record, Role::OriginalCurrency).and_then(vocabulary::currency)?;
        let form = numbers::form(self.cell(record, Role::OriginalAmount)?)?;
        let magnitude = form.magnitude(self.mapping.decimal_mark, money::minor_digits(currency)).ok()?;
        Some(Money::new(if form.negative { -magnitude } else { magnitude }, currency))
    }

    /// The statement of the row's account and currency.
    fn statement(&mut self, record: &StringRecord, currency: Option<Currency>) -> &mut Statement {
        let account = self.cell(record, Role::Account);
        let id = account.or(self.preamble.account.as_deref());
        let wanted = currency.unwrap_or(self.fallback);
        let fits =
            |statement: &Statement| statement.currency == wanted && statement.account.id.as_deref() == id;
        if !self.statements.get(self.current).is_some_and(fits) {
            self.current = self.statements.iter().position(fits).unwrap_or(self.statements.len());
        }
        if self.current == self.statements.len() {
            let id = id.map(str::to_owned);
            let named = currency.is_some() || self.currency_in_file;
            self.statements.push(self.empty(id, wanted, named));
        }
        let current = self.current;
        &mut self.statements[current]
    }

    /// A statement without lines, with what the preamble says.
    fn empty(&self, id: Option<String>, currency: Currency, currency_in_file: bool) -> Statement {
        let stated = |cell: &Option<String>| {
            let form = numbers::form(cell.as_deref()?)?;
            let magnitude = form.magnitude(self.mapping.decimal_mark, money::minor_digits(currency)).ok()?;
            Some(StatedBalance { amount: if form.negative { -magnitude } else { magnitude }, date: None })
        };
        Statement {
            account: AccountHint { branch: self.preamble.branch.clone(), id, ..AccountHint::default() },
            currency,
            currency_in_file,
            sign_inverted: self.mapping.sign == SignConvention::Inverted,
            lines: Vec::new(),
            ledger_balance: stated(&self.preamble.closing),
            opening_balance: stated(&self.preamble.opening),
            period_start: self.period.filter(|period| period.start < period.end).map(|period| period.start),
            period_end: self.period.filter(|period| period.start < period.end).map(|period| period.end),
            investment_records: 0,
        }
    }

    /// A file with a table but no rows is an empty statement; a running balance gives the closing balance.
    pub(super) fn finish(mut self) -> (Vec<Statement>, Vec<Notice>, Vec<Notice>) {
        if self.statements.is_empty() {
            let statement = self.empty(self.preamble.account.clone(), self.fallback, self.currency_in_file);
            self.statements.push(statement);
        }
        for statement in &mut self.statements {
            let booked = || statement.lines.iter().filter(|line| line.balance_after.is_some());
            let (first, last) = (booked().next(), booked().next_back());
            if let (None, Some(first), Some(last)) = (statement.ledger_balance, first, last) {
                let newest = if first.date > last.date { first } else { last };
                statement.ledger_balance =
                    newest.balance_after.map(|amount| StatedBalance { amount, date: Some(newest.date) });
            }
        }
        (self.statements, self.rejected, self.warnings)
    }
}

fn is_dash(cell: &str) -> bool {
    cell.chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}'))
}

fn bad(problem: Problem, cell: &str, currency: Currency) -> Amount {
    let text = quote(cell);
    match problem {
        Problem::Malformed => Amount::Bad("bad_amount", format!("`{text}` is not an amount")),
        Problem::Ambiguous => Amount::Bad(
            "ambiguous_amount",
            format!("`{text}` can be thousands or a fraction: say which mark is the decimal mark"),
        ),
        Problem::ExcessPrecision => {
            Amount::Bad("excess_precision", format!("`{text}` has more decimals than {}", currency.code()))
        }
        Problem::Overflow => Amount::Bad("amount_too_large", format!("`{text}` is too large")),
        Problem::OtherMark => {
            Amount::Bad("mixed_decimal_marks", format!("`{text}` uses the other decimal mark"))
        }
    }
}

/// White space folded, the entities that web exports leave behind resolved.
fn fold(cell: &str) -> String {
    let cell = clean(cell);
    let mut text = String::with_capacity(cell.len());
    for word in cell.split(numbers::is_space).filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if text.contains('&') {
        for (entity, plain) in [
            ("&lt;br/&gt;", " "),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&apos;", "'"),
            ("&amp;", "&"),
        ] {
            text = text.replace(entity, plain);
        }
    }
    text
}
