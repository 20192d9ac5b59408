//! One `Ntry` of a camt message: its amount, day, party and text.

use super::tree::Node;
use crate::amount::{AmountError, DecimalMark, parse_amount};
use domain::money::minor_digits;
use domain::statement::{Notice, StatementLine};
use domain::{Currency, Day, Money};

/// An entry, its currency and what was odd about it.
pub(super) struct Entry {
    pub line: StatementLine,
    pub currency: Currency,
    pub warning: Option<Notice>,
}

/// The calendar day as written, whatever time and zone follow.
pub(super) fn day(text: &str) -> Option<Day> {
    let date = text.get(..10)?;
    let next = text.as_bytes().get(10).copied();
    if next.is_some_and(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The day in a `Dt`/`DtTm` choice below `name`.
pub(super) fn day_at(node: &Node, name: &str) -> Option<Day> {
    let text = node
        .text_at(&[name, "Dt"])
        .or_else(|| node.text_at(&[name, "DtTm"]))
        .or_else(|| node.text_at(&[name]));
    day(&text?)
}

/// Minor units of an XML decimal: digits and a point, nothing else.
fn decimal(text: &str, currency: Currency) -> Result<i64, AmountError> {
    if !text.bytes().all(|b| b.is_ascii_digit() || b".+-".contains(&b)) {
        return Err(AmountError::NotANumber);
    }
    parse_amount(text, minor_digits(currency), Some(DecimalMark::Dot)).map(|amount| amount.minor)
}

fn currency_of(amount: &Node, fallback: Option<Currency>) -> Option<Currency> {
    match &amount.currency {
        Some(code) => Currency::from_code(code),
        None => fallback,
    }
}

/// `Amt` with the sign of `CdtDbtInd`.
pub(super) fn signed_amount(node: &Node, fallback: Option<Currency>) -> Option<(Currency, i64)> {
    let amount = node.at(&["Amt"])?;
    let currency = currency_of(amount, fallback)?;
    let minor = decimal(amount.text.trim(), currency).ok()?;
    match node.text_at(&["CdtDbtInd"]).as_deref() {
        Some("CRDT") => Some((currency, minor)),
        Some("DBIT") => Some((currency, -minor)),
        _ => None,
    }
}

/// Reads an entry; the error says why it cannot be.
pub(super) fn read(node: &Node, line: u32, fallback: Option<Currency>) -> Result<Entry, Notice> {
    let fail = |code: &str, message: String| Notice { line, code: code.into(), message };
    let status = node
        .text_at(&["Sts", "Cd"])
        .or_else(|| node.text_at(&["Sts", "Prtry"]))
        .or_else(|| node.text_at(&["Sts"]));
    let status = status.map(|s| s.to_uppercase());
    let amount_node =
        node.at(&["Amt"]).ok_or_else(|| fail("missing_amount", "an entry without an amount".into()))?;
    let code = amount_node.currency.clone().unwrap_or_default();
    let currency = currency_of(amount_node, fallback).ok_or_else(|| {
        fail("bad_currency", format!("`{}` is not a currency", code.chars().take(20).collect::<String>()))
    })?;
    let written: String = amount_node.text.trim().chars().take(60).collect();
    let magnitude = decimal(amount_node.text.trim(), currency)
        .map_err(|error| fail(error.code(), format!("`{written}` {error}")))?;
    // The indicator is the direction of this entry, also of a reversal.
    let credit = match node.text_at(&["CdtDbtInd"]).as_deref() {
        Some("CRDT") => true,
        Some("DBIT") => false,
        _ => {
            return Err(fail("missing_direction", "an entry without credit or debit indicator".into()));
        }
    };
    let amount = if credit { magnitude } else { -magnitude };
    let date = day_at(node, "BookgDt").or_else(|| day_at(node, "ValDt"));
    let date = date.ok_or_else(|| fail("bad_date", "an entry without a readable date".into()))?;
    let warning = (status.as_deref() == Some("INFO"))
        .then(|| fail("information_only", "an entry for information only: kept as pending".into()));
    let pending = matches!(status.as_deref(), Some("PDNG" | "INFO" | "FUTR"));
    let details: Vec<&Node> = node.all("NtryDtls").flat_map(|d| d.all("TxDtls")).collect();
    let statement_line = line_of(node, &details, Facts { line, date, amount, credit, pending, currency });
    Ok(Entry { line: statement_line, currency, warning })
}

#[derive(Clone, Copy)]
struct Facts {
    line: u32,
    date: Day,
    amount: i64,
    credit: bool,
    pending: bool,
    currency: Currency,
}

fn usable(reference: String) -> Option<String> {
    let upper = reference.to_uppercase();
    (!matches!(upper.as_str(), "NOTPROVIDED" | "NOT PROVIDED" | "NONREF" | "0" | "UNKNOWN"))
        .then_some(reference)
}

fn line_of(node: &Node, details: &[&Node], facts: Facts) -> StatementLine {
    let single = if let [only] = details { Some(*only) } else { None };
    let payee = single.and_then(|d| party(d, facts.credit));
    let remittance: Vec<String> = details.iter().filter_map(|d| remittance(d)).collect();
    let extra = node.text_at(&["AddtlNtryInf"]);
    let transaction_extra = single.and_then(|d| d.text_at(&["AddtlTxInf"]));
    let code = transaction_code(node).or_else(|| single.and_then(transaction_code));
    let references = [
        node.text_at(&["AcctSvcrRef"]),
        node.text_at(&["NtryRef"]),
        single.and_then(|d| d.text_at(&["Refs", "AcctSvcrRef"])),
        single.and_then(|d| d.text_at(&["Refs", "TxId"])),
        single.and_then(|d| d.text_at(&["Refs", "EndToEndId"])),
    ];
    let bank_id = references.into_iter().flatten().find_map(usable);
    let check_number = single.and_then(|d| d.text_at(&["Refs", "ChqNb"]));
    let memo_parts = if remittance.is_empty() { None } else { Some(remittance.join(" | ")) };
    let memo = memo_parts.or(transaction_extra).or_else(|| extra.clone());
    let description =
        [&payee, &memo, &extra, &code, &bank_id].into_iter().flatten().next().cloned().unwrap_or_default();
    let original = original(node, single, &facts);
    StatementLine {
        line: facts.line,
        date: facts.date,
        amount: facts.amount,
        description,
        payee,
        memo,
        bank_id,
        check_number,
        kind_text: code,
        balance_after: None,
        original,
        pending: facts.pending,
        pseudo: None,
        instalment: None,
        category: None,
        transfer_account: None,
        splits: Vec::new(),
    }
}

/// The other side: who pays when money comes in, who is paid when it goes out.
fn party(details: &Node, credit: bool) -> Option<String> {
    let names = if credit { ["UltmtDbtr", "Dbtr"] } else { ["UltmtCdtr", "Cdtr"] };
    names.into_iter().rev().find_map(|name| {
        let path = ["RltdPties", name];
        let of = details.at(&path)?;
        of.text_at(&["Nm"]).or_else(|| of.text_at(&["Pty", "Nm"]))
    })
}

fn remittance(details: &Node) -> Option<String> {
    let information = details.at(&["RmtInf"])?;
    let mut parts = Vec::new();
    for part in &information.children {
        if part.name == "Ustrd" {
            parts.extend(part.text_at(&[]));
        } else if part.name == "Strd" {
            parts.extend(part.text_at(&["CdtrRefInf", "Ref"]));
            parts.extend(part.all("AddtlRmtInf").filter_map(|p| p.text_at(&[])));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn transaction_code(node: &Node) -> Option<String> {
    let code = node.at(&["BkTxCd"])?;
    let domain = [&["Domn", "Cd"][..], &["Domn", "Fmly", "Cd"], &["Domn", "Fmly", "SubFmlyCd"]];
    let parts: Vec<String> = domain.iter().filter_map(|path| code.text_at(path)).collect();
    if parts.is_empty() { code.text_at(&["Prtry", "Cd"]) } else { Some(parts.join("/")) }
}

/// The instructed amount when it is in another currency.
fn original(node: &Node, single: Option<&Node>, facts: &Facts) -> Option<Money> {
    let paths = [&["AmtDtls", "InstdAmt", "Amt"][..], &["AmtDtls", "TxAmt", "Amt"]];
    let holders = [single, Some(node)];
    let amounts = holders.into_iter().flatten().flat_map(|h| paths.iter().filter_map(|path| h.at(path)));
    amounts.into_iter().find_map(|amount| {
        let currency = Currency::from_code(amount.currency.as_deref()?)?;
        let minor = decimal(amount.text.trim(), currency).ok()?;
        let signed = if facts.credit { minor } else { -minor };
        (currency != facts.currency).then_some(Money::new(signed, currency))
    })
}
