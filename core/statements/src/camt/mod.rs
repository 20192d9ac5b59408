//! ISO 20022 camt.052, camt.053 and camt.054 (every version): one row per `Ntry`, as the bank booked it.

mod entry;
mod tree;

use crate::{ReadError, ReadOptions};
use domain::statement::{AccountHint, Format, Notice, StatedBalance, Statement, StatementDocument};
use domain::{Currency, Day};
use tree::{Node, Piece, Pieces};

/// Reads a camt message of any version and namespace prefix. Entries complete before a truncation are kept.
///
/// # Errors
/// [`ReadError`] when the text holds no `Stmt`, `Rpt` or `Ntfctn` and no camt message around them.
pub fn read(text: &str, options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    let mut reader = Reader {
        options,
        lines: LineCounter { text: text.as_bytes(), at: 0, line: 1 },
        document: StatementDocument {
            format: Format::Camt053,
            encoding: String::new(),
            statements: Vec::new(),
            rejected: Vec::new(),
            warnings: Vec::new(),
            conformance: None,
        },
    };
    let mut pieces = Pieces::new(text);
    let mut header = Header::default();
    loop {
        match pieces.next_piece() {
            Piece::StatementStart => header = Header::default(),
            Piece::StatementEnd => reader.finish(&header),
            Piece::Child(node) => reader.child(&mut header, &node),
            Piece::End => break,
            Piece::Broken(offset, reason) => {
                reader.finish(&header);
                let line = reader.lines.line_at(offset);
                let message = format!("the file is broken or cut off here: {reason}");
                reader.document.rejected.push(Notice { line, code: "truncated".into(), message });
                break;
            }
        }
    }
    if !pieces.any_message {
        return Err(ReadError::NoRecords { format: Format::Camt053, message: None });
    }
    Ok(reader.document)
}

/// What a `Stmt` says before and between its entries.
#[derive(Default)]
struct Header {
    account: AccountHint,
    currency: Option<Currency>,
    opening: Option<(Currency, StatedBalance)>,
    opening_rank: u8,
    closing: Option<(Currency, StatedBalance)>,
    closing_rank: u8,
    period: (Option<Day>, Option<Day>),
}

/// Turns byte offsets, which only grow, into line numbers in one pass.
struct LineCounter<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl LineCounter<'_> {
    fn line_at(&mut self, offset: u64) -> u32 {
        let target = usize::try_from(offset).unwrap_or(usize::MAX).min(self.text.len());
        if target > self.at {
            let pieces = self.text[self.at..target].split(|b| *b == b'\n').count();
            let breaks = pieces.saturating_sub(1);
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            self.at = target;
        }
        self.line
    }
}

struct Reader<'o, 't> {
    options: &'o ReadOptions,
    lines: LineCounter<'t>,
    document: StatementDocument,
}

impl Reader<'_, '_> {
    fn child(&mut self, header: &mut Header, node: &Node) {
        match node.name.as_str() {
            "Acct" => {
                header.account = account_hint(node);
                header.currency = node.text_at(&["Ccy"]).and_then(|c| Currency::from_code(&c));
            }
            "FrToDt" => {
                let day = |names: [&str; 2]| {
                    names.iter().find_map(|n| node.text_at(&[n])).and_then(|t| entry::day(&t))
                };
                header.period = (day(["FrDtTm", "FrDt"]), day(["ToDtTm", "ToDt"]));
            }
            "Bal" => self.balance(header, node),
            "Ntry" => self.entry(header, node),
            _ => {}
        }
    }

