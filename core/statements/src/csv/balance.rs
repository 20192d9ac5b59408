//! Running balances as evidence: does one column move by what another says?

use super::numbers::{self, Evidence};
use crate::amount::DecimalMark;

/// The decimal mark that cells in these columns are certain of.
pub(super) fn mark_of<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DecimalMark> {
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
    let cells =
        rows.iter().flat_map(|cells| [cells.get(amount), cells.get(balance)]).flatten().map(String::as_str);
    let mark = mark_of(cells);
    let pairs: Vec<(i64, i64)> = rows
        .iter()
        .filter_map(|cells| Some((value(cells.get(amount)?, mark)?, value(cells.get(balance)?, mark)?)))
        .collect();
    let (mut down, mut up) = (0, 0);
    for step in pairs.windows(2) {
        let (before, after) = (step[0], step[1]);
        down += usize::from(before.1.checked_add(after.0) == Some(after.1));
        up += usize::from(after.1.checked_add(before.0) == Some(before.1));
    }
    let steps = pairs.len().saturating_sub(1);
    steps > 0 && down.max(up) * 2 >= steps
}
