//! One amount as files write it, to exact minor units. An amount with two readings is an error, never a guess.

use serde::{Deserialize, Serialize};

/// The character between whole units and minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,400.82`.
    Dot,
    /// `1.400,82`.
    Comma,
}

/// A letter behind an amount that says which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// `D`, `DR`, `DB`: money out; the amount is negative.
    Debit,
    /// `C`, `CR`: money in.
    Credit,
}

/// An amount, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParsedAmount {
    /// Minor units, with sign; parentheses, a trailing minus and `D` make it negative.
    pub minor: i64,
    /// The decimal mark its form proves; `None` when any convention gives the same value.
    pub mark: Option<DecimalMark>,
    /// The letter behind it.
    pub side: Option<Side>,
    /// A sign or parentheses were written.
    pub signed: bool,
}

/// Why a text is not one amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing there.
    #[error("no amount")]
    Empty,
    /// Not a number.
    #[error("not an amount")]
    NotANumber,
    /// Can be read with either decimal mark.
    #[error("can be read as thousands or as decimals")]
    Ambiguous,
    /// Written with the other decimal mark than the convention given.
    #[error("uses the other decimal mark")]
    OtherMark,
    /// More significant digits than the currency has.
    #[error("has more decimals than the currency")]
    ExcessPrecision,
    /// Does not fit 64 bits of minor units.
    #[error("is too large")]
    TooLarge,
}

impl AmountError {
    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "missing_amount",
            Self::NotANumber => "bad_amount",
            Self::Ambiguous => "ambiguous_amount",
            Self::OtherMark => "mixed_decimal_marks",
            Self::ExcessPrecision => "excess_precision",
            Self::TooLarge => "amount_too_large",
        }
    }
}

/// Longest text that can be an amount; longer ones are refused before any work is done.
const LONGEST: usize = 80;

/// Reads one amount in a currency with `minor_digits` decimals.
///
/// Accepts `1.400,82`, `1,400.82`, `-110.7 €`, `15.00-`, `R$ 1.234,56`, `1234,5 D`, `(12.00)`, `1 234,56`, `1'234.56`,
/// Unicode minus and any kind of blank. With `convention` the decimal mark is known. Without it, a single mark followed by
/// exactly three digits is [`AmountError::Ambiguous`] unless the third reading is impossible (`0,125`) or the digits
/// beyond the minor unit are zeros (`-30.000` is -30.00).
///
/// # Errors
/// [`AmountError`].
pub fn parse_amount(
    text: &str,
    minor_digits: u32,
    convention: Option<DecimalMark>,
) -> Result<ParsedAmount, AmountError> {
    let dressed = undress(text)?;
    let (whole, fraction, mark) = split(&dressed.digits, minor_digits, convention)?;
    let minor = assemble(whole, fraction, minor_digits)?;
    let minor = if dressed.negative { -minor } else { minor };
    let minor = i64::try_from(minor).map_err(|_| AmountError::TooLarge)?;
    Ok(ParsedAmount { minor, mark, side: dressed.side, signed: dressed.signed })
}

/// An amount without sign, currency, side and blanks: digits and marks alone.
struct Undressed {
    digits: String,
    negative: bool,
    signed: bool,
    side: Option<Side>,
}

fn undress(text: &str) -> Result<Undressed, AmountError> {
    if text.len() > LONGEST * 4 {
        return Err(AmountError::NotANumber);
    }
    let mut kept: String = text.chars().filter(|c| !is_blank(*c)).map(fold).collect();
    if kept.is_empty() {
        return Err(AmountError::Empty);
    }
    if kept.len() > LONGEST {
        return Err(AmountError::NotANumber);
    }
    // `1 2` is `12` once blanks are dropped: only groups of three may be separated by blanks.
    if !blanks_group(text) {
        return Err(AmountError::NotANumber);
    }
    let parenthesised = kept.starts_with('(') && kept.ends_with(')') && kept.len() > 2;
    if parenthesised {
        kept = kept[1..kept.len() - 1].to_owned();
    }
    let mut rest = kept.as_str();
    let mut signs = Vec::new();
    let mut side = None;
    let mut currency = false;
    loop {
        let before = rest;
        rest = strip_sign(rest, &mut signs);
        if let Some((after, found)) = strip_side(rest).filter(|_| side.is_none()) {
            (rest, side) = (after, Some(found));
        }
        if let Some(after) = strip_currency(rest).filter(|_| !currency) {
            (rest, currency) = (after, true);
        }
        if rest == before {
            break;
        }
    }
    let marks = usize::from(parenthesised) + usize::from(side.is_some_and(|s| s == Side::Debit));
    // One statement of direction, or several that agree: `-5,00 D` is a debit, `(-5)` is nonsense.
    if signs.len() > 1 || parenthesised && !signs.is_empty() || signs == ['-'] && side == Some(Side::Credit) {
        return Err(AmountError::NotANumber);
    }
    let negative = marks > 0 || signs == ['-'];
    let digits: String = rest.chars().filter(|c| *c != '\'').collect();
    if !digits.bytes().any(|b| b.is_ascii_digit())
        || !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    {
        return Err(AmountError::NotANumber);
    }
    Ok(Undressed { digits, negative, signed: !signs.is_empty() || parenthesised, side })
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn fold(c: char) -> char {
    match c {
        '\u{2212}' | '\u{2010}'..='\u{2014}' | '\u{fe63}' | '\u{ff0d}' => '-',
        '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' => '\'',
        other => other,
    }
}

/// Blanks (and apostrophes) between digits stand before groups of exactly three digits.
fn blanks_group(text: &str) -> bool {
    let mut before_digit = false;
    let mut gap = false;
    let mut run = 0_usize;
    let mut grouped = false;
    for c in text.chars().chain(['\n', '#']) {
        if c.is_ascii_digit() {
            if gap && before_digit {
                if grouped && run != 3 {
                    return false;
                }
                (grouped, run) = (true, 0);
            }
            run += 1;
            (before_digit, gap) = (true, false);
        } else if is_blank(c) || fold(c) == '\'' {
            gap = true;
        } else {
            if grouped && run != 3 {
                return false;
            }
            (before_digit, gap, grouped, run) = (false, false, false, 0);
        }
    }
    true
}

fn strip_sign<'a>(text: &'a str, signs: &mut Vec<char>) -> &'a str {
    for sign in ['-', '+'] {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            signs.push(sign);
            return rest;
        }
    }
    text
}

