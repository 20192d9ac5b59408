//! Days and months as integers, for compact storage and for indices.

use domain::Day;

const EPOCH: Day = Day::constant(1970, 1, 1);

/// Days since 1970-01-01; negative before.
pub fn day_number(day: Day) -> i32 {
    day.since((jiff::Unit::Day, EPOCH)).map_or(0, |span| span.get_days())
}

/// The day with this number; `None` outside the years -9999 to 9999.
pub fn day_from_number(number: i32) -> Option<Day> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// A month as one integer: `year * 12 + month - 1`.
pub fn month_number(year: i16, month: i8) -> i32 {
    i32::from(year) * 12 + i32::from(month) - 1
}

/// Year and month (1 to 12) of a month number.
pub fn month_of_number(number: i32) -> (i16, i8) {
    let year = i16::try_from(number.div_euclid(12)).unwrap_or(i16::MAX);
    let month = i8::try_from(number.rem_euclid(12)).unwrap_or(0) + 1;
    (year, month)
}

/// The month number a day number falls in (proleptic Gregorian calendar).
pub fn month_of_day_number(number: i32) -> i32 {
    day_from_number(number).map_or(0, |day| month_number(day.year(), day.month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_round_trip() {
        for number in [-800_000, -1, 0, 1, 59, 19_000, 20_782, 2_900_000] {
            let day = day_from_number(number).expect("a day of the calendar");
            assert_eq!(day_number(day), number);
            let month = month_of_day_number(number);
            assert_eq!(month_of_number(month), (day.year(), day.month()));
        }
        assert_eq!(day_number(Day::constant(1970, 2, 1)), 31);
        assert_eq!(month_number(1970, 1), 23_640);
    }
}
