//! SWIFT MT940 (statement) and MT942 (interim report): messages of one account are joined.

mod fields;
mod line61;
mod narrative;

use crate::{ReadError, ReadOptions};
use domain::statement::{AccountHint, Format, Notice, Statement, StatementDocument, StatementLine};
use domain::{Currency, Money};
use fields::{Field, Message};
use line61::Failure;

/// Reads MT940 and MT942, with or without SWIFT blocks.
///
/// # Errors
/// [`ReadError`] when the text holds no `:61:` line and no balance.
pub fn read(text: &str, options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    let messages = fields::messages(text);
    let known = ["60F", "60M", "61", "62F", "62M", "34F"];
    if !messages.iter().flat_map(|m| &m.fields).any(|f| known.contains(&f.tag)) {
        return Err(ReadError::NoRecords { format: Format::Mt940, message: None });
    }
    let mut reader = Reader {
        options,
        document: StatementDocument {
            format: Format::Mt940,
            encoding: String::new(),
            statements: Vec::new(),
            rejected: Vec::new(),
            warnings: Vec::new(),
            conformance: None,
        },
    };
    for message in &messages {
        reader.message(message);
    }
    Ok(reader.document)
}

struct Reader<'o> {
    options: &'o ReadOptions,
    document: StatementDocument,
}

impl Reader<'_> {
    fn message(&mut self, message: &Message<'_>) {
        let account =
            message.fields.iter().find(|f| f.tag.starts_with("25")).map(|f| account_hint(f.first()));
        let stated = message.fields.iter().find_map(currency_of);
        let at = self.statement(account.unwrap_or_default(), stated);
        let currency = self.document.statements[at].currency;
        let mut last_tag = "";
        for field in &message.fields {
            match field.tag {
                "61" => match posting(field, currency) {
                    Ok(line) => self.document.statements[at].lines.push(line),
                    Err((code, message)) => {
                        self.document.rejected.push(Notice { line: field.line, code: code.into(), message });
                        last_tag = "rejected";
                        continue;
                    }
                },
                // Only the text right behind a line is the line's; behind a balance it is about the statement.
                "86" if last_tag == "61" => {
                    if let Some(line) = self.document.statements[at].lines.last_mut() {
                        narrate(line, field, currency);
                    }
                }
                "60F" | "60M" | "62F" | "62M" => self.balance(at, field),
                _ => {}
            }
            last_tag = field.tag;
        }
        let ends = message
            .fields
            .iter()
            .any(|f| f.tag.starts_with("62") || f.tag.starts_with("90") || f.tag == "34F");
        if !message.closed && (message.enveloped || !ends) {
            let line = message.fields.last().map_or(0, |f| f.line);
            let message = "the message ends without its closing balance or end mark".to_owned();
            self.document.rejected.push(Notice { line, code: "truncated".into(), message });
        }
    }

    fn statement(&mut self, account: AccountHint, stated: Option<Currency>) -> usize {
        let currency = stated.unwrap_or(self.options.default_currency);
        let same = |s: &Statement| {
            s.account.id == account.id && s.account.bank == account.bank && s.currency == currency
        };
        if let Some(at) = self.document.statements.iter().position(same) {
            return at;
        }
        self.document.statements.push(Statement {
            account,
            currency,
            currency_in_file: stated.is_some(),
            sign_inverted: false,
            lines: Vec::new(),
            ledger_balance: None,
            opening_balance: None,
            period_start: None,
            period_end: None,
            investment_records: 0,
        });
        self.document.statements.len() - 1
    }

    /// The earliest opening and the latest closing balance of an account stay.
    fn balance(&mut self, at: usize, field: &Field<'_>) {
        let statement = &mut self.document.statements[at];
        let read = line61::balance(field.first()).and_then(|(currency, balance)| {
            let other = || {
                ("other_currency", format!("a balance in {}, not the statement's currency", currency.code()))
            };
            if currency == statement.currency { Ok(balance) } else { Err(other()) }
        });
        match read {
            Ok(balance) if field.tag.starts_with("60") => {
                if statement.opening_balance.is_none_or(|old| balance.date < old.date) {
                    statement.opening_balance = Some(balance);
                    statement.period_start = balance.date;
                }
            }
            Ok(balance) => {
                if statement.ledger_balance.is_none_or(|old| balance.date >= old.date) {
                    statement.ledger_balance = Some(balance);
                    statement.period_end = balance.date;
                }
            }
            Err((code, message)) => {
                self.document.warnings.push(Notice { line: field.line, code: code.into(), message });
            }
        }
    }
}

