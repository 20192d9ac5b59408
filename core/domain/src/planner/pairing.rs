//! Pairs lines with the rows that came of the same bank line, by hash joins.

use super::{ExistingRow, RowState};
use crate::identity::{LineIdentity, fold};
use crate::instalment::instalment_in;
use crate::plan::{IgnoreReason, MatchReason};
use crate::similarity::TextEvidence;
use crate::transaction::Origin;
use crate::{Clearing, Day, Fate, StatementLine, TransactionId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Texts of lines with the same bank id, day and amount are at least this alike to be one line reworded.
const REWORDED: u16 = 500;

/// The account's rows and which of them are taken.
pub(super) struct Rows<'a> {
    /// Ordered by id: the order they were given in does not matter.
    pub(super) all: Vec<&'a ExistingRow>,
    pub(super) taken: Vec<bool>,
    /// The line each row was taken for.
    holder: Vec<Option<usize>>,
    /// Rows another statement row was merged into: they have met their line.
    pub(super) met: FxHashSet<TransactionId>,
    by_id: FxHashMap<TransactionId, usize>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(existing: &'a [ExistingRow]) -> Self {
        let kept = existing.iter().filter(|row| row.state != RowState::RemovedByUndo);
        // Ids beside the references: sorting does not chase them.
        let mut sorted: Vec<(TransactionId, &ExistingRow)> = kept.map(|row| (row.id, row)).collect();
        sorted.sort_unstable_by_key(|(id, _)| *id);
        let all: Vec<&ExistingRow> = sorted.into_iter().map(|(_, row)| row).collect();
        let by_id = all.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let merged = |row: &ExistingRow| match row.state {
            RowState::MergedInto(kept) => Some(kept),
            _ => None,
        };
        let met = all.iter().filter_map(|row| merged(row)).collect();
        Self { taken: vec![false; all.len()], holder: vec![None; all.len()], all, met, by_id }
    }

    /// Takes a row for a line and says what that makes of the line.
    fn take(&mut self, at: usize, line: usize) -> Fate {
        self.taken[at] = true;
        self.holder[at] = Some(line);
        let mut row = self.all[at];
        // A chain of merges is short; the bound ends a cycle in a damaged book.
        for _ in 0..16 {
            match row.state {
                RowState::MergedInto(kept) => match self.by_id.get(&kept) {
                    Some(next) => {
                        self.taken[*next] = true;
                        row = self.all[*next];
                    }
                    None => break,
                },
                RowState::DeletedByUser => {
                    return Fate::Ignored { reason: IgnoreReason::DeletedByUser };
                }
                RowState::Live | RowState::RemovedByUndo => break,
            }
        }
        Fate::Same { id: row.id }
    }
}

/// Steps 1 to 4 of the planner.
pub(super) fn pair(
    lines: &[StatementLine],
    identities: &[LineIdentity],
    rows: &mut Rows<'_>,
    fates: &mut [Option<Fate>],
) {
    let agreeing_ids = by_identity(identities, rows, fates);
    if fates.iter().all(Option::is_some) {
        return;
    }
    let agreeing_ids = by_bank_id(lines, identities, rows, fates) || agreeing_ids;
    by_content(identities, rows, fates, agreeing_ids);
}

/// True when some line with a usable bank id met its row.
fn by_identity(identities: &[LineIdentity], rows: &mut Rows<'_>, fates: &mut [Option<Fate>]) -> bool {
    let mut agreeing = false;
    for (line, (identity, fate)) in identities.iter().zip(fates).enumerate() {
        if fate.is_none()
            && let Some(at) = rows.by_id.get(&identity.id).copied()
        {
            // Fixed even when another line's merge ends in this row: identity beats everything.
            agreeing |= identity.key.bank_id.is_some();
            *fate = Some(rows.take(at, line));
        }
    }
    agreeing
}

