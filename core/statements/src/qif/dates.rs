//! QIF dates: every spelling that programs write, and the day/month order of a whole file.

use domain::Day;

/// Which of the first two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// What is known of a date before the file's order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawDate {
    /// Written unambiguously (year first, month name).
    Fixed(Day),
    /// Two numbers in the file's order, then the year.
    Ordered { first: i8, second: i8, year: i16, dotted: bool },
}

/// Two-digit years: 69..99 are of the twentieth century, 00..68 of the twenty-first.
fn full_year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    match text.len() {
        1 | 2 if year >= 69 => Some(1900 + year),
        1 | 2 => Some(2000 + year),
        4 => Some(year),
        _ => None,
    }
}

fn month_by_name(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_ascii_lowercase();
    let at = NAMES.iter().position(|name| lower.starts_with(name))?;
    i8::try_from(at + 1).ok()
}

/// Reads the numbers of a date; `None` when it is none.
pub(super) fn parse(text: &str) -> Option<RawDate> {
    let text = text.trim();
    // A time of day after the date says nothing about the day.
    let text = match text.find(':') {
        Some(colon) => text[..colon].rsplit_once([' ', 'T']).map_or("", |(date, _)| date),
        None => text,
    };
    let separators = ['/', '\'', '.', '-', '\u{2019}'];
    let parts: Vec<&str> = if text.contains(separators) {
        text.split(separators).map(str::trim).filter(|p| !p.is_empty()).collect()
    } else {
        text.split_whitespace().collect()
    };
    match parts.as_slice() {
        [compact] if compact.len() == 8 && compact.is_ascii() => {
            let number = |range: std::ops::Range<usize>| compact[range].parse::<i8>().ok();
            let year = compact[..4].parse::<i16>().ok().filter(|y| (1900..2200).contains(y))?;
            Day::new(year, number(4..6)?, number(6..8)?).ok().map(RawDate::Fixed)
        }
        [a, b, c] => {
            if let Some(month) = month_by_name(b) {
                return Day::new(full_year(c)?, month, a.parse().ok()?).ok().map(RawDate::Fixed);
            }
            if let Some(month) = month_by_name(a) {
                return Day::new(full_year(c)?, month, b.parse().ok()?).ok().map(RawDate::Fixed);
            }
            if a.len() == 4 {
                return Day::new(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?).ok().map(RawDate::Fixed);
            }
            let (first, second): (i8, i8) = (a.parse().ok()?, b.parse().ok()?);
            let year = full_year(c)?;
            let dotted = text.contains('.');
            Some(RawDate::Ordered { first, second, year, dotted })
        }
        _ => None,
    }
}

/// The day, given the file's order; `None` when there is no such day.
pub(super) fn resolve(raw: RawDate, order: Order) -> Option<Day> {
    match raw {
        RawDate::Fixed(day) => Some(day),
        RawDate::Ordered { first, second, year, .. } => match order {
            Order::DayFirst => Day::new(year, second, first).ok(),
            Order::MonthFirst => Day::new(year, first, second).ok(),
        },
    }
}

/// The order that explains most dates, and whether the file leaves it open.
/// An open file is read in the `wanted` order, else day first when it writes dots, else month first (QIF's own).
pub(super) fn infer(dates: &[RawDate], wanted: Option<Order>) -> (Order, bool) {
    let (mut day_first, mut month_first, mut ordered, mut dots) = (0_usize, 0_usize, 0_usize, 0_usize);
    for date in dates {
        if let RawDate::Ordered { first, second, dotted, .. } = *date {
            ordered += 1;
            dots += usize::from(dotted);
            day_first += usize::from(first > 12 && second <= 12);
            month_first += usize::from(second > 12 && first <= 12);
        }
    }
    match day_first.cmp(&month_first) {
        std::cmp::Ordering::Greater => (Order::DayFirst, false),
        std::cmp::Ordering::Less => (Order::MonthFirst, false),
        std::cmp::Ordering::Equal => {
            let usual = if dots > 0 { Order::DayFirst } else { Order::MonthFirst };
            (wanted.unwrap_or(usual), wanted.is_none() && ordered > 0)
        }
    }
}
