//! Amounts in a query: decimals of any precision, with a comma or a point, before it is known which currency they meet.

use std::fmt;

/// `units / 10^scale`, without trailing zeros after the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i64,
    scale: u32,
}

/// Why a text is no decimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDecimal {
    /// Not a number.
    Malformed,
    /// `1.234` is one thousand to some and one and a bit to others.
    Ambiguous,
}

impl Decimal {
    /// The value with trailing zeros after the mark taken away; `None` beyond nine digits after it.
    pub fn new(mut units: i64, mut scale: u32) -> Option<Self> {
        while scale > 0 && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        (scale <= 9).then_some(Self { units, scale })
    }

    /// In minor units of a currency with `digits` digits: the greatest that is not above it, and the least that is not below it.
    /// Values beyond 64 bits stop at the ends.
    pub fn minor(self, digits: u32) -> (i64, i64) {
        let clamp = |value: i128| i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX });
        if digits >= self.scale {
            let factor = 10_i128.checked_pow(digits - self.scale).unwrap_or(i128::from(i64::MAX));
            let value = clamp(i128::from(self.units).saturating_mul(factor));
            return (value, value);
        }
        let divisor = 10_i128.pow(self.scale - digits);
        let floor = i128::from(self.units).div_euclid(divisor);
        let exact = i128::from(self.units).rem_euclid(divisor) == 0;
        (clamp(floor), clamp(if exact { floor } else { floor + 1 }))
    }

    /// Reads `1234`, `-20,5`, `1.234,56`, `1,234.56`.
    ///
    /// # Errors
    /// [`NoDecimal`].
    pub fn read(text: &str) -> Result<Self, NoDecimal> {
        let (negative, body) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(body) => (true, body),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = split_at_mark(body)?;
        let digits: String = whole.chars().filter(char::is_ascii_digit).chain(part.chars()).collect();
        let scale = u32::try_from(part.len()).map_err(|_| NoDecimal::Malformed)?;
        let units: i64 = digits.parse().map_err(|_| NoDecimal::Malformed)?;
        Self::new(if negative { -units } else { units }, scale).ok_or(NoDecimal::Malformed)
    }
}

/// The digits before and after the decimal mark; grouping marks are checked and stay in the first.
fn split_at_mark(body: &str) -> Result<(&str, &str), NoDecimal> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let last = body.rfind(['.', ',']);
    let Some(at) = last else {
        return if digits(body) { Ok((body, "")) } else { Err(NoDecimal::Malformed) };
    };
    let (whole, part) = (&body[..at], &body[at + 1..]);
    let mark = &body[at..=at];
    if !digits(part) {
        return Err(NoDecimal::Malformed);
    }
    if let Some(group) = whole.chars().find(|c| !c.is_ascii_digit()) {
        let same = mark.starts_with(group);
        let checked = if same { body } else { whole };
        let groups: Vec<&str> = checked.split(group).collect();
        let well = groups[0].len() <= 3
            && groups.iter().all(|g| digits(g))
            && groups[1..].iter().all(|g| g.len() == 3);
        return match (well, same) {
            (false, _) => Err(NoDecimal::Malformed),
            (true, true) => Ok((body, "")),
            (true, false) => Ok((whole, part)),
        };
    }
    if !digits(whole) {
        return Err(NoDecimal::Malformed);
    }
    if part.len() == 3 && whole.len() <= 3 && whole != "0" {
        return Err(NoDecimal::Ambiguous);
    }
    Ok((whole, part))
}

impl fmt::Display for Decimal {
    /// With a point, and never in a form that has two readings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let scale = self.scale as usize;
        let text = format!("{:0>width$}", self.units.unsigned_abs(), width = scale + 1);
        let (whole, part) = text.split_at(text.len() - scale);
        match scale {
            0 => write!(f, "{sign}{whole}"),
            3 => write!(f, "{sign}{whole}.{part}0"),
            _ => write!(f, "{sign}{whole}.{part}"),
        }
    }
}
