//! What stands above (and below) the table: account, currency, period and balances.

use super::dates::{self, DateLayout, Period};
use super::numbers::{self, Evidence};
use super::vocabulary::{self, has_word, normalise};
use crate::amount::DecimalMark;
use domain::{Currency, Day};

/// Facts found outside the table.
#[derive(Debug, Default)]
pub(super) struct Preamble {
    pub account: Option<String>,
    pub branch: Option<String>,
    pub currency: Option<Currency>,
    pub period: Option<Period>,
    /// Amount as written and whether it is the opening balance.
    pub closing: Option<String>,
    pub opening: Option<String>,
    /// A decimal mark that some amount there is certain of.
    pub mark: Option<DecimalMark>,
}

const ACCOUNT_WORDS: &str = "\
    account|account number|account details for|conta|konto|kontonummer|\
    iban|cuenta|compte|rekening|rekeningnummer|conto|rachunek|acct|\
    depotnummer|girokonto|tagesgeldkonto|numero de conta|account no|\
    account id|kontonr|card number|kreditkarte";
const BALANCE_WORDS: &str = "balance|saldo|kontostand|solde|egyenleg|zustatek";
const OPENING_WORDS: &str = "\
    opening|anterior|inicial|initial|anfangssaldo|start|alter|precedente|\
    poczatkowe|begin";
const LESSER_WORDS: &str = "available|disponivel|disponible|verfugbar|bloqueado|limite|limit";

/// Collects facts from records outside the table.
pub(super) fn read<'a>(records: impl Iterator<Item = &'a [String]>) -> Preamble {
    let mut found = Preamble::default();
    let mut days: Vec<Day> = Vec::new();
    for cells in records {
        let whole = normalise(&cells.join(" "));
        for (at, cell) in cells.iter().enumerate() {
            if found.account.is_none() {
                let label = at.checked_sub(1).map(|before| normalise(&cells[before])).unwrap_or_default();
                found.account = account(cell, &label);
            }
            days.extend(days_in(cell));
            if found.currency.is_none() {
                found.currency = vocabulary::currency(cell).or_else(|| symbol_currency(cell));
            }
            if let Some(form) = numbers::form(cell) {
                if let Evidence::Certain(mark) = form.evidence() {
                    found.mark.get_or_insert(mark);
                }
                if has_word(&whole, BALANCE_WORDS) && dates::parts(cell).is_none() && at > 0 {
                    let slot =
                        if has_word(&whole, OPENING_WORDS) { &mut found.opening } else { &mut found.closing };
                    if slot.is_none() || !has_word(&whole, LESSER_WORDS) {
                        *slot = Some(cell.clone());
                    }
                }
            }
        }
        if found.branch.is_none() {
            found.branch = cells.iter().find_map(|cell| branch(cell));
        }
    }
    days.sort_unstable();
    if let (Some(start), Some(end)) = (days.first(), days.last()) {
        found.period = Some(Period { start: *start, end: *end });
    }
    found
}

/// Currency whose sign stands in a text, where the sign names one currency only.
pub(super) fn symbol_currency(text: &str) -> Option<Currency> {
    let signs = [
        ("R$", Currency::BRL),
        ("€", Currency::EUR),
        ("£", Currency::GBP),
        ("zł", Currency::PLN),
        ("Kč", Currency::CZK),
        ("₹", Currency::INR),
        ("₽", Currency::RUB),
    ];
    signs.iter().find(|(sign, _)| text.contains(sign)).map(|(_, currency)| *currency)
}

/// Dates of the period in a text such as `Zeitraum: 01.09.2023 - 06.10.2023`. Only unmistakable ones.
fn days_in(cell: &str) -> Vec<Day> {
    if let Some(day) = unmistakable(cell) {
        return vec![day];
    }
    cell.split(|c: char| c.is_whitespace() || c == ':' || c == ';' || c == ',')
        .filter(|word| word.len() >= 8)
        .filter_map(unmistakable)
        .collect()
}

fn unmistakable(text: &str) -> Option<Day> {
    let parts = dates::parts(text)?;
    if parts.separator_is_none() {
        return None;
    }
    let readings = [DateLayout::YearMonthDay, DateLayout::DayMonthYear, DateLayout::MonthDayYear]
        .map(|order| parts.day(order, None));
    let mut days = readings.into_iter().flatten();
    let first = days.next()?;
    (days.all(|day| day == first) || parts.dotted()).then_some(first)
}

fn is_iban(text: &str) -> bool {
    let packed: String = text.chars().filter(|c| !numbers::is_space(*c)).collect();
    let bytes = packed.as_bytes();
    (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphanumeric)
        && bytes[4..].iter().filter(|b| b.is_ascii_digit()).count() >= 6
}

fn account(cell: &str, label: &str) -> Option<String> {
    if is_iban(cell) {
        return Some(cell.to_owned());
    }
    let number = |text: &str| {
        text.split(|c: char| {
            !(c.is_ascii_digit() || c == '-' || c == '/' || c == '*' || c == '.' || c == 'X' || c == 'x')
        })
        .map(|word| word.trim_matches(['-', '/', '.', '*']))
        .find(|word| {
            word.bytes().filter(u8::is_ascii_digit).count() >= 4
                && dates::parts(word).is_none_or(|parts| parts.separator_is_none())
        })
        .map(str::to_owned)
    };
    let lower = cell.to_lowercase();
    // The number after the word, not the branch before it.
    let after = [
        "conta:",
        "conta ",
        "conta corrente:",
        "account:",
        "account ",
        "konto:",
        "konto ",
        "kontonummer:",
        "iban:",
        "cuenta:",
        "compte:",
    ]
    .iter()
    .find_map(|word| lower.rfind(word).map(|at| at + word.len()));
    if let Some(found) = after.and_then(|at| cell.get(at..)).and_then(number) {
        return Some(found);
    }
    if has_word(label, ACCOUNT_WORDS)
        && numbers::form(cell).is_none_or(|form| form.evidence() == Evidence::Silent)
    {
        return number(cell);
    }
    let plain = cell.len() >= 7 && cell.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    (plain && dates::parts(cell).is_none()).then(|| cell.to_owned())
}

fn branch(cell: &str) -> Option<String> {
    let lower = cell.to_lowercase();
    let at = ["agência:", "agencia:", "ag:", "agência ", "agencia "]
        .iter()
        .find_map(|word| lower.find(word).map(|at| at + word.len()))?;
    let word: String =
        cell.get(at..)?.trim_start().chars().take_while(|c| c.is_ascii_digit() || *c == '-').collect();
    (!word.is_empty()).then_some(word)
}
