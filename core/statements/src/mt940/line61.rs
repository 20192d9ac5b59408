//! The `:61:` statement line and the balances, as the SWIFT user handbook lays them out.

use crate::amount::{DecimalMark, parse_amount};
use crate::quote;
use domain::money::minor_digits;
use domain::statement::StatedBalance;
use domain::{Currency, Day};

/// A `:61:` taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub date: Day,
    pub amount: i64,
    /// Transaction type with its prefix, for example `NTRF`.
    pub kind: Option<String>,
    pub reference: Option<String>,
    pub bank_reference: Option<String>,
}

/// Code and message of a field that cannot be read.
pub(super) type Failure = (&'static str, String);

/// `YYMMDD`; 80..99 are of the twentieth century.
pub(super) fn day(text: &str) -> Option<Day> {
    if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = text[..2].parse().ok()?;
    let century = if year >= 80 { 1900 } else { 2000 };
    Day::new(century + year, text[2..4].parse().ok()?, text[4..].parse().ok()?).ok()
}

/// The `MMDD` nearest to the value date: 1230 beside a value date in January is of the year before.
fn entry_day(text: &str, value: Day) -> Option<Day> {
    let (month, dom): (i8, i8) = (text.get(..2)?.parse().ok()?, text.get(2..4)?.parse().ok()?);
    let years = [value.year() - 1, value.year(), value.year() + 1];
    let candidates = years.into_iter().filter_map(|year| Day::new(year, month, dom).ok());
    let nearest = candidates.min_by_key(|day| distance(*day, value))?;
    // A leap day can only be found years away from a wrong value date.
    (distance(nearest, value) < 200).then_some(nearest)
}

fn distance(a: Day, b: Day) -> u32 {
    a.since(b).map_or(u32::MAX, |span| span.get_days().unsigned_abs())
}

/// The comma is the decimal mark; a point stands in for it unless it could group thousands.
pub(super) fn amount(text: &str, currency: Currency) -> Result<i64, Failure> {
    let text = text.trim();
    let point_only = !text.contains(',') && text.contains('.');
    if point_only && text.rsplit_once('.').is_some_and(|(_, after)| after.len() == 3) {
        return Err(("ambiguous_amount", format!("`{}` has two readings", quote(text))));
    }
    let mark = if point_only { DecimalMark::Dot } else { DecimalMark::Comma };
    parse_amount(text, minor_digits(currency), Some(mark))
        .map(|amount| amount.minor)
        .map_err(|error| (error.code(), format!("`{}` {error}", quote(text))))
}

fn usable(reference: &str) -> Option<String> {
    let reference = reference.trim();
    let blank = reference.is_empty() || reference.bytes().all(|b| b == b'0');
    (!blank && !reference.eq_ignore_ascii_case("NONREF") && !reference.eq_ignore_ascii_case("NOTPROVIDED"))
        .then(|| reference.to_owned())
}

/// Reads the first line of a `:61:`.
pub(super) fn posting(text: &str, currency: Currency) -> Result<Posting, Failure> {
    let text = text.trim();
    let bad_date = || ("bad_date", format!("`{}` does not begin with a date", quote(text)));
    let value = text.get(..6).and_then(day).ok_or_else(bad_date)?;
    let mut rest = &text[6..];
    let mut date = value;
    if let Some(short) = rest.get(..4)
        && short.bytes().all(|b| b.is_ascii_digit())
    {
        date = entry_day(short, value).unwrap_or(value);
        rest = &rest[4..];
    }
    let bad_mark = || ("missing_direction", format!("`{}` has no C, D, RC or RD", quote(text)));
    // A reversal of a credit takes money out, of a debit brings it back; E marks an expected one.
    let reversed = rest.starts_with(['R', 'r']);
    rest = rest.strip_prefix(['R', 'r', 'E', 'e']).unwrap_or(rest);
    let credit = match rest.chars().next() {
        Some('C' | 'c') => true,
        Some('D' | 'd') => false,
        _ => return Err(bad_mark()),
    };
    rest = &rest[1..];
    rest = rest.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest).trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
    let magnitude = amount(&rest[..end], currency)?;
    rest = &rest[end..];
    let (kind, references) = match rest.get(..4) {
        Some(kind) if kind.starts_with(['N', 'F', 'S', 'n', 'f', 's']) => {
            (Some(kind.trim().to_owned()), &rest[4..])
        }
        _ => (None, rest),
    };
    let (own, bank) = references.split_once("//").unwrap_or((references, ""));
    Ok(Posting {
        date,
        amount: if credit == reversed { -magnitude } else { magnitude },
        kind,
        reference: usable(own),
        bank_reference: usable(bank),
    })
}

/// `C240131EUR1234,56`.
pub(super) fn balance(text: &str) -> Result<(Currency, StatedBalance), Failure> {
    let bad = || ("bad_balance", format!("`{}` is not a balance", quote(text)));
    let text = text.trim();
    let credit = match text.chars().next() {
        Some('C' | 'c') => true,
        Some('D' | 'd') => false,
        _ => return Err(bad()),
    };
    let date = text.get(1..7).and_then(day);
    let currency = text.get(7..10).and_then(Currency::from_code).ok_or_else(bad)?;
    let magnitude = amount(text[10..].trim(), currency)?;
    Ok((currency, StatedBalance { amount: if credit { magnitude } else { -magnitude }, date }))
}
