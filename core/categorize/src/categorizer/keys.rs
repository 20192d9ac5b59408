//! Distinct descriptors with everything computed from their text, each computed once.

use super::Categorizer;
use crate::embed::{EmbedError, vectors_for};
use crate::features::{Context, Sparse, text_features};
use crate::normalize::{Normalized, normalize};
use crate::prior::TextPrior;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A distinct normalised descriptor.
#[derive(Debug, Clone)]
pub struct Key {
    /// Hashed features.
    pub sparse: Sparse,
    /// Embedding; empty without an embedder.
    pub vector: Vec<f32>,
    /// What shipped knowledge says.
    pub prior: TextPrior,
}

/// All of them, by number.
#[derive(Debug, Default)]
pub struct KeyTable {
    numbers: FxHashMap<String, u32>,
    keys: Vec<Key>,
}

impl KeyTable {
    /// By number.
    pub fn get(&self, number: u32) -> &Key {
        &self.keys[number as usize]
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    fn number(&self, key: &str) -> Option<u32> {
        self.numbers.get(key).copied()
    }
}

/// A row reduced to its descriptor's number and its context.
pub type Row = (u32, Context);

/// Description and payee as one text; most files repeat the one in the other.
fn full_text(description: &str, payee: Option<&str>) -> Normalized {
    match payee {
        Some(payee) if !payee.trim().is_empty() && !description.contains(payee.trim()) => {
            normalize(&format!("{description} {payee}"))
        }
        _ => normalize(description),
    }
}

impl Categorizer {
    /// Normalises rows and computes what is new about them.
    pub(super) fn locate<'a>(
        &mut self,
        rows: impl Iterator<Item = (&'a str, Option<&'a str>, i64)>,
    ) -> Result<Vec<Row>, EmbedError> {
        let rows: Vec<_> = rows.collect();
        let normalized: Vec<(Normalized, i64)> = rows
            .par_iter()
            .with_min_len(512)
            .map(|(description, payee, amount)| (full_text(description, *payee), *amount))
            .collect();
        let mut fresh: Vec<&str> = Vec::new();
        for (row, _) in &normalized {
            if self.keys.number(&row.key).is_none() {
                fresh.push(&row.key);
            }
        }
        fresh.sort_unstable();
        fresh.dedup();
        self.add_keys(&fresh)?;
        Ok(normalized
            .iter()
            .filter_map(|(row, amount)| {
                Some((self.keys.number(&row.key)?, Context::new(row.operation, *amount)))
            })
            .collect())
    }

    fn add_keys(&mut self, fresh: &[&str]) -> Result<(), EmbedError> {
        if fresh.is_empty() {
            return Ok(());
        }
        let vectors = match self.embedder.as_deref_mut() {
            Some(embedder) => vectors_for(embedder, self.cache.as_mut(), fresh)?,
            None => vec![Vec::new(); fresh.len()],
        };
        let (knowledge, names) = (&self.knowledge, &self.names);
        let keys: Vec<Key> = fresh
            .par_iter()
            .with_min_len(64)
            .zip(vectors)
            .map(|(text, vector)| {
                let sparse = text_features(text);
                let prior = TextPrior {
                    keys: knowledge.text_logits(text, &sparse, &vector),
                    names: names.likeness(text, &sparse, &vector),
                };
                Key { sparse, vector, prior }
            })
            .collect();
        for (text, key) in fresh.iter().zip(keys) {
            let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
            self.keys.numbers.insert((*text).to_owned(), number);
            self.keys.keys.push(key);
        }
        Ok(())
    }
}
