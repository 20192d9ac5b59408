//! Learning: storing choices, fitting the head to all of them, and calibrating on rows predicted before they were learned.

use super::keys::Row;
use super::{Categorizer, DENSE};
use crate::features::{HASHED, Sparse};
use crate::linear::{Linear, Sample, Training};
use crate::prior::category_offsets;
use domain::TransactionId;
use std::collections::BTreeMap;

/// The head is fitted again when this part of all labels is new (or any, while there are few).
const STALE: usize = 50;
/// Distinct descriptors with contexts beyond which the history is condensed before it is fitted.
const MANY: usize = 6_000;

/// A choice a person made, and how often.
#[derive(Clone, Copy)]
struct Choice {
    row: Row,
    category: usize,
    count: u32,
}

impl Categorizer {
    pub(super) fn store(&mut self, rows: &[(Row, usize, TransactionId)]) {
        for ((key, context), category, transaction) in rows {
            self.memory.remember(*key, context.sign, *category);
            *self.history.entry((*key, *context)).or_default().entry(*category).or_default() += 1;
            self.newest.insert((*key, *category), *transaction);
        }
        self.unfitted += rows.len();
        self.learned += rows.len();
    }

    /// Predicts labelled rows and records how right that was.
    pub(super) fn calibrate_on(&mut self, rows: &[(Row, usize, TransactionId)]) {
        if rows.is_empty() {
            return;
        }
        let places: Vec<Row> = rows.iter().map(|(row, _, _)| *row).collect();
        for (raw, (_, category, _)) in self.raw_answers(&places).into_iter().zip(rows) {
            if let Some((best, confidence)) = raw.best() {
                self.calibrator.observe(raw.remembered.is_some(), confidence, best == *category);
            }
        }
        self.calibrator.fit();
    }

    /// Fits the head when enough is new. The result depends on the labels alone.
    pub(super) fn refit_when_stale(&mut self) {
        if self.unfitted > 0 && self.unfitted * STALE >= self.learned {
            self.refit();
        }
    }

    fn refit(&mut self) {
        self.unfitted = 0;
        let choices = self.condensed();
        let contexts: Vec<Sparse> = choices.iter().map(|choice| choice.row.1.features()).collect();
        let offsets: Vec<Vec<f32>> = choices
            .iter()
            .map(|choice| category_offsets(&self.profiles, &self.keys.get(choice.row.0).prior, choice.row.1))
            .collect();
        let samples: Vec<Sample> = choices
            .iter()
            .zip(contexts.iter().zip(&offsets))
            .map(|(choice, (context, offset))| {
                let key = self.keys.get(choice.row.0);
                let weight = (choice.count as f32).sqrt();
                Sample {
                    sparse: [&key.sparse, context],
                    dense: &key.vector,
                    offset,
                    class: choice.category,
                    weight,
                }
            })
            .collect();
        let epochs = if samples.len() > MANY / 2 { 4 } else { 15 };
        let dimension = samples.first().map_or(0, |sample| sample.dense.len());
        let mut head = Linear::new(self.seeds.len(), HASHED, dimension, DENSE);
        head.train(&samples, Training { epochs, rate: 0.12, decay: 1e-4 });
        self.head = head;
    }

    /// The history as samples. A long one has one sample per descriptor, sign and category, in its commonest context.
    fn condensed(&self) -> Vec<Choice> {
        let all = self.history.iter().flat_map(|(row, counts)| {
            counts.iter().map(|(category, count)| Choice { row: *row, category: *category, count: *count })
        });
        if self.history.len() <= MANY {
            return all.collect();
        }
        let mut merged: BTreeMap<(u32, i8, usize), (Choice, u32)> = BTreeMap::new();
        for choice in all {
            let slot =
                merged.entry((choice.row.0, choice.row.1.sign, choice.category)).or_insert((choice, 0));
            slot.1 += choice.count;
            if choice.count > slot.0.count {
                slot.0 = choice;
            }
        }
        merged.into_values().map(|(choice, count)| Choice { count, ..choice }).collect()
    }
}