    fn balance(&mut self, header: &mut Header, node: &Node) {
        let code =
            node.text_at(&["Tp", "CdOrPrtry", "Cd"]).or_else(|| node.text_at(&["Tp", "CdOrPrtry", "Prtry"]));
        // Interim and available balances only stand in when the booked ones are missing.
        let (opening, rank) = match code.as_deref() {
            Some("OPBD") => (true, 3),
            Some("PRCD") => (true, 2),
            Some("CLBD") => (false, 3),
            Some("ITBD") => (false, 2),
            _ => return,
        };
        let Some((currency, amount)) = entry::signed_amount(node, header.currency) else {
            let line = self.lines.line_at(node.offset);
            let message = "a balance that cannot be read".to_owned();
            self.document.warnings.push(Notice { line, code: "bad_balance".into(), message });
            return;
        };
        let date = entry::day_at(node, "Dt");
        let slot = if opening {
            (&mut header.opening, &mut header.opening_rank)
        } else {
            (&mut header.closing, &mut header.closing_rank)
        };
        if rank > *slot.1 {
            *slot.1 = rank;
            *slot.0 = Some((currency, StatedBalance { amount, date }));
        }
    }

    fn entry(&mut self, header: &Header, node: &Node) {
        let line = self.lines.line_at(node.offset);
        match entry::read(node, line, header.currency) {
            Ok(entry) => {
                if let Some(warning) = entry.warning {
                    self.document.warnings.push(warning);
                }
                self.statement(&header.account, entry.currency).lines.push(entry.line);
            }
            Err(notice) => self.document.rejected.push(notice),
        }
    }

    fn statement(&mut self, account: &AccountHint, currency: Currency) -> &mut Statement {
        let same = |s: &Statement| s.account.id == account.id && s.currency == currency;
        let at = self.document.statements.iter().position(same).unwrap_or_else(|| {
            self.document.statements.push(Statement {
                account: account.clone(),
                currency,
                currency_in_file: true,
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

    /// Gives the balances and the period to the statement of the account's own currency; of several messages for one
    /// account the earliest opening and the latest closing balance stay.
    fn finish(&mut self, header: &Header) {
        if header.account == AccountHint::default() && header.closing.is_none() && header.opening.is_none() {
            return;
        }
        let stated = header.closing.or(header.opening).map(|(currency, _)| currency);
        let currency = header.currency.or(stated).unwrap_or(self.options.default_currency);
        let known = header.currency.is_some() || stated.is_some();
        let own = self.document.statements.iter().any(|s| s.account.id == header.account.id);
        if !known && own {
            return;
        }
        let statement = self.statement(&header.account, currency);
        statement.currency_in_file |= known;
        let earlier = |old: Option<Day>, new: Option<Day>| old.zip(new).is_none_or(|(old, new)| new < old);
        let later = |old: Option<Day>, new: Option<Day>| old.zip(new).is_none_or(|(old, new)| new >= old);
        if let Some((of, balance)) = header.opening
            && of == currency
            && statement.opening_balance.is_none_or(|old| earlier(old.date, balance.date))
        {
            statement.opening_balance = Some(balance);
        }
        if let Some((of, balance)) = header.closing
            && of == currency
            && statement.ledger_balance.is_none_or(|old| later(old.date, balance.date))
        {
            statement.ledger_balance = Some(balance);
        }
        statement.period_start = [statement.period_start, header.period.0].into_iter().flatten().min();
        statement.period_end = [statement.period_end, header.period.1].into_iter().flatten().max();
    }
}

fn account_hint(node: &Node) -> AccountHint {
    let id = node.text_at(&["Id", "IBAN"]).or_else(|| node.text_at(&["Id", "Othr", "Id"]));
    let kind_text = node.text_at(&["Tp", "Cd"]).or_else(|| node.text_at(&["Tp", "Prtry"]));
    let servicer = ["BICFI", "BIC"].iter().find_map(|name| node.text_at(&["Svcr", "FinInstnId", name]));
    let bank = servicer.or_else(|| node.text_at(&["Svcr", "FinInstnId", "ClrSysMmbId", "MmbId"]));
    let kind = match kind_text.as_deref() {
        Some("SVGS") => Some(domain::AccountKind::Savings),
        Some("CACC" | "TRAN") => Some(domain::AccountKind::Checking),
        Some("CARD") => Some(domain::AccountKind::CreditCard),
        Some("LOAN") => Some(domain::AccountKind::Loan),
        _ => None,
    };
    AccountHint { bank, branch: None, id, kind_text, kind }
}
