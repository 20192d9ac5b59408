//! Amounts in OFX: one mark is the decimal mark, as the specification says, whichever mark it is.

use crate::amount::{AmountError, DecimalMark, ParsedAmount, parse_amount};

/// An amount and whether it could have been meant as thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OfxAmount {
    /// Minor units.
    pub minor: i64,
    /// The decimal mark its form proves.
    pub proves: Option<DecimalMark>,
    /// `30.000` or `30,000`: thirty, unless the file's other amounts use the other mark.
    pub doubtful: Option<DecimalMark>,
}

/// Reads an amount. The plain form (`-1234.56`) takes a short way; every other form goes through [`parse_amount`].
pub(super) fn amount(text: &str, minor_digits: u32) -> Result<OfxAmount, AmountError> {
    if let Some(minor) = plain(text.as_bytes(), minor_digits) {
        return Ok(OfxAmount {
            minor,
            proves: text.contains('.').then_some(DecimalMark::Dot),
            doubtful: None,
        });
    }
    let mut marks = text.char_indices().filter(|(_, c)| matches!(c, '.' | ','));
    let (first, more) = (marks.next(), marks.next().is_some());
    let Some((at, c)) = first.filter(|_| !more) else {
        return parse_amount(text, minor_digits, None).map(known);
    };
    let mark = if c == '.' { DecimalMark::Dot } else { DecimalMark::Comma };
    let read = parse_amount(text, minor_digits, Some(mark))?;
    let decimals = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let whole = text[..at].bytes().filter(u8::is_ascii_digit).count();
    let doubtful = decimals == 3 && minor_digits < 3 && (1..=3).contains(&whole) && read.minor != 0;
    Ok(OfxAmount {
        minor: read.minor,
        proves: (!doubtful).then_some(mark),
        doubtful: doubtful.then_some(mark),
    })
}

fn known(read: ParsedAmount) -> OfxAmount {
    OfxAmount { minor: read.minor, proves: read.mark, doubtful: None }
}

/// Optional sign, up to 15 digits, optionally a dot and no more decimals than the currency has.
fn plain(bytes: &[u8], minor_digits: u32) -> Option<i64> {
    let (negative, digits) = match bytes.first()? {
        b'-' => (true, &bytes[1..]),
        b'+' => (false, &bytes[1..]),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let mut value = 0_i64;
    let mut decimals: Option<u32> = None;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                decimals = decimals.map(|n| n + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    let places = minor_digits.checked_sub(decimals.unwrap_or(0))?;
    if digits.len() == usize::from(decimals.is_some()) {
        return None;
    }
    let value = value.checked_mul(10_i64.checked_pow(places)?)?;
    Some(if negative { -value } else { value })
}

/// `amount` divided by `rate`, rounded half away from zero: the sum in the currency of the purchase.
///
/// `CURRATE` is how much of the account's currency one unit of the other currency is worth (OFX 1.6, section 5.2).
pub(super) fn divide(amount: i64, rate: &str, from_digits: u32, to_digits: u32) -> Option<i64> {
    let rate = rate.trim().replace(',', ".");
    let (whole, fraction) = rate.split_once('.').unwrap_or((&rate, ""));
    let sound = rate.len() <= 18 && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    let digits: i128 = format!("{whole}{fraction}").parse().ok().filter(|n| sound && *n > 0)?;
    let up = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?.checked_add(to_digits)?)?;
    let numerator = i128::from(amount).checked_mul(up)?;
    let denominator = digits.checked_mul(10_i128.checked_pow(from_digits)?)?;
    let rounded = (numerator.abs().checked_mul(2)?.checked_add(denominator)?) / denominator.checked_mul(2)?;
    i64::try_from(if numerator < 0 { -rounded } else { rounded }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_is_the_decimal_mark() {
        let cases = [
            ("-1234.56", Ok(-123_456)),
            ("+7", Ok(700)),
            ("386,80", Ok(38_680)),
            ("-5,74", Ok(-574)),
            ("1.400,82", Ok(140_082)),
            ("1,400.82", Ok(140_082)),
            ("-30.000", Ok(-3_000)),
            ("100.5000", Ok(10_050)),
            ("-.5", Ok(-50)),
            (".", Err(AmountError::NotANumber)),
            ("1.234", Err(AmountError::ExcessPrecision)),
            ("1,234", Err(AmountError::ExcessPrecision)),
            ("", Err(AmountError::Empty)),
        ];
        for (text, expected) in cases {
            assert_eq!(amount(text, 2).map(|a| a.minor), expected, "{text}");
        }
        assert_eq!(amount("-30.000", 2).map(|a| a.doubtful), Ok(Some(DecimalMark::Dot)));
        assert_eq!(amount("1.234", 3).map(|a| a.minor), Ok(1_234));
    }

    #[test]
    fn the_sum_abroad_follows_from_the_rate() {
        assert_eq!(divide(-52_500, "5.25", 2, 2), Some(-10_000));
        assert_eq!(divide(-100, "3", 2, 2), Some(-33));
        assert_eq!(divide(100, "0", 2, 2), None);
        assert_eq!(divide(1_000, "0.007", 2, 0), Some(1_429));
    }
}
