//! Matches the lines that are left with rows typed in or pending, and suggests what may be listed twice.
//!
//! A pair needs exactly the same amount and the line's day from 3 days before to 7 days after the row's. It is
//! *strong*, and merged unless the user objects, with the same check number or telling words in common; anything
//! less is suggested only: pairs of equal amounts, pending rows whose amount changed, and rows of another download
//! that the bank may have listed twice. Different usable bank ids, check numbers or instalments never pair, nor do
//! locked rows. Strong pairs are assigned first, one-to-one by best total score, then the suggestions.

use super::assignment::{Edge, assign};
use super::pairing::{Rows, line_text, row_text};
use super::{ExistingRow, RowState};
use crate::identity::LineIdentity;
use crate::plan::MatchReason;
use crate::similarity::TextEvidence;
use crate::transaction::Origin;
use crate::{Clearing, Day, Fate, StatementLine};
use rustc_hash::FxHashMap;

/// Days from the row to the line, both included.
const WINDOW: std::ops::RangeInclusive<i32> = -3..=7;
/// Words in common from which a pair is strong.
const STRONG_TEXT: u16 = 600;
/// Candidates looked at per line, nearest days first. Bounds the work on hostile input.
const MOST_CANDIDATES: usize = 16;
/// A pending amount may change by this share, in per cent (tip, fuel).
const PENDING_CHANGE_PERCENT: i128 = 30;

struct Candidate {
    line: usize,
    row: usize,
    score: u16,
    strong: bool,
    reasons: Vec<MatchReason>,
}

/// Step 5 of the planner.
pub(super) fn propose(
    lines: &[StatementLine],
    identities: &[LineIdentity],
    rows: &mut Rows<'_>,
    fates: &mut [Option<Fate>],
) {
    let free: Vec<usize> =
        (0..rows.all.len()).filter(|at| !rows.taken[*at] && matchable(rows, *at)).collect();
    let open: Vec<usize> =
        (0..lines.len()).filter(|at| fates[*at].is_none() && !lines[*at].pending).collect();
    if free.is_empty() || open.is_empty() {
        return;
    }
    let mut texts: FxHashMap<usize, TextEvidence> = FxHashMap::default();
    let mut candidates = same_amount(lines, identities, rows, (&open, &free), &mut texts);
    candidates.extend(changed_pending(lines, identities, rows, (&open, &free), &mut texts));
    for strong in [true, false] {
        let usable = |c: &&Candidate| c.strong == strong && fates[c.line].is_none() && !rows.taken[c.row];
        let round: Vec<&Candidate> = candidates.iter().filter(usable).collect();
        let edges: Vec<Edge> =
            round.iter().map(|c| Edge { line: c.line, row: c.row, score: c.score }).collect();
        for chosen in assign(&edges, |line| identities[line].id) {
            let candidate = round[chosen];
            rows.taken[candidate.row] = true;
            let id = rows.all[candidate.row].id;
            let reasons = candidate.reasons.clone();
            fates[candidate.line] =
                Some(Fate::Likely { id, score: candidate.score, reasons, accepted: strong });
        }
    }
}

fn matchable(rows: &Rows<'_>, at: usize) -> bool {
    let row = rows.all[at];
    row.state == RowState::Live && row.clearing != Clearing::Reconciled && !rows.met.contains(&row.id)
}

fn same_amount(
    lines: &[StatementLine],
    identities: &[LineIdentity],
    rows: &Rows<'_>,
    (open, free): (&[usize], &[usize]),
    texts: &mut FxHashMap<usize, TextEvidence>,
) -> Vec<Candidate> {
    let mut by_amount: FxHashMap<i64, Vec<(i32, usize)>> = FxHashMap::default();
    for at in free {
        let row = rows.all[*at];
        by_amount.entry(row.amount).or_default().push((day_number(row.date), *at));
    }
    for group in by_amount.values_mut() {
        group.sort_unstable();
    }
    let mut found = Vec::new();
    for line in open.iter().copied() {
        let Some(group) = by_amount.get(&lines[line].amount) else {
            continue;
        };
        let day = day_number(lines[line].date);
        let near = nearest(group, day);
        if near.is_empty() {
            continue;
        }
        let text = line_text(&lines[line]);
        for (row_day, at) in near {
            let row = rows.all[at];
            let row_text = texts.entry(at).or_insert_with(|| row_text(row));
            let similarity = text.similarity(row_text);
            found.extend(judge(line, &lines[line], &identities[line], (at, row), day - row_day, similarity));
        }
    }
    found
}

