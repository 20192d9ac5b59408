//! Dates in delimited files: what a cell can mean, and the one order of day, month and year that explains a column.

use domain::Day;
use serde::{Deserialize, Serialize};

/// Order in which a date's parts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateLayout {
    /// 31/12/2025
    DayMonthYear,
    /// 12/31/2025
    MonthDayYear,
    /// 2025-12-31
    YearMonthDay,
    /// 31/2025/12
    DayYearMonth,
}

/// A date's parts as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts {
    /// In order of writing; 0 for a month written as a word.
    pub numbers: [i16; 3],
    /// How many digits each had.
    digits: [u8; 3],
    /// Parts present: 2 when the year is missing.
    count: u8,
    /// A month written as a word, and its place.
    month_word: Option<(u8, i8)>,
    /// The separator, `\0` for eight digits in a row.
    separator: char,
}

/// Years and months a statement covers, for dates without a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub start: Day,
    pub end: Day,
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "sty", "янв", "led", "tammi", "leden", "ian"],
    &["feb", "fev", "fév", "lut", "фев", "uno", "únor", "helmi"],
    &["mar", "mär", "mrt", "maa", "мар", "bre", "bře", "maalis", "mrz"],
    &["apr", "abr", "avr", "kwi", "апр", "dub", "huhti"],
    &["may", "mai", "maj", "mei", "mag", "май", "мая", "kve", "kvě", "touko", "máj"],
    &["jun", "jui", "giu", "cze", "июн", "cer", "kesä", "jún"],
    &["jul", "lug", "lip", "июл", "hein", "júl"],
    &["aug", "ago", "aoû", "aou", "sie", "авг", "srp", "elo"],
    &["sep", "set", "wrz", "сен", "zář", "syys", "szept"],
    &["oct", "okt", "out", "ott", "paź", "paz", "окт", "říj", "loka"],
    &["nov", "lis", "ноя", "marras"],
    &["dec", "dez", "dic", "déc", "gru", "дек", "pro", "joulu", "des"],
];

