//! Amounts in delimited files: every written form taken apart, and read once the column's decimal mark is known.

use crate::amount::DecimalMark;

/// An amount taken apart: sign, direction letter, currency sign and the digits with their separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form<'a> {
    /// A minus sign, leading or trailing, or parentheses.
    pub negative: bool,
    /// A plus sign is written.
    pub plus: bool,
    /// Trailing `D` or `C` (and relatives): true for money out.
    pub debit: Option<bool>,
    /// Currency sign or code as written.
    pub symbol: Option<&'a str>,
    /// Digits and separators.
    pub core: &'a str,
}

/// What a cell says about the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// Only digits: nothing.
    Silent,
    /// Only this mark can be meant.
    Certain(DecimalMark),
    /// One separator with three digits after it: either.
    Either,
    /// No convention writes this.
    Malformed,
}

/// Why an amount cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// Not an amount.
    Malformed,
    /// Two readings.
    Ambiguous,
    /// More significant digits than the currency has.
    ExcessPrecision,
    /// Does not fit.
    Overflow,
    /// Written with the other decimal mark than the rest of the column.
    OtherMark,
}

const SYMBOLS: &[&str] = &[
    "r$", "us$", "u$s", "a$", "c$", "nz$", "s$", "hk$", "$", "€", "£", "¥", "₹", "₽", "₺", "₩", "₪", "₴",
    "kr", "kr.", "zł", "zl", "kč", "ft", "fr.", "sfr.", "rs", "rs.", "руб", "руб.", "р.", "лв", "lei",
];

/// True for a currency sign or a three-letter code.
fn is_symbol(word: &str) -> bool {
    let lower = word.to_lowercase();
    SYMBOLS.contains(&lower.as_str())
        || (word.len() == 3
            && word.bytes().all(|b| b.is_ascii_uppercase())
            && super::vocabulary::currency(word).is_some())
}

fn direction(word: &str) -> Option<bool> {
    match word.to_ascii_uppercase().trim_end_matches('.') {
        "D" | "DR" | "DB" | "S" => Some(true),
        "C" | "CR" | "H" | "K" => Some(false),
        _ => None,
    }
}

const MINUS: [char; 5] = ['-', '\u{2212}', '\u{2013}', '\u{2010}', '\u{2011}'];

/// White space, also the kinds that do not break.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
}

/// Takes a cell apart; `None` when it is no amount.
pub(super) fn form(cell: &str) -> Option<Form<'_>> {
    let mut text = cell.trim_matches(is_space);
    let mut form = Form { negative: false, plus: false, debit: None, symbol: None, core: "" };
    if text.is_empty() || text.len() > 48 {
        return None;
    }
    let mut signs = 0;
    while !text.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        let c = text.chars().next()?;
        if MINUS.contains(&c) || c == '+' {
            signs += 1;
            form.negative |= c != '+';
            form.plus |= c == '+';
            text = &text[c.len_utf8()..];
        } else if c == '(' {
            signs += 1;
            form.negative = true;
            text = text[1..].strip_suffix(')')?.trim_matches(is_space);
        } else {
            let end = text
                .find(|c: char| c.is_ascii_digit() || is_space(c) || MINUS.contains(&c) || "+(".contains(c))
                .unwrap_or(text.len());
            let word = text[..end].trim_end_matches([',', '.']);
            let word = if is_symbol(&text[..end]) { &text[..end] } else { word };
            if form.symbol.is_some() || !is_symbol(word) {
                return None;
            }
            form.symbol = Some(word);
            text = &text[word.len()..];
        }
        text = text.trim_start_matches(is_space);
    }
    while !text.ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',')
        || text.ends_with("kr.")
        || text.ends_with("R.")
    {
        let c = text.chars().next_back()?;
        if MINUS.contains(&c) || c == '+' {
            signs += 1;
            form.negative |= c != '+';
            form.plus |= c == '+';
            text = &text[..text.len() - c.len_utf8()];
        } else {
            let start = text
                .rfind(|c: char| c.is_ascii_digit() || is_space(c))
                .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
            let word = &text[start..];
            if form.symbol.is_none() && is_symbol(word) {
                form.symbol = Some(word);
            } else if form.debit.is_none() {
                form.debit = Some(direction(word)?);
            } else {
                return None;
            }
            text = &text[..start];
        }
        text = text.trim_end_matches(is_space);
    }
    form.core = text;
    let shaped = text.chars().all(|c| c.is_ascii_digit() || ".,'\u{2019}".contains(c) || is_space(c))
        && text.bytes().any(|b| b.is_ascii_digit());
    (shaped && signs <= 1).then_some(form)
}

