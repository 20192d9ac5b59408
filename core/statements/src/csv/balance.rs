//! Running balances as evidence: does one column move by what another says?

use super::numbers::{self, Evidence};
use crate::amount::DecimalMark;

/// The decimal mark that cells in these columns are certain of.
fn mark_of<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DecimalMark> {
    cells.filter_map(numbers::form).find_map(|form| match form.evidence() {
        Evidence::Certain(mark) => Some(mark),
        _ => None,
    })
}

fn value(cell: &str, mark: Option<DecimalMark>) -> Option<i64> {
    let form = numbers::form(cell)?;
    let magnitude = form.magnitude(mark, 3).ok()?;
    Some(if form.negative { -magnitude } else { magnitude })
}

/// Most steps of `balance` equal `amount`, in the order of the file or in reverse.
pub(super) fn runs(rows: &[&[String]], amount: usize, balance: usize) -> bool {
    let mark = mark_in(rows, &[amount, balance]);
    let read =
        |cells: &&[String]| Some((value(cells.get(amount)?, mark)?, value(cells.get(balance)?, mark)?));
    steps_agree(&rows.iter().filter_map(read).collect::<Vec<_>>())
}

/// As [`runs`], for magnitudes in `left` (counted with `sign`) and in the column after it (counted against it).
pub(super) fn pair_runs(rows: &[&[String]], left: usize, balance: usize, sign: i64) -> bool {
    let mark = mark_in(rows, &[left, left + 1, balance]);
    let read = |cells: &&[String]| {
        let part = |column: usize| value(cells.get(column)?, mark).map(i64::abs);
        let (one, other) = (part(left).unwrap_or(0), part(left + 1).unwrap_or(0));
        Some((sign * one.checked_sub(other)?, value(cells.get(balance)?, mark)?))
    };
    steps_agree(&rows.iter().filter_map(read).collect::<Vec<_>>())
}

fn mark_in(rows: &[&[String]], columns: &[usize]) -> Option<DecimalMark> {
    mark_of(
        rows.iter()
            .flat_map(|cells| columns.iter().filter_map(|column| cells.get(*column)))
            .map(String::as_str),
    )
}

/// Pairs of amount and balance: half of the steps or more add up.
fn steps_agree(pairs: &[(i64, i64)]) -> bool {
    let (mut down, mut up) = (0, 0);
    for step in pairs.windows(2) {
        let (before, after) = (step[0], step[1]);
        down += usize::from(before.1.checked_add(after.0) == Some(after.1));
        up += usize::from(after.1.checked_add(before.0) == Some(before.1));
    }
    let steps = pairs.len().saturating_sub(1);
    steps > 0 && down.max(up) * 2 >= steps
}
