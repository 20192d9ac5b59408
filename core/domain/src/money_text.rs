//! Money as people write it: `R$ 1.234,56` in Brazil, `$1,234.56` in English. Digits come from ISO 4217.
//!
//! Reading is strict: grouping marks stand before groups of three or not at all, and a text with two readings
//! is an error, never a guess.

use crate::money::minor_digits;
use crate::{Currency, Language, Money};

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// Not a number as this language writes it.
    #[error("`{text}` is not an amount: write it like {example}")]
    Malformed {
        /// The text.
        text: String,
        /// A well-formed amount of the currency.
        example: String,
    },
    /// More decimals than the currency has.
    #[error("`{text}` has more decimals than {currency:?} has ({digits})")]
    TooPrecise {
        /// The text.
        text: String,
        /// The currency.
        currency: Currency,
        /// How many it has.
        digits: u32,
    },
    /// Does not fit 64 bits of minor units.
    #[error("`{0}` is too large")]
    TooLarge(String),
}

/// (grouping mark, decimal mark)
const fn marks(language: Language) -> (char, char) {
    match language {
        Language::PtBr => ('.', ','),
        Language::En => (',', '.'),
    }
}

/// The amount without its currency: `-1.234,56`.
pub fn format_amount(money: Money, language: Language) -> String {
    let sign = if money.minor < 0 { "-" } else { "" };
    format!("{sign}{}", unsigned(money, language))
}

/// The amount with its currency's symbol: `-R$ 1.234,56`, `-$1,234.56`. Reads back as the same amount.
pub fn format_money(money: Money, language: Language) -> String {
    let sign = if money.minor < 0 { "-" } else { "" };
    let symbol = symbol(money.currency);
    let worded = symbol.ends_with(char::is_alphabetic);
    let gap = if language == Language::PtBr || worded { " " } else { "" };
    format!("{sign}{symbol}{gap}{}", unsigned(money, language))
}

fn symbol(currency: Currency) -> String {
    let symbol = currency.symbol().to_string();
    // Some currencies' symbols hold digits or marks that would read as part of the number.
    let clean = !symbol.is_empty() && !symbol.contains(|c: char| c.is_ascii_digit() || ".,-+()".contains(c));
    if clean { symbol } else { currency.code().to_owned() }
}

fn unsigned(money: Money, language: Language) -> String {
    let (group, decimal) = marks(language);
    let digits = minor_digits(money.currency) as usize;
    let text = format!("{:0>width$}", money.minor.unsigned_abs(), width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let mut out = String::with_capacity(text.len() + 8);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if digits > 0 {
        out.push(decimal);
        out.push_str(part);
    }
    out
}

/// Minor units as an exact decimal for programs, in no language: `-12.05`.
pub fn decimal(minor: i64, digits: u32) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let digits = digits as usize;
    let padded = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = padded.split_at(padded.len() - digits);
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Reads an amount as the language writes it, with or without grouping, symbol or code (`R$`, `BRL`), and with a sign
/// in front (`-`, `+`, the Unicode minus) or parentheses for money out.
///
/// # Errors
/// [`ParseMoneyError`].
pub fn parse_money(text: &str, currency: Currency, language: Language) -> Result<Money, ParseMoneyError> {
    let malformed = || ParseMoneyError::Malformed {
        text: text.to_owned(),
        example: format_money(Money::new(-123_456, currency), language),
    };
    let (negative, body) = without_sign_or_symbol(text, currency).ok_or_else(malformed)?;
    let (group, decimal) = marks(language);
    let (whole, part) = match body.split_once(decimal) {
        Some((_, "")) => return Err(malformed()),
        Some((whole, part)) => (whole, part),
        None => (body, ""),
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = whole.split(group).collect();
    let grouped = groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3);
    if !grouped || !groups.iter().all(|g| all_digits(g)) || !(part.is_empty() || all_digits(part)) {
        return Err(malformed());
    }
    let digits = minor_digits(currency);
    let part = part.trim_end_matches('0');
    let missing = u32::try_from(part.len()).ok().and_then(|len| digits.checked_sub(len));
    let Some(missing) = missing else {
        return Err(ParseMoneyError::TooPrecise { text: text.to_owned(), currency, digits });
    };
    let too_large = || ParseMoneyError::TooLarge(text.to_owned());
    let mut minor: i64 = 0;
    let zeros = std::iter::repeat_n(b'0', missing as usize);
    for byte in groups.iter().flat_map(|g| g.bytes()).chain(part.bytes()).chain(zeros) {
        let digit = i64::from(byte - b'0');
        let next =
            minor.checked_mul(10).map(|m| if negative { m.checked_sub(digit) } else { m.checked_add(digit) });
        minor = next.flatten().ok_or_else(too_large)?;
    }
    Ok(Money::new(minor, currency))
}

/// Whether the text is negative, and what is left of it without sign, symbol, code and white space at the ends.
fn without_sign_or_symbol(text: &str, currency: Currency) -> Option<(bool, &str)> {
    let trimmed = text.trim();
    let (mut signs, mut negative, mut body) = (0, false, trimmed);
    if let Some(inner) = trimmed.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        (signs, negative, body) = (1, true, inner.trim());
    }
    let symbol = symbol(currency);
    let mut symbols = 0;
    loop {
        let before = body;
        if let Some(rest) = body.strip_prefix(['-', '\u{2212}', '+']) {
            negative |= !body.starts_with('+');
            signs += 1;
            body = rest;
        }
        for name in [symbol.as_str(), currency.code()] {
            if let Some(rest) = body.strip_prefix(name).or_else(|| body.strip_suffix(name)) {
                symbols += 1;
                body = rest;
                break;
            }
        }
        body = body.trim();
        if body.len() == before.len() {
            break;
        }
    }
    (signs <= 1 && symbols <= 1).then_some((negative, body))
}
