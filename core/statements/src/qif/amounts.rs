//! QIF amounts: the decimal mark is one decision for the whole file; an amount that stays open is an error.

use crate::amount::{AmountError, DecimalMark, parse_amount};

/// What the marks of one amount prove.
fn evidence(text: &str) -> Option<DecimalMark> {
    let dots = text.matches('.').count();
    let commas = text.matches(',').count();
    match (dots, commas) {
        (0, 0) => None,
        (0, n) if n > 1 => Some(DecimalMark::Dot),
        (n, 0) if n > 1 => Some(DecimalMark::Comma),
        (1, 0) | (0, 1) => {
            let at = text.find(['.', ','])?;
            let mark = if dots == 1 { DecimalMark::Dot } else { DecimalMark::Comma };
            let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
            let (before, after) = (digits(&text[..at]), digits(&text[at + 1..]));
            // `0,125` and `1234,567` cannot be groups of three.
            let leading_zero = text.trim_start_matches(['-', '+', ' ']).starts_with('0');
            (after != 3 || before > 3 || before == 0 || leading_zero).then_some(mark)
        }
        _ if text.rfind('.') > text.rfind(',') => Some(DecimalMark::Dot),
        _ => Some(DecimalMark::Comma),
    }
}

/// The file's decimal mark; `Err` when it writes both.
pub(super) fn decimal_mark<'a>(amounts: impl Iterator<Item = &'a str>) -> Result<Option<DecimalMark>, ()> {
    let (mut dot, mut comma) = (false, false);
    for amount in amounts {
        match evidence(amount) {
            Some(DecimalMark::Dot) => dot = true,
            Some(DecimalMark::Comma) => comma = true,
            None => {}
        }
    }
    match (dot, comma) {
        (true, true) => Err(()),
        (true, false) => Ok(Some(DecimalMark::Dot)),
        (false, true) => Ok(Some(DecimalMark::Comma)),
        (false, false) => Ok(None),
    }
}

/// Minor units of `text`. Without a `mark` proved by the file, a single mark before three digits stays open.
pub(super) fn parse(text: &str, mark: Option<DecimalMark>, digits: u32) -> Result<i64, AmountError> {
    if mark.is_none() && evidence(text).is_none() && text.contains(['.', ',']) {
        return Err(AmountError::Ambiguous);
    }
    parse_amount(text, digits, mark).map(|amount| amount.minor)
}
