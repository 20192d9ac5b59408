//! Exchange rates: exact decimals, never floats, and what an amount is worth in another currency.

use crate::{Currency, Day};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Most digits after the decimal mark.
pub const MOST_DECIMALS: u8 = 12;
/// Most significant digits: products of two rates and an amount then fit 128 bits in practice, and overflow is told.
const MOST_DIGITS: usize = 15;

/// A rate: `mantissa / 10^scale`, more than zero, without trailing zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Rate {
    mantissa: i64,
    scale: u8,
}

/// A rate as it was written somewhere, not yet believed.
#[derive(Deserialize)]
struct Written {
    mantissa: i64,
    scale: u8,
}

impl TryFrom<Written> for Rate {
    type Error = ParseRateError;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.mantissa, written.scale)
    }
}

/// Why a text is not a rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseRateError {
    /// Not a plain decimal.
    #[error("`{0}` is not a rate: write it like 5.4321, without grouping marks")]
    Malformed(String),
    /// Zero says that money is worth nothing.
    #[error("a rate is more than zero")]
    Zero,
    /// More digits than are kept.
    #[error("`{0}` has too many digits: at most 15, at most 12 of them after the decimal mark")]
    TooLong(String),
}

impl Rate {
    /// The rate `mantissa / 10^scale`.
    ///
    /// # Errors
    /// [`ParseRateError`] when it is not positive or has too many digits.
    pub fn new(mantissa: i64, scale: u8) -> Result<Self, ParseRateError> {
        if mantissa <= 0 {
            return Err(ParseRateError::Zero);
        }
        let (mut mantissa, mut scale) = (mantissa, scale);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        if scale > MOST_DECIMALS || mantissa.to_string().len() > MOST_DIGITS {
            return Err(ParseRateError::TooLong(format!("{mantissa}e-{scale}")));
        }
        Ok(Self { mantissa, scale })
    }

    /// Integer part of the decimal: the rate is `mantissa / 10^scale`.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// Digits after the decimal mark.
    pub const fn scale(self) -> u8 {
        self.scale
    }
}

impl FromStr for Rate {
    type Err = ParseRateError;

    /// Reads `5.4321` and `5,4321`: the only mark there may be is the decimal mark.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let trimmed = text.trim();
        let malformed = || ParseRateError::Malformed(text.to_owned());
        let (whole, part) = trimmed.split_once(['.', ',']).unwrap_or((trimmed, ""));
        let marked = whole.len() < trimmed.len();
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || (marked && part.is_empty()) || !digits(whole) || !digits(part) {
            return Err(malformed());
        }
        let part = part.trim_end_matches('0');
        let digits = format!("{whole}{part}");
        let digits = digits.trim_start_matches('0');
        let scale = u8::try_from(part.len()).unwrap_or(u8::MAX);
        if digits.is_empty() {
            return Err(ParseRateError::Zero);
        }
        if digits.len() > MOST_DIGITS || scale > MOST_DECIMALS {
            return Err(ParseRateError::TooLong(text.to_owned()));
        }
        Self::new(digits.parse().map_err(|_| malformed())?, scale)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_i64.pow(u32::from(self.scale));
        let (whole, part) = (self.mantissa / unit, self.mantissa % unit);
        if self.scale == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{part:0width$}", width = usize::from(self.scale))
    }
}

/// What identifies a rate: one per day and ordered pair of currencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RateKey {
    /// The day it holds from.
    pub day: Day,
    /// One unit of this currency ...
    pub from: Currency,
    /// ... is worth so many of this one.
    pub to: Currency,
}

/// An exchange rate of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRate {
    /// Day and pair.
    pub key: RateKey,
    /// One unit of `from` in units of `to`.
    pub rate: Rate,
    /// Where it comes from: `manual`, or the file.
    pub source: String,
}