fn month_word(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 || word.chars().count() > 10 {
        return None;
    }
    if word.starts_with("juil") {
        return Some(7);
    }
    if word == "listopad" || word == "listopada" {
        return Some(11);
    }
    MONTHS
        .iter()
        .zip(1_i8..)
        .find(|(names, _)| names.iter().any(|name| word.starts_with(name)))
        .map(|(_, month)| month)
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What may follow a date: nothing, a dot, or a time of day.
fn is_tail(rest: &str) -> bool {
    let rest = rest.trim_end_matches('.').trim();
    if rest.is_empty() {
        return true;
    }
    let rest = rest.strip_prefix('T').unwrap_or(rest).trim_start_matches([',', '-', ' ']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    let hour = digits(rest);
    (1..=6).contains(&hour)
        && (rest.len() == hour || rest[hour..].starts_with([':', '.', 'h', 'H', '[', ' ']))
        && rest.chars().all(|c| c.is_ascii_digit() || " :.+-TZAPMapmhUTCGS[]".contains(c))
}

fn compact(text: &str) -> Option<Parts> {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok());
    let year = number(0..4)?;
    let year_first = (1950..=2099).contains(&year) && number(4..6)? <= 12;
    let (numbers, digits) = if year_first {
        ([year, number(4..6)?, number(6..8)?], [4, 2, 2])
    } else {
        ([number(0..2)?, number(2..4)?, number(4..8)?], [2, 2, 4])
    };
    let parts = Parts { numbers, digits, count: 3, month_word: None, separator: '\0' };
    (parts.numbers.iter().all(|n| *n > 0) && is_tail(&text[8..])).then_some(parts)
}

/// Takes a cell apart; `None` when it does not begin with a date.
pub(super) fn parts(cell: &str) -> Option<Parts> {
    let text = cell.trim();
    if text.len() < 4 || text.len() > 40 || !text.is_char_boundary(4) {
        return None;
    }
    let lead = digits(text);
    if lead == 8 || lead == 14 {
        return compact(text);
    }
    if lead > 4 {
        return None;
    }
    let mut parts = Parts { numbers: [0; 3], digits: [0; 3], count: 0, month_word: None, separator: '\0' };
    let mut rest = text;
    for place in 0..3_u8 {
        let length = digits(rest);
        let slot = usize::from(place);
        if (1..=4).contains(&length) {
            parts.numbers[slot] = rest[..length].parse().ok()?;
            parts.digits[slot] = u8::try_from(length).ok()?;
            rest = &rest[length..];
        } else {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            if parts.month_word.is_some() || end == 0 {
                return short(parts, rest);
            }
            parts.month_word = Some((place, month_word(&rest[..end])?));
            rest = &rest[end..];
        }
        parts.count = place + 1;
        if place == 2 {
            break;
        }
        let before = rest.len();
        let separator = rest.chars().next().unwrap_or('\0');
        rest = rest.trim_start_matches(['/', '-', '.', ' ', ',', '\'', '\u{a0}', '\u{2013}']);
        rest = rest.strip_prefix("de ").unwrap_or(rest);
        if rest.is_empty() || rest.len() == before {
            return if rest.is_empty() { short(parts, "") } else { None };
        }
        if place == 0 {
            parts.separator = separator;
        }
    }
    (is_tail(rest) && plausible(&parts)).then_some(parts)
}

fn short(parts: Parts, rest: &str) -> Option<Parts> {
    let worded = parts.month_word.is_some() || parts.separator == '/';
    (parts.count == 2 && worded && rest.is_empty() && parts.digits.iter().all(|d| *d < 3)).then_some(parts)
}

fn plausible(parts: &Parts) -> bool {
    let long = parts.digits.iter().filter(|d| **d > 2).count();
    let three = parts.digits.contains(&3);
    !three && long <= 1 && (parts.separator != ' ' || parts.month_word.is_some())
}

impl Parts {
    /// A date without a year.
    pub(super) fn lacks_year(&self) -> bool {
        self.count == 2
    }

    /// Day and month could be swapped without the cell telling.
    pub(super) fn year_last(&self) -> bool {
        self.month_word.is_none()
            && (self.count == 2 || self.digits[2] == 4 || self.digits.iter().all(|d| *d <= 2))
    }

    /// Two-digit numbers between dashes: the year may come first.
    pub(super) fn two_digit_dashed(&self) -> bool {
        self.separator == '-' && self.month_word.is_none() && self.digits.iter().all(|d| *d == 2)
    }

    /// Eight digits in a row.
    pub(super) fn separator_is_none(&self) -> bool {
        self.separator == '\0'
    }

    /// Written with dots, which is never month-first.
    pub(super) fn dotted(&self) -> bool {
        self.separator == '.'
    }

    /// The day under an order; `None` when it is none.
    pub(super) fn day(&self, order: DateLayout, period: Option<Period>) -> Option<Day> {
        let [first, second, third] = self.numbers;
        if let Some((place, month)) = self.month_word {
            let (day, year) = match place {
                0 => (second, third),
                1 if self.digits[0] == 4 => (third, first),
                1 => (first, third),
                _ if self.digits[0] == 4 => (second, first),
                _ => (first, second),
            };
            return if self.lacks_year() {
                nearest(month, day, period)
            } else {
                date(year, i16::from(month), day)
            };
        }
        if self.digits[0] == 4 {
            return (order == DateLayout::YearMonthDay).then(|| date(first, second, third))?;
        }
        if self.lacks_year() {
            return match order {
                DateLayout::DayMonthYear => nearest(i8::try_from(second).ok()?, first, period),
                DateLayout::MonthDayYear => nearest(i8::try_from(first).ok()?, second, period),
                _ => None,
            };
        }
        let middle = self.digits[1] == 4;
        match order {
            DateLayout::DayMonthYear if !middle => date(third, second, first),
            DateLayout::MonthDayYear if !middle => date(third, first, second),
            DateLayout::YearMonthDay if self.digits[2] <= 2 && !middle => date(first, second, third),
            DateLayout::DayYearMonth if middle => date(second, third, first),
            _ => None,
        }
    }

    /// The day when the file's order does not fit but the cell can only mean one thing.
    pub(super) fn unmistakable(&self) -> Option<Day> {
        if self.digits[0] == 4 {
            return self.day(DateLayout::YearMonthDay, None);
        }
        (self.digits[2] == 4 && self.dotted()).then(|| self.day(DateLayout::DayMonthYear, None))?
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Day> {
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        1900..=2199 => year,
        _ => return None,
    };
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The only day with this month and day of month that lies in or next to the period.
fn nearest(month: i8, day: i16, period: Option<Period>) -> Option<Day> {
    let period = period?;
    let distance = |candidate: Day| {
        if candidate < period.start {
            (period.start - candidate).get_days()
        } else if candidate > period.end {
            (candidate - period.end).get_days()
        } else {
            0
        }
    };
    (period.start.year() - 1..=period.end.year() + 1)
        .filter_map(|year| date(year, i16::from(month), day))
        .min_by_key(|candidate| distance(*candidate))
        .filter(|candidate| distance(*candidate) <= 62)
}

/// Reads a cell under the file's order.
pub(super) fn read(cell: &str, order: DateLayout, period: Option<Period>) -> Option<Day> {
    let parts = parts(cell)?;
    parts.day(order, period).or_else(|| parts.unmistakable())
}
