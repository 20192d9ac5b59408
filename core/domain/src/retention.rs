//! Which backups stay: the last of each of the newest days, weeks and months.

use crate::Day;
use std::collections::BTreeSet;

/// How many are kept of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Days.
    pub daily: usize,
    /// Weeks, Monday to Sunday.
    pub weekly: usize,
    /// Calendar months.
    pub monthly: usize,
}

/// For each backup, newest first, whether it stays. The newest of all always does.
pub fn keep(newest_first: &[Day], retention: Retention) -> Vec<bool> {
    let mut days = Periods::new(retention.daily);
    let mut weeks = Periods::new(retention.weekly);
    let mut months = Periods::new(retention.monthly);
    newest_first
        .iter()
        .enumerate()
        .map(|(place, day)| {
            // Each of the three must see every backup: no short cut.
            let daily = days.first_of((day.year(), i32::from(day.day_of_year())));
            let week = day.iso_week_date();
            let weekly = weeks.first_of((week.year(), i32::from(week.week())));
            let monthly = months.first_of((day.year(), i32::from(day.month())));
            place == 0 || daily || weekly || monthly
        })
        .collect()
}

struct Periods {
    seen: BTreeSet<(i16, i32)>,
    most: usize,
}

impl Periods {
    const fn new(most: usize) -> Self {
        Self { seen: BTreeSet::new(), most }
    }

    /// Is this the first backup of its period, and are there not enough periods yet?
    fn first_of(&mut self, period: (i16, i32)) -> bool {
        self.seen.len() < self.most && self.seen.insert(period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Retention = Retention { daily: 7, weekly: 4, monthly: 12 };

    fn kept(days: &[Day], retention: Retention) -> Vec<Day> {
        days.iter().zip(keep(days, retention)).filter(|(_, keep)| *keep).map(|(day, _)| *day).collect()
    }

    #[test]
    fn two_years_of_daily_backups_leave_days_weeks_and_months() {
        let today = Day::constant(2026, 11, 25);
        let days: Vec<Day> =
            (0..730_i64).filter_map(|back| today.checked_sub(jiff::Span::new().days(back)).ok()).collect();
        let kept = kept(&days, POLICY);
        assert_eq!(kept[..7], days[..7]);
        assert!(kept.len() >= 7 + 2 + 10 && kept.len() <= 7 + 4 + 12, "{}", kept.len());
        assert_eq!(kept.last(), Some(&Day::constant(2025, 12, 31)));
    }

    #[test]
    fn several_of_a_day_leave_the_last() {
        let day = Day::constant(2026, 1, 5);
        assert_eq!(keep(&[day, day, day], POLICY), [true, false, false]);
    }

    #[test]
    fn old_backups_stay_while_there_are_no_newer() {
        let days = [Day::constant(2020, 1, 5), Day::constant(2019, 1, 5)];
        assert_eq!(keep(&days, POLICY), [true, true]);
        assert_eq!(keep(&days, Retention { daily: 0, weekly: 0, monthly: 0 }), [true, false]);
        assert_eq!(keep(&[], POLICY), Vec::<bool>::new());
    }
}
