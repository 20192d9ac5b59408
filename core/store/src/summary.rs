//! What an action did, in short: kept beside its undo record, so that the history needs not read that.

use crate::edit::Reversal;
use replica::{Field, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Things named in a summary.
const NAMED: usize = 3;

/// What an action did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Transactions it touched.
    pub rows: u32,
    /// Other things it touched.
    pub others: u32,
    /// Things it made or brought back.
    pub made: u32,
    /// What it set, field by field.
    pub fields: Vec<FieldSummary>,
    /// The first things it touched: shard and key.
    pub first: Vec<(String, String)>,
}

/// What an action did to one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldSummary {
    /// The field.
    pub field: Field,
    /// On how many things.
    pub count: u32,
    /// What it said before, where it said the same on all.
    pub before: Option<Value>,
    /// What it says after, where it says the same on all.
    pub after: Option<Value>,
}

impl Summary {
    pub(crate) fn of(edits: &[Reversal]) -> Self {
        let mut summary = Self::default();
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for edit in edits {
            if seen.insert((&edit.shard, &edit.entity)) {
                summary.touch(edit);
            }
            summary.set(edit);
        }
        summary
    }

    fn touch(&mut self, edit: &Reversal) {
        if edit.shard.starts_with("tx/") {
            self.rows = self.rows.saturating_add(1);
        } else {
            self.others = self.others.saturating_add(1);
        }
        if self.first.len() < NAMED {
            self.first.push((edit.shard.clone(), edit.entity.clone()));
        }
    }

    fn set(&mut self, edit: &Reversal) {
        let rows = edit.shard.starts_with("tx/");
        let removal = if rows {
            edit.field == Field::Removed
        } else {
            matches!(edit.field, Field::Deleted | Field::Undone)
        };
        if removal && edit.after.is_none() {
            self.made = self.made.saturating_add(1);
            return;
        }
        let Some(known) = self.fields.iter_mut().find(|known| known.field == edit.field) else {
            let (before, after) = (Some(edit.before.clone()), Some(edit.after.clone()));
            self.fields.push(FieldSummary { field: edit.field, count: 1, before, after });
            return;
        };
        known.count = known.count.saturating_add(1);
        if known.before.as_ref().is_some_and(|before| *before != edit.before) {
            known.before = None;
        }
        if known.after.as_ref().is_some_and(|after| *after != edit.after) {
            known.after = None;
        }
    }
}
