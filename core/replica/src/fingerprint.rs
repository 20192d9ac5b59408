//! What an import's plan was made from, in short.

use crate::day_number;
use domain::planner::{ExistingRow, RowState};
use sha2::{Digest as _, Sha256};

/// Two accounts whose rows have one fingerprint give one file the same plan. Categories, notes and tags are no part of it.
pub fn rows_fingerprint(rows: &[ExistingRow]) -> [u8; 32] {
    let mut sorted: Vec<&ExistingRow> = rows.iter().collect();
    sorted.sort_unstable_by_key(|row| row.id);
    let mut hash = Sha256::new();
    for row in sorted {
        hash.update(row.id.0);
        hash.update(day_number(row.posted).to_le_bytes());
        hash.update(day_number(row.date).to_le_bytes());
        hash.update(row.amount.to_le_bytes());
        for text in
            [Some(&row.description), row.payee.as_ref(), row.bank_id.as_ref(), row.check_number.as_ref()]
        {
            // The length stands before the text, so that no two lists of texts read the same.
            hash.update(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
            hash.update(text.map_or("", String::as_str));
        }
        let (number, of) = row.instalment.unwrap_or((0, 0));
        hash.update(number.to_le_bytes());
        hash.update(of.to_le_bytes());
        let (state, kept) = match row.state {
            RowState::Live => (0_u8, None),
            RowState::DeletedByUser => (1, None),
            RowState::RemovedByUndo => (2, None),
            RowState::MergedInto(kept) => (3, Some(kept)),
        };
        hash.update([row.origin as u8, row.clearing as u8, state]);
        hash.update(kept.map_or([0; 12], |kept| kept.0));
    }
    hash.finalize().into()
}