fn strip_side(text: &str) -> Option<(&str, Side)> {
    let digits_end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let side = match text[digits_end..].to_ascii_uppercase().as_str() {
        "D" | "DR" | "DB" => Side::Debit,
        "C" | "CR" => Side::Credit,
        _ => return None,
    };
    Some((&text[..digits_end], side))
}

/// Currency signs and ISO codes before or behind the digits.
fn strip_currency(text: &str) -> Option<&str> {
    const SIGNS: [&str; 22] = [
        "R$", "US$", "A$", "C$", "NZ$", "S$", "HK$", "MX$", "$", "€", "£", "¥", "₹", "₽", "₩", "₪", "₺",
        "zł", "Kč", "kr.", "kr", "Fr.",
    ];
    for sign in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some(rest);
        }
    }
    // Capitals only, and not the codes for "no currency" and tests: `xxx1.000` is a blacked-out amount.
    let is_code = |code: &str| !matches!(code, "XXX" | "XTS") && domain::Currency::from_code(code).is_some();
    if let Some(rest) = text.get(3..).filter(|_| text.get(..3).is_some_and(is_code)) {
        return Some(rest);
    }
    let end = text.len().checked_sub(3)?;
    text.get(..end).filter(|_| text.get(end..).is_some_and(is_code))
}

/// Whole digits (with thousands marks), decimals, and the decimal mark this form proves.
type Halves<'a> = (&'a str, &'a str, Option<DecimalMark>);

fn split(
    digits: &str,
    minor_digits: u32,
    convention: Option<DecimalMark>,
) -> Result<Halves<'_>, AmountError> {
    let last = digits.rfind(['.', ',']);
    let Some(at) = last else {
        return Ok((digits, "", None));
    };
    let mark = if digits.as_bytes()[at] == b'.' { DecimalMark::Dot } else { DecimalMark::Comma };
    let other = if mark == DecimalMark::Dot { DecimalMark::Comma } else { DecimalMark::Dot };
    let (head, tail) = (&digits[..at], &digits[at + 1..]);
    let same_again = head.contains(if mark == DecimalMark::Dot { '.' } else { ',' });
    let other_before = head.contains(if mark == DecimalMark::Dot { ',' } else { '.' });
    let agree = |proved: DecimalMark| convention.is_none_or(|c| c == proved);
    match (same_again, other_before) {
        (true, true) => Err(AmountError::NotANumber),
        (true, false) => {
            grouped(digits)?;
            if agree(other) { Ok((digits, "", Some(other))) } else { Err(AmountError::OtherMark) }
        }
        (false, true) => {
            long_grouped(head)?;
            if agree(mark) { Ok((head, tail, Some(mark))) } else { Err(AmountError::OtherMark) }
        }
        (false, false) => {
            let thousands = tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0');
            match convention {
                Some(c) if c == mark => Ok((head, tail, None)),
                Some(_) if thousands => Ok((digits, "", None)),
                Some(_) => Err(AmountError::OtherMark),
                None if !thousands => Ok((head, tail, Some(mark))),
                None if minor_digits < 3 && tail.bytes().skip(minor_digits as usize).all(|b| b == b'0') => {
                    Ok((head, tail, None))
                }
                None => Err(AmountError::Ambiguous),
            }
        }
    }
}

