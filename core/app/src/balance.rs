//! Sums of an account up to a day: whole months from the kept totals, the last one row by row.

use crate::error::AppError;
use domain::{AccountId, Day};
use replica::{day_number, month_of_day_number};
use store::Reader;
use store::rusqlite::params;

/// The sum of all visible rows up to `day`, included, minor units; it wraps as the totals do.
///
/// # Errors
/// When the book cannot be read.
pub fn amount_through(reader: &Reader, account: AccountId, day: Day) -> Result<i64, AppError> {
    through(
        reader,
        account,
        day,
        "select coalesce(sum(amount), 0) from month_total where account = ?1 and month < ?2",
        "select coalesce(sum(amount), 0) from transactions where account = ?1 and visible = 1 and day between ?2 and ?3",
    )
}

/// The same of the rows the bank has confirmed.
///
/// # Errors
/// When the book cannot be read.
pub fn cleared_through(reader: &Reader, account: AccountId, day: Day) -> Result<i64, AppError> {
    through(
        reader,
        account,
        day,
        "select coalesce(sum(cleared), 0) from month_total where account = ?1 and month < ?2",
        "select coalesce(sum(amount), 0) from transactions \
         where account = ?1 and visible = 1 and clearing > 0 and day between ?2 and ?3",
    )
}

fn through(reader: &Reader, account: AccountId, day: Day, months: &str, days: &str) -> Result<i64, AppError> {
    let (first, last) = (day_number(day.first_of_month()), day_number(day));
    let whole: i64 = reader
        .connection()
        .prepare_cached(months)?
        .query_row(params![account.0, month_of_day_number(last)], |row| row.get(0))?;
    let partly: i64 = reader
        .connection()
        .prepare_cached(days)?
        .query_row(params![account.0, first, last], |row| row.get(0))?;
    Ok(whole.wrapping_add(partly))
}
