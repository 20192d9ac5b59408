//! Learning: storing choices, fitting the head to all of them, and calibrating on rows predicted before they were learned.

use super::keys::Row;
use super::{Categorizer, DENSE};
use crate::features::{HASHED, Sparse};
use crate::linear::{Linear, Sample, Training};
use crate::prior::category_offsets;
use domain::TransactionId;

/// The head is fitted again when this part of all labels is new (or any, while there are few).
const STALE: usize = 50;

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
        let contexts: Vec<Sparse> = self.history.keys().map(|(_, context)| context.features()).collect();
        let offsets: Vec<Vec<f32>> = self
            .history
            .keys()
            .map(|(key, context)| category_offsets(&self.profiles, &self.keys.get(*key).prior, *context))
            .collect();
        let mut samples = Vec::with_capacity(self.history.len());
        for (((key, _), counts), (context, offset)) in self.history.iter().zip(contexts.iter().zip(&offsets))
        {
            let key = self.keys.get(*key);
            for (category, count) in counts {
                samples.push(Sample {
                    sparse: [&key.sparse, context],
                    dense: &key.vector,
                    offset,
                    class: *category,
                    weight: (*count as f32).sqrt(),
                });
            }
        }
        let epochs = if samples.len() > 4_000 { 6 } else { 15 };
        let dimension = samples.first().map_or(0, |sample| sample.dense.len());
        let mut head = Linear::new(self.seeds.len(), HASHED, dimension, DENSE);
        head.train(&samples, Training { epochs, rate: 0.12, decay: 1e-4 });
        self.head = head;
    }
}