/// Thousands marks stand before groups of three; groups of two are allowed further left (`12,34,567`).
fn grouped(digits: &str) -> Result<(), AmountError> {
    let mut groups = digits.rsplit(['.', ',']);
    let last = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let (first, middle) = rest.split_last().ok_or(AmountError::NotANumber)?;
    let sound = last.len() == 3
        && (1..=3).contains(&first.len())
        && (middle.iter().all(|g| g.len() == 3) || first.len() <= 2 && middle.iter().all(|g| g.len() == 2));
    if sound { Ok(()) } else { Err(AmountError::NotANumber) }
}

/// As [`grouped`], but any number of digits may stand first (`6000.000,00`): the other mark behind leaves one reading.
fn long_grouped(digits: &str) -> Result<(), AmountError> {
    let mut groups = digits.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    if !first.is_empty() && groups.all(|group| group.len() == 3) { Ok(()) } else { grouped(digits) }
}

fn assemble(whole: &str, fraction: &str, minor_digits: u32) -> Result<i128, AmountError> {
    let places = minor_digits as usize;
    let fraction = if fraction.len() > places {
        let (kept, excess) = fraction.split_at(places);
        if excess.bytes().any(|b| b != b'0') {
            return Err(AmountError::ExcessPrecision);
        }
        kept
    } else {
        fraction
    };
    let mut value: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit) {
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i128::from(digit - b'0')))
            .ok_or(AmountError::TooLarge)?;
    }
    for _ in fraction.len()..places {
        value = value.checked_mul(10).ok_or(AmountError::TooLarge)?;
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use AmountError::{Ambiguous, Empty, ExcessPrecision, NotANumber, OtherMark, TooLarge};

    #[test]
    fn amounts_read_as_a_person_would() {
        let cases = [
            ("1.400,82", Ok(140_082)),
            ("1,400.82", Ok(140_082)),
            ("-110.7 €", Ok(-11_070)),
            ("15.00-", Ok(-1_500)),
            ("R$ 1.234,56", Ok(123_456)),
            ("-R$\u{a0}1.234,56", Ok(-123_456)),
            ("R$ -5,00", Ok(-500)),
            ("1234,5 D", Ok(-123_450)),
            ("1234,5 C", Ok(123_450)),
            ("12.00CR", Ok(1_200)),
            ("(12.00)", Ok(-1_200)),
            ("($1,200.50)", Ok(-120_050)),
            ("\u{2212}3,50", Ok(-350)),
            ("1\u{202f}234,56", Ok(123_456)),
            ("1 234 567,80 EUR", Ok(123_456_780)),
            ("1'234.50", Ok(123_450)),
            ("EUR 12,50", Ok(1_250)),
            ("-30.000", Ok(-3_000)),
            ("386,80", Ok(38_680)),
            ("-5,74", Ok(-574)),
            ("1.234.567", Ok(123_456_700)),
            ("1,234,567.8", Ok(123_456_780)),
            ("6000.000,00", Ok(600_000_000)),
            ("12,34,567.00", Ok(123_456_700)),
            ("1234.5", Ok(123_450)),
            (".5", Ok(50)),
            ("5.", Ok(500)),
            ("+7", Ok(700)),
            ("0", Ok(0)),
            ("0,125", Err(ExcessPrecision)),
            ("1.400,825", Err(ExcessPrecision)),
            ("1,234", Err(Ambiguous)),
            ("1.234", Err(Ambiguous)),
            ("1 23", Err(NotANumber)),
            ("1.23.45", Err(NotANumber)),
            ("1.2,3.4", Err(NotANumber)),
            ("--5", Err(NotANumber)),
            ("-5-", Err(NotANumber)),
            ("xxx1.000", Err(NotANumber)),
            ("-aa8,40", Err(NotANumber)),
            ("1e5", Err(NotANumber)),
            ("NaN", Err(NotANumber)),
            ("", Err(Empty)),
            (" \u{a0}", Err(Empty)),
            ("99999999999999999999.00", Err(TooLarge)),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_amount(text, 2, None).map(|a| a.minor), expected, "{text}");
        }
    }

    #[test]
    fn a_convention_decides_and_the_currency_counts() {
        use DecimalMark::{Comma, Dot};
        let cases = [
            ("1.234", 2, Some(Comma), Ok(123_400)),
            ("1,234", 2, Some(Dot), Ok(123_400)),
            ("1.234", 2, Some(Dot), Err(ExcessPrecision)),
            ("1.234", 3, Some(Dot), Ok(1_234)),
            ("-30.000", 2, Some(Comma), Ok(-3_000_000)),
            ("12.34", 2, Some(Comma), Err(OtherMark)),
            ("1,400.82", 2, Some(Comma), Err(OtherMark)),
            ("1.234", 3, None, Err(Ambiguous)),
            ("1500", 0, None, Ok(1_500)),
            ("1500.00", 0, None, Ok(1_500)),
            ("0.125", 3, None, Ok(125)),
        ];
        for (text, digits, convention, expected) in cases {
            assert_eq!(
                parse_amount(text, digits, convention).map(|a| a.minor),
                expected,
                "{text} {digits} {convention:?}"
            );
        }
    }
}
