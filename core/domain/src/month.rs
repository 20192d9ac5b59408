//! A calendar month, as budgets count: `2024-01`.

use crate::Day;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A month of the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// A text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a month such as 2024-01")]
pub struct ParseMonthError(pub String);

impl Month {
    /// The month a day falls in.
    pub fn of(day: Day) -> Self {
        Self(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// The month with this number; `None` outside the years 0 to 9999.
    pub fn from_number(number: i32) -> Option<Self> {
        (0..120_000).contains(&number).then_some(Self(number))
    }

    /// `year * 12 + month - 1`.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The year.
    pub fn year(self) -> i16 {
        i16::try_from(self.0 / 12).unwrap_or(i16::MAX)
    }

    /// Its first day.
    pub fn first_day(self) -> Day {
        let month = i8::try_from(self.0 % 12).unwrap_or(0) + 1;
        Day::new(self.year(), month, 1).unwrap_or(Day::MAX)
    }

    /// Its last day.
    pub fn last_day(self) -> Day {
        self.first_day().last_of_month()
    }

    /// The month so many months later (or, negative, earlier); stops at the ends of the calendar.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months).clamp(0, 119_999))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 12, self.0 % 12 + 1)
    }
}

impl FromStr for Month {
    type Err = ParseMonthError;

    /// Reads `2024-01` and nothing else: one spelling per month.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseMonthError(text.to_owned());
        let (year, month) = text.split_once('-').ok_or_else(error)?;
        let plain = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        if !plain(year, 4) || !plain(month, 2) {
            return Err(error());
        }
        let (year, month): (i32, i32) =
            (year.parse().map_err(|_| error())?, month.parse().map_err(|_| error())?);
        if !(1..=12).contains(&month) {
            return Err(error());
        }
        Ok(Self(year * 12 + month - 1))
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
