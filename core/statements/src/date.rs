//! Calendar dates as files write them. Always the day as written: zones and times never shift it.

use domain::Day;
use serde::{Deserialize, Serialize};

/// Order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 2024-01-31.
    YearFirst,
    /// 31/01/2024.
    DayFirst,
    /// 01/31/2024.
    MonthFirst,
}

/// Three numbers with any separators (`/ - . ' ` or blanks) or eight (six) digits together, in the given order. What
/// follows after a blank, `T` or `,` and is a time is left aside. `None` when it is no date.
pub fn parse(text: &str, order: DateOrder) -> Option<Day> {
    let (a, b, c) = numbers(text)?;
    let (year, month, day) = match order {
        DateOrder::YearFirst => (a, b, c),
        DateOrder::DayFirst => (c, b, a),
        DateOrder::MonthFirst => (c, a, b),
    };
    // A year of four digits where the order wants a day is another order, not this one.
    if month.1 > 2 || day.1 > 2 || year.1 == 3 || year.1 > 4 {
        return None;
    }
    let full = if year.1 <= 2 { two_digit_year(year.0) } else { i16::try_from(year.0).ok()? };
    date(full, month.0, day.0)
}

/// 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068, as in POSIX `strptime`.
fn two_digit_year(year: u32) -> i16 {
    let year = i16::try_from(year % 100).unwrap_or_default();
    if year >= 69 { 1900 + year } else { 2000 + year }
}

fn date(year: i16, month: u32, day: u32) -> Option<Day> {
    if !(1900..=2200).contains(&year) {
        return None;
    }
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A number and how many digits it was written with.
type Number = (u32, usize);

fn numbers(text: &str) -> Option<(Number, Number, Number)> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits >= 6 {
        return compact(text, digits);
    }
    let mut rest = text;
    let mut found = [(0, 0); 3];
    for (index, slot) in found.iter_mut().enumerate() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        *slot = (rest.get(..digits).filter(|_| digits <= 4)?.parse().ok()?, digits);
        rest = &rest[digits..];
        if index < 2 {
            let after = rest.trim_start_matches(['/', '-', '.', '\'', ' ']);
            if after.len() == rest.len() || rest.len() - after.len() > 3 {
                return None;
            }
            rest = after;
        }
    }
    time_follows(rest).then_some((found[0], found[1], found[2]))
}

/// `20240131` or `240131`; the caller's order decides which end the year is on.
fn compact(text: &str, digits: usize) -> Option<(Number, Number, Number)> {
    let number =
        |from: usize, to: usize| text.get(from..to)?.parse().ok().map(|value: u32| (value, to - from));
    if !time_follows(&text[digits..]) {
        return None;
    }
    match digits {
        8 | 14 => {
            // Year first when the first four digits are a plausible year and the rest a month and a day.
            let first = number(0, 4)?.0;
            let month = number(4, 6)?.0;
            if (1900..=2200).contains(&first) && (1..=12).contains(&month) {
                Some((number(0, 4)?, number(4, 6)?, number(6, 8)?))
            } else {
                Some((number(0, 2)?, number(2, 4)?, number(4, 8)?))
            }
        }
        6 => Some((number(0, 2)?, number(2, 4)?, number(4, 6)?)),
        _ => None,
    }
}

/// Nothing, or a time of day: begins with a separator and holds nothing but times, marks and zone letters.
fn time_follows(rest: &str) -> bool {
    let trimmed = rest.trim_end();
    trimmed.is_empty()
        || trimmed.starts_with(['T', ' ', ',', '.', '[', 'Z'])
            && trimmed.bytes().all(|b| b.is_ascii_digit() || b" T,:.+-Z[]AMPamphUTCGBRESuh".contains(&b))
}

/// An OFX date: `YYYYMMDD` followed by anything (`HHMMSS.XXX[-3:BRT]`), or `YYYY-MM-DD...` as some banks write. The
/// calendar day as written is the bank's local day.
pub fn parse_ofx(text: &str) -> Option<Day> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.len() >= 8 && bytes[..8].iter().all(u8::is_ascii_digit) {
        let number = |range: std::ops::Range<usize>| {
            bytes[range].iter().fold(0_u32, |n, b| n * 10 + u32::from(b - b'0'))
        };
        return date(i16::try_from(number(0..4)).ok()?, number(4..6), number(6..8));
    }
    let first = text.split(['T', ' ', '[']).next()?;
    (first.len() >= 8 && bytes[..4].iter().all(u8::is_ascii_digit))
        .then(|| parse(first, DateOrder::YearFirst))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_files_write_them() {
        use DateOrder::{DayFirst as Dmy, MonthFirst as Mdy, YearFirst as Ymd};
        let cases = [
            ("2024-01-05", Ymd, Some((2024, 1, 5))),
            ("2024-01-05T23:59:59-03:00", Ymd, Some((2024, 1, 5))),
            ("2024-01-05 10:11:12", Ymd, Some((2024, 1, 5))),
            ("20240105", Ymd, Some((2024, 1, 5))),
            ("05/01/2024", Dmy, Some((2024, 1, 5))),
            ("05.01.24", Dmy, Some((2024, 1, 5))),
            ("1/5/2024", Mdy, Some((2024, 1, 5))),
            ("1/ 5'24", Mdy, Some((2024, 1, 5))),
            ("12/31/99", Mdy, Some((1999, 12, 31))),
            ("31/12/68", Dmy, Some((2068, 12, 31))),
            ("31/12/2024", Mdy, None),
            ("2024-01-05", Dmy, None),
            ("30/02/2024", Dmy, None),
            ("05012024", Dmy, Some((2024, 1, 5))),
            ("1234", Dmy, None),
            ("", Ymd, None),
        ];
        for (text, order, expected) in cases {
            let expected = expected.map(|(y, m, d)| Day::constant(y, m, d));
            assert_eq!(parse(text, order), expected, "{text} {order:?}");
        }
    }

    #[test]
    fn ofx_dates_keep_the_day_as_written() {
        for text in [
            "20240105",
            "20240105120000[-3:BRT]",
            "20240105235959.000[-03:EST]",
            "20240105000000[0:GMT]",
            "2024-01-05",
            "2024-01-05T10:00:00",
            " 20240105 ",
        ] {
            assert_eq!(parse_ofx(text), Some(Day::constant(2024, 1, 5)), "{text}");
        }
        for text in ["00000000", "2024010", "20241301", "05/01/2024", "", "é0240105"] {
            assert_eq!(parse_ofx(text), None, "{text}");
        }
    }
}