fn by_bank_id(
    lines: &[StatementLine],
    identities: &[LineIdentity],
    rows: &mut Rows<'_>,
    fates: &mut [Option<Fate>],
) -> bool {
    let mut index: FxHashMap<(&str, Day, i64), Vec<usize>> = FxHashMap::default();
    for (at, row) in rows.all.iter().copied().enumerate() {
        if let (false, Some(id)) = (rows.taken[at] || row.origin == Origin::Manual, row.bank_id.as_deref()) {
            index.entry((id, row.posted, row.amount)).or_default().push(at);
        }
    }
    let mut agreeing = false;
    for (at_line, ((line, identity), fate)) in lines.iter().zip(identities).zip(fates).enumerate() {
        let key = &identity.key;
        let (None, Some(id)) = (&fate, key.bank_id.as_deref()) else {
            continue;
        };
        let Some(group) = index.get(&(id, key.date, key.amount)) else {
            continue;
        };
        let text = line_text(line);
        let fits = |at: &&usize| {
            let row = rows.all[**at];
            !rows.taken[**at]
                && booked_alike(row, key.pending)
                && row.instalment() == key.instalment
                && text.similarity(&row_text(row)) >= REWORDED
        };
        if let Some(at) = group.iter().find(fits).copied() {
            agreeing = true;
            *fate = Some(rows.take(at, at_line));
        }
    }
    agreeing
}

/// A booked line confirms a pending row, which is a match; a pending line that comes late is the booked row.
fn booked_alike(row: &ExistingRow, pending: bool) -> bool {
    pending || row.origin == Origin::Statement
}

type Content = (Day, i64, String, Option<(u16, u16)>);

fn by_content(
    identities: &[LineIdentity],
    rows: &mut Rows<'_>,
    fates: &mut [Option<Fate>],
    agreeing_ids: bool,
) {
    let open = |fates: &[Option<Fate>]| -> Vec<usize> {
        (0..fates.len()).filter(|at| fates[*at].is_none()).collect()
    };
    // Only days that occur are folded and indexed.
    let days: FxHashSet<Day> = open(fates).iter().map(|at| identities[*at].key.date).collect();
    let mut index: FxHashMap<Content, Vec<usize>> = FxHashMap::default();
    for (at, row) in rows.all.iter().copied().enumerate() {
        if !rows.taken[at] && row.origin != Origin::Manual && days.contains(&row.posted) {
            let text = fold(&row.description);
            let instalment = row.instalment.or_else(|| instalment_in(&text, &row.description));
            let content = (row.posted, row.amount, text, instalment);
            index.entry(content).or_default().push(at);
        }
    }
    if index.is_empty() {
        return;
    }
    let content = |at: usize| {
        let key = &identities[at].key;
        (key.date, key.amount, key.text.clone(), key.instalment)
    };
    // Lines with an id choose among rows without one first, and the reverse: then equal counts never leave a
    // line over that another order would have paired.
    for line in open(fates) {
        let key = &identities[line].key;
        let Some(group) = index.get(&content(line)) else {
            continue;
        };
        let free = |at: &&usize| !rows.taken[**at] && booked_alike(rows.all[**at], key.pending);
        let fits = |at: &&usize| free(at) && (key.bank_id.is_none() != rows.all[**at].bank_id.is_none());
        let both_without =
            |at: &&usize| free(at) && key.bank_id.is_none() && rows.all[**at].bank_id.is_none();
        if let Some(at) = group.iter().find(fits).or_else(|| group.iter().find(both_without)).copied() {
            fates[line] = Some(rows.take(at, line));
        }
    }
    let equals = |at: usize| index.get(&content(at)).map_or(&[][..], Vec::as_slice);
    make_room(identities, rows, fates, &equals);
    other_ids(identities, rows, fates, agreeing_ids, &equals);
}