/// The rows in the window around a line's day, nearest first, not more than the cap.
fn nearest(group: &[(i32, usize)], day: i32) -> Vec<(i32, usize)> {
    let from = group.partition_point(|(row_day, _)| *row_day < day - WINDOW.end());
    let to = group.partition_point(|(row_day, _)| *row_day <= day - WINDOW.start());
    let middle = from + group[from..to].partition_point(|(row_day, _)| *row_day < day);
    let (mut before, mut after) = (middle, middle);
    let mut near = Vec::new();
    while near.len() < MOST_CANDIDATES && (before > from || after < to) {
        let back = (before > from).then(|| day - group[before - 1].0);
        let ahead = (after < to).then(|| group[after].0 - day);
        let forward = match (back, ahead) {
            (Some(back), Some(ahead)) => ahead <= back,
            (back, _) => back.is_none(),
        };
        if forward {
            near.push(group[after]);
            after += 1;
        } else {
            before -= 1;
            near.push(group[before]);
        }
    }
    near
}

fn judge(
    line_at: usize,
    line: &StatementLine,
    identity: &LineIdentity,
    (row_at, row): (usize, &ExistingRow),
    days: i32,
    similarity: u16,
) -> Option<Candidate> {
    if contradicts(line, identity, row) {
        return None;
    }
    let same_check = line.check_number.is_some() && line.check_number == row.check_number;
    let strong = match row.origin {
        Origin::Manual | Origin::Pending => same_check || similarity >= STRONG_TEXT,
        // Both came from the bank: only a person can say that one of them is too many.
        Origin::Statement => {
            let same_id = row.bank_id.is_some() && row.bank_id == identity.key.bank_id;
            if !(same_id || days == 0 && similarity >= STRONG_TEXT) {
                return None;
            }
            false
        }
    };
    let mut reasons =
        vec![MatchReason::SameAmount, MatchReason::DaysApart { days: i8::try_from(days).unwrap_or(0) }];
    if similarity > 0 {
        reasons.push(MatchReason::Text { similarity });
    }
    if same_check {
        reasons.push(MatchReason::SameCheckNumber);
    }
    if row.origin == Origin::Statement {
        reasons.push(MatchReason::BothFromBank);
    }
    let score = score(days, similarity, same_check);
    Some(Candidate { line: line_at, row: row_at, score, strong, reasons })
}

/// 100 for the amount, up to 300 for the day, up to 600 for the words; a check number settles the last.
fn score(days: i32, similarity: u16, same_check: bool) -> u16 {
    let day = 300 - 35 * u16::try_from(days.unsigned_abs()).unwrap_or(7).min(7);
    let words = if same_check { 600 } else { u32::from(similarity) * 6 / 10 };
    100 + day + u16::try_from(words).unwrap_or(600)
}

fn contradicts(line: &StatementLine, identity: &LineIdentity, row: &ExistingRow) -> bool {
    fn differ<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    differ(identity.key.bank_id.as_ref(), row.bank_id.as_ref())
        || differ(line.check_number.as_ref(), row.check_number.as_ref())
        || differ(identity.key.instalment.as_ref(), row.instalment().as_ref())
}

fn changed_pending(
    lines: &[StatementLine],
    identities: &[LineIdentity],
    rows: &Rows<'_>,
    (open, free): (&[usize], &[usize]),
    texts: &mut FxHashMap<usize, TextEvidence>,
) -> Vec<Candidate> {
    let pending = free.iter().filter(|at| rows.all[**at].origin == Origin::Pending);
    let mut pending: Vec<(i32, usize)> = pending.map(|at| (day_number(rows.all[*at].date), *at)).collect();
    pending.sort_unstable();
    let mut found = Vec::new();
    if pending.is_empty() {
        return found;
    }
    for line_at in open.iter().copied() {
        let line = &lines[line_at];
        let day = day_number(line.date);
        let mut text = None;
        for (row_day, at) in nearest(&pending, day) {
            let row = rows.all[at];
            let difference = i128::from(line.amount) - i128::from(row.amount);
            let small = difference.abs() * 100 <= i128::from(row.amount).abs() * PENDING_CHANGE_PERCENT;
            let same_way = line.amount.signum() == row.amount.signum();
            if difference == 0 || !small || !same_way || contradicts(line, &identities[line_at], row) {
                continue;
            }
            let row_text = texts.entry(at).or_insert_with(|| row_text(row));
            let similarity = text.get_or_insert_with(|| line_text(line)).similarity(row_text);
            let (Ok(difference), true) = (i64::try_from(difference), similarity >= STRONG_TEXT) else {
                continue;
            };
            let days = day - row_day;
            let reasons = vec![
                MatchReason::PendingAmountChanged { difference },
                MatchReason::DaysApart { days: i8::try_from(days).unwrap_or(0) },
                MatchReason::Text { similarity },
            ];
            let score = score(days, similarity, false) - 100;
            found.push(Candidate { line: line_at, row: at, score, strong: false, reasons });
        }
    }
    found
}

/// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn day_number(day: Day) -> i32 {
    let (year, month) = (i32::from(day.year()), i32::from(day.month()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(day.day()) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}