impl Form<'_> {
    /// What the digits say of the decimal mark.
    pub(super) fn evidence(&self) -> Evidence {
        let core = self.core;
        let dots = core.bytes().filter(|b| *b == b'.').count();
        let commas = core.bytes().filter(|b| *b == b',').count();
        let spaced = core.contains(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let (mark, other) = match (dots, commas) {
            (0, 0) => return Evidence::Silent,
            (1, 0) => (DecimalMark::Dot, '.'),
            (0, 1) => (DecimalMark::Comma, ','),
            (_, 0) => {
                return if spaced { Evidence::Malformed } else { Evidence::Certain(DecimalMark::Comma) };
            }
            (0, _) => return if spaced { Evidence::Malformed } else { Evidence::Certain(DecimalMark::Dot) },
            (_, 1) if core.rfind(',') > core.rfind('.') => return Evidence::Certain(DecimalMark::Comma),
            (1, _) if core.rfind('.') > core.rfind(',') => return Evidence::Certain(DecimalMark::Dot),
            _ => return Evidence::Malformed,
        };
        let (before, after) = core.split_once(other).unwrap_or((core, ""));
        let either =
            after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0') && !spaced;
        if either { Evidence::Either } else { Evidence::Certain(mark) }
    }

    /// The magnitude in minor units.
    pub(super) fn magnitude(&self, mark: Option<DecimalMark>, minor_digits: u32) -> Result<i64, Problem> {
        let mark = match (self.evidence(), mark) {
            (Evidence::Malformed, _) => return Err(Problem::Malformed),
            (Evidence::Either, None) => return Err(Problem::Ambiguous),
            (Evidence::Certain(found), Some(mark)) if found != mark => return Err(Problem::OtherMark),
            (Evidence::Certain(found), _) => found,
            (_, mark) => mark.unwrap_or(DecimalMark::Dot),
        };
        let separator = if mark == DecimalMark::Dot { '.' } else { ',' };
        let (whole, fraction) = self.core.split_once(separator).unwrap_or((self.core, ""));
        if !well_grouped(whole) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::Malformed);
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > minor_digits as usize {
            return Err(Problem::ExcessPrecision);
        }
        let padding = minor_digits as usize - fraction.len();
        whole
            .bytes()
            .chain(fraction.bytes())
            .chain(std::iter::repeat_n(b'0', padding))
            .filter(u8::is_ascii_digit)
            .try_fold(0_i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
            .ok_or(Problem::Overflow)
    }
}

/// Thousands in groups of three (or, as in India, of two before the last).
fn well_grouped(whole: &str) -> bool {
    if whole.bytes().all(|b| b.is_ascii_digit()) {
        return true;
    }
    let mut groups = whole.split(|c: char| !c.is_ascii_digit());
    let first = groups.next().unwrap_or("");
    let rest: Vec<&str> = groups.collect();
    let lead = (1..=3).contains(&first.len());
    let threes = rest.iter().all(|group| group.len() == 3);
    let indian = first.len() <= 2
        && rest
            .split_last()
            .is_some_and(|(last, middle)| last.len() == 3 && middle.iter().all(|g| g.len() == 2));
    lead && (threes || indian)
}