/// Whether an id is usable depends on the file, so a line without one may hold the row without one while a line
/// with an id is left with rows of other ids. The line without an id moves to such a row and leaves its own.
fn make_room<'a>(
    identities: &[LineIdentity],
    rows: &mut Rows<'_>,
    fates: &mut [Option<Fate>],
    equals: &dyn Fn(usize) -> &'a [usize],
) {
    let stuck: Vec<usize> =
        (0..fates.len()).filter(|at| fates[*at].is_none() && !equals(*at).is_empty()).collect();
    if stuck.is_empty() {
        return;
    }
    type Key<'k> = (bool, Day, i64, &'k str, Option<(u16, u16)>);
    let key = |at: usize| -> Key<'_> {
        let key = &identities[at].key;
        (key.pending, key.date, key.amount, &key.text, key.instalment)
    };
    let wanted: FxHashSet<Key<'_>> = stuck.iter().map(|at| key(*at)).collect();
    let mut movable: FxHashMap<Key<'_>, Vec<(usize, usize)>> = FxHashMap::default();
    let held = rows.holder.iter().enumerate().filter_map(|(row, line)| line.map(|line| (row, line)));
    for (row, line) in held {
        let without = identities[line].key.bank_id.is_none() && rows.all[row].bank_id.is_none();
        if without && wanted.contains(&key(line)) {
            movable.entry(key(line)).or_default().push((row, line));
        }
    }
    for line in stuck {
        let pending = identities[line].key.pending;
        let free = |at: &&usize| !rows.taken[**at] && booked_alike(rows.all[**at], pending);
        let Some(other) = equals(line).iter().find(free).copied() else { continue };
        let Some((row, holder)) = movable.get_mut(&key(line)).and_then(Vec::pop) else { continue };
        fates[holder] = Some(rows.take(other, holder));
        fates[line] = Some(rows.take(row, line));
    }
}

/// Equal content under different ids. A statement lists every line of the days strictly between its first and its
/// last, so a row of such a day that it does not list under its id is listed under another: the bank renumbers.
fn other_ids<'a>(
    identities: &[LineIdentity],
    rows: &mut Rows<'_>,
    fates: &mut [Option<Fate>],
    agreeing_ids: bool,
    equals: &dyn Fn(usize) -> &'a [usize],
) {
    let days =
        || identities.iter().filter(|identity| !identity.key.pending).map(|identity| identity.key.date);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return };
    let mut claimed = FxHashSet::default();
    let mut conflicts = Vec::new();
    for line in (0..fates.len()).filter(|at| fates[*at].is_none()) {
        let key = &identities[line].key;
        let fits = |at: &&usize| {
            !rows.taken[**at] && !claimed.contains(*at) && booked_alike(rows.all[**at], key.pending)
        };
        if let Some(at) = equals(line).iter().find(fits).copied() {
            claimed.insert(at);
            conflicts.push((line, at, first < key.date && key.date < last));
        }
    }
    let renumbers = conflicts.iter().any(|(_, _, inside)| *inside);
    for (line, at, _) in conflicts {
        let row = rows.all[at];
        if renumbers {
            fates[line] = Some(rows.take(at, line));
        } else if !agreeing_ids && row.state == RowState::Live && row.clearing != Clearing::Reconciled {
            rows.taken[at] = true;
            let reasons = vec![
                MatchReason::SameAmount,
                MatchReason::DaysApart { days: 0 },
                MatchReason::Text { similarity: 1000 },
                MatchReason::OtherBankId,
                MatchReason::BothFromBank,
            ];
            fates[line] = Some(Fate::Likely { id: row.id, score: 500, reasons, accepted: false });
        }
    }
}

/// Everything a line says in words.
pub(super) fn line_text(line: &StatementLine) -> TextEvidence {
    let texts = [Some(line.description.as_str()), line.payee.as_deref(), line.memo.as_deref()];
    TextEvidence::new(texts.into_iter().flatten())
}

/// Everything a row says in words.
pub(super) fn row_text(row: &ExistingRow) -> TextEvidence {
    TextEvidence::new([Some(row.description.as_str()), row.payee.as_deref()].into_iter().flatten())
}
