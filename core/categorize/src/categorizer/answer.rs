//! Suggesting: head, memory, rule, calibration and threshold put together.

use super::Categorizer;
use super::keys::Row;
use crate::linear::softmax;
use crate::prior::category_offsets;
use crate::types::{Alternative, Query, Source, Suggestion};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Runners-up shown.
const ALTERNATIVES: usize = 3;

/// Probabilities before calibration.
#[derive(Debug, Clone)]
pub struct Raw {
    /// One per category.
    pub probabilities: Vec<f32>,
    /// What the memory says, if it says anything.
    pub remembered: Option<usize>,
}

impl Raw {
    /// The most probable category.
    pub fn best(&self) -> Option<(usize, f32)> {
        let by_value = |a: &(usize, &f32), b: &(usize, &f32)| a.1.total_cmp(b.1).then(b.0.cmp(&a.0));
        self.probabilities.iter().enumerate().max_by(by_value).map(|(i, p)| (i, *p))
    }
}

/// A share as thousandths.
pub fn permille(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u16
}

impl Categorizer {
    /// Uncalibrated answers, one per row; every distinct row is computed once.
    pub(super) fn raw_answers(&mut self, rows: &[Row]) -> Vec<Raw> {
        self.refit_when_stale();
        let (numbers, distinct) = distinct(rows);
        let answers = self.compute(&distinct);
        numbers.into_iter().map(|i| answers[i].clone()).collect()
    }

    fn compute(&self, distinct: &[Row]) -> Vec<Raw> {
        // The embedder stays on one thread: the workers see only these.
        let (keys, head, profiles, memory) = (&self.keys, &self.head, &self.profiles, &self.memory);
        let mut texts: Vec<u32> = distinct.iter().map(|(key, _)| *key).collect();
        texts.sort_unstable();
        texts.dedup();
        let logits: Vec<Vec<f32>> = texts
            .par_iter()
            .with_min_len(64)
            .map(|key| {
                let key = keys.get(*key);
                head.text_logits(&key.sparse, &key.vector)
            })
            .collect();
        let place: FxHashMap<u32, usize> = texts.iter().enumerate().map(|(i, key)| (*key, i)).collect();
        distinct
            .par_iter()
            .with_min_len(256)
            .map(|(key, context)| {
                let mut values = logits[place[key]].clone();
                head.add_sparse(&context.features(), &mut values);
                let offsets = category_offsets(profiles, &keys.get(*key).prior, *context);
                for (value, offset) in values.iter_mut().zip(offsets) {
                    *value += offset;
                }
                softmax(&mut values);
                let remembered = memory.mix(*key, context.sign, &mut values);
                Raw { probabilities: values, remembered }
            })
            .collect()
    }

    /// Answers, one per row.
    pub(super) fn answer(&mut self, rows: &[Row], queries: &[Query]) -> Vec<Suggestion> {
        self.refit_when_stale();
        let (numbers, distinct) = distinct(rows);
        let answers: Vec<Suggestion> =
            self.compute(&distinct).iter().map(|raw| self.suggestion(raw)).collect();
        numbers.into_iter().zip(queries).map(|(i, query)| with_rule(answers[i].clone(), query)).collect()
    }

    fn suggestion(&self, raw: &Raw) -> Suggestion {
        let mut order: Vec<usize> = (0..raw.probabilities.len()).collect();
        order.sort_by(|a, b| raw.probabilities[*b].total_cmp(&raw.probabilities[*a]).then(a.cmp(b)));
        let remembered = raw.remembered.is_some();
        let confidence =
            order.first().map_or(0.0, |best| self.calibrator.apply(remembered, raw.probabilities[*best]));
        let confidence_permille = permille(confidence);
        let source = if remembered && raw.remembered == order.first().copied() {
            Source::PayeeMemory
        } else if self.has_embeddings() {
            Source::Model
        } else {
            Source::ModelWithoutEmbedding
        };
        let rest = 1.0 - order.first().map_or(0.0, |best| raw.probabilities[*best]);
        let share = |i: &usize| (1.0 - confidence) * raw.probabilities[*i] / rest.max(1e-6);
        Suggestion {
            category: order.first().map(|best| self.seeds[*best].id),
            confidence_permille,
            source,
            alternatives: order
                .iter()
                .skip(1)
                .take(ALTERNATIVES)
                .map(|i| Alternative { category: self.seeds[*i].id, confidence_permille: permille(share(i)) })
                .collect(),
            abstained: confidence_permille < self.config.threshold_permille || order.is_empty(),
        }
    }
}

/// A person's own memory of the descriptor wins over a rule; a rule wins over the model.
fn with_rule(suggestion: Suggestion, query: &Query) -> Suggestion {
    match query.rule {
        Some(category) if suggestion.source != Source::PayeeMemory || suggestion.abstained => {
            let best = suggestion.category.map(|category| Alternative {
                category,
                confidence_permille: suggestion.confidence_permille,
            });
            let others =
                best.into_iter().chain(suggestion.alternatives).filter(|other| other.category != category);
            let alternatives = others.take(ALTERNATIVES).collect();
            Suggestion {
                category: Some(category),
                confidence_permille: 1000,
                source: Source::Rule,
                alternatives,
                abstained: false,
            }
        }
        _ => suggestion,
    }
}

/// For each row the place of its first equal in the returned list of distinct rows.
fn distinct(rows: &[Row]) -> (Vec<usize>, Vec<Row>) {
    let mut places: FxHashMap<Row, usize> = FxHashMap::default();
    let mut list = Vec::new();
    let numbers = rows
        .iter()
        .map(|row| {
            *places.entry(*row).or_insert_with(|| {
                list.push(*row);
                list.len() - 1
            })
        })
        .collect();
    (numbers, list)
}