fn currency_of(field: &Field<'_>) -> Option<Currency> {
    match field.tag {
        "60F" | "60M" | "62F" | "62M" => field.first().get(7..10).and_then(Currency::from_code),
        "34F" => field.first().get(..3).and_then(Currency::from_code),
        _ => None,
    }
}

/// `BANK/ACCOUNT`, an IBAN, or an IBAN with the currency behind it.
fn account_hint(text: &str) -> AccountHint {
    let text = text.trim().trim_start_matches('/');
    let (bank, id) = match text.split_once('/') {
        Some((bank, id)) if !id.trim().is_empty() => (Some(bank.trim().to_owned()), id.trim()),
        _ => (None, text),
    };
    let bare =
        id.len().checked_sub(3).filter(|at| *at >= 8 && id.is_char_boundary(*at)).map(|at| id.split_at(at));
    let id = match bare {
        Some((number, code))
            if number.ends_with(|c: char| c.is_ascii_digit() || c == ' ')
                && Currency::from_code(code).is_some() =>
        {
            number.trim_end()
        }
        _ => id,
    };
    AccountHint { bank, id: (!id.is_empty()).then(|| id.to_owned()), ..AccountHint::default() }
}

fn posting(field: &Field<'_>, currency: Currency) -> Result<StatementLine, Failure> {
    let posting = line61::posting(field.first(), currency)?;
    let supplement = field.lines.get(1..).unwrap_or_default().join(" ");
    let memo = supplement.split_whitespace().collect::<Vec<_>>().join(" ");
    let check = posting.kind.as_deref().is_some_and(|k| k.ends_with("CHK"));
    let check_number = posting.reference.clone().filter(|_| check);
    let parts = [Some(&memo).filter(|m| !m.is_empty()), posting.reference.as_ref(), posting.kind.as_ref()];
    let description = parts.into_iter().flatten().next().cloned().unwrap_or_default();
    let original = original(&supplement, posting.amount, currency);
    Ok(StatementLine {
        line: field.line,
        date: posting.date,
        amount: posting.amount,
        description,
        payee: None,
        memo: (!memo.is_empty()).then_some(memo),
        bank_id: posting.bank_reference.or(posting.reference),
        check_number,
        kind_text: posting.kind,
        balance_after: None,
        original,
        pending: false,
        pseudo: None,
        instalment: None,
        category: None,
        transfer_account: None,
        splits: Vec::new(),
    })
}

fn narrate(line: &mut StatementLine, field: &Field<'_>, currency: Currency) {
    let text = narrative::read(&field.lines);
    if let Some(best) = text.payee.as_ref().or(text.memo.as_ref()).or(text.kind.as_ref()) {
        line.description.clone_from(best);
    }
    line.payee = text.payee;
    if text.memo.is_some() {
        line.memo = text.memo;
    }
    if line.original.is_none() {
        line.original = original(&field.lines.concat(), line.amount, currency);
    }
}

/// `/OCMT/USD100,00/`: the amount before conversion, with the sign of the line.
fn original(text: &str, signed_like: i64, own: Currency) -> Option<Money> {
    let (_, after) = text.split_once("/OCMT/")?;
    let value = after.split('/').next()?.trim();
    let currency = value.get(..3).and_then(Currency::from_code).filter(|c| *c != own)?;
    let minor = line61::amount(value[3..].trim(), currency).ok()?;
    Some(Money::new(if signed_like < 0 { -minor } else { minor }, currency))
}
