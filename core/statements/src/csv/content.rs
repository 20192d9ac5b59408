//! Columns without a telling name: what their cells show.

use super::columns::Stats;
use super::mapping::Role;
use super::{balance, numbers, vocabulary};

/// Fills in by content what names did not tell.
pub(super) fn fill(roles: &mut [Role], stats: &[Stats], rows: &[&[String]], named: bool) {
    let free = |roles: &[Role], column: usize| roles[column] == Role::Ignore;
    if !roles.contains(&Role::Date) {
        for column in 0..roles.len() {
            if stats[column].filled > 0
                && free(roles, column)
                && stats[column].dates * 10 >= stats[column].filled * 6
                && stats[column].filled * 2 >= stats[column].rows
            {
                roles[column] = if roles.contains(&Role::Date) { Role::OtherDate } else { Role::Date };
            }
        }
    }
    if !named {
        content_roles(roles, stats);
    }
    let has_money = roles.iter().any(|role| matches!(role, Role::Amount | Role::Debit | Role::Credit));
    if !has_money {
        money_by_content(roles, stats, rows);
    }
    if !roles.contains(&Role::Description) {
        let longest = (0..roles.len())
            .filter(|column| free(roles, *column) && stats[*column].letters > 0)
            .max_by_key(|column| (stats[*column].letters, usize::MAX - column));
        if let Some(column) = longest {
            roles[column] = Role::Description;
        }
    }
    if !named {
        for column in 0..roles.len() {
            if free(roles, column)
                && stats[column].letters > stats[column].filled * 3
                && stats[column].codes == 0
            {
                roles[column] = Role::Memo;
            }
        }
    }
}

/// Account, currency and direction of a file without header.
fn content_roles(roles: &mut [Role], stats: &[Stats]) {
    let date = roles.iter().position(|role| *role == Role::Date);
    for column in 0..roles.len() {
        let stats = &stats[column];
        if roles[column] != Role::Ignore || stats.filled == 0 {
            continue;
        }
        let before_date = date.is_some_and(|date| column < date);
        if before_date && stats.constant && stats.long_digits == stats.filled && stats.filled == stats.rows {
            roles[column] = Role::Account;
        } else if stats.codes == stats.filled
            && !roles.contains(&Role::Currency)
            && stats.filled == stats.rows
        {
            roles[column] = Role::Currency;
        } else if stats.directions * 10 >= stats.filled * 8
            && stats.filled * 2 >= stats.rows
            && !roles.contains(&Role::Direction)
        {
            roles[column] = Role::Direction;
        }
    }
}

fn money_by_content(roles: &mut [Role], stats: &[Stats], rows: &[&[String]]) {
    let money = |column: usize| roles[column] == Role::Ignore && stats[column].is_money();
    if let Some((left, outward_first)) = pair(roles, stats, rows) {
        (roles[left], roles[left + 1]) =
            if outward_first { (Role::Debit, Role::Credit) } else { (Role::Credit, Role::Debit) };
        let next = left + 2;
        if next < roles.len() && roles[next] == Role::Ignore && stats[next].is_money() {
            roles[next] = Role::Balance;
        }
        return;
    }
    let currency = roles.iter().position(|role| *role == Role::Currency);
    let best = (0..roles.len()).filter(|column| money(*column)).max_by_key(|column| {
        let s = &stats[*column];
        let full = s.filled * 10 >= s.rows * 9;
        let beside = currency.is_some_and(|at| at == column + 1 || at + 1 == *column);
        (
            usize::from(s.fractions > 0) * 4
                + usize::from(full) * 4
                + usize::from(s.negatives > 0) * 3
                + usize::from(beside) * 4,
            usize::MAX - column,
        )
    });
    let Some(amount) = best else { return };
    roles[amount] = Role::Amount;
    let next = amount + 1;
    if next < roles.len()
        && roles[next] == Role::Ignore
        && stats[next].is_money()
        && stats[next].fractions > 0
        && balance::runs(rows, amount, next)
    {
        roles[next] = Role::Balance;
    }
}

/// Neighbouring columns of which every row fills one (the other blank or zero), and whether money out comes first.
fn pair(roles: &[Role], stats: &[Stats], rows: &[&[String]]) -> Option<(usize, bool)> {
    let free = |column: usize| roles[column] == Role::Ignore;
    let money = |column: usize| free(column) && stats[column].is_money();
    let spent = |cells: &&[String], column: usize| {
        cells.get(column).is_some_and(|cell| cell.bytes().any(|b| matches!(b, b'1'..=b'9')))
    };
    // The last cell of a line that merely ends in a delimiter is no column.
    let left = (0..roles.len().saturating_sub(1)).find(|left| {
        let (left, right) = (*left, left + 1);
        let lone = free(right) && stats[right].filled == 0 && right + 1 < roles.len();
        let lone = lone && stats[left].fractions > 0 && stats[left].negatives == 0;
        let shaped = money(left) && (money(right) || lone);
        shaped && rows.iter().all(|cells| spent(cells, left) != spent(cells, right))
    })?;
    let mut votes = 0_i32;
    for cells in rows {
        for text in cells.iter().filter(|cell| numbers::form(cell).is_none()) {
            if let Some(outward) = vocabulary::drift(&vocabulary::normalise(text)) {
                votes += if outward == spent(cells, left) { 1 } else { -1 };
            }
        }
    }
    let next = left + 2;
    if next < roles.len() && stats[next].is_money() {
        let moves = |sign_of_left| balance::pair_runs(rows, left, next, sign_of_left);
        match (moves(-1), moves(1)) {
            (true, false) => votes = i32::MAX,
            (false, true) => votes = i32::MIN,
            _ => {}
        }
    }
    Some((left, votes >= 0))
}
