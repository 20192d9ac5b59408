//! The categoriser: learns a person's choices, suggests categories, shows the rows a suggestion rests on.

mod answer;
mod keys;
mod refit;

use crate::calibrate::Calibrator;
use crate::embed::{EmbedError, Embedder, VectorCache};
use crate::features::{Context, HASHED, Sparse, cosine, text_features};
use crate::knowledge::Knowledge;
use crate::linear::Linear;
use crate::memory::Memory;
use crate::normalize::fold_words;
use crate::prior::{Names, Profile};
use crate::types::{CategorySeed, Config, Example, Neighbour, Query, Suggestion};
use domain::{CategoryId, TransactionId};
use keys::KeyTable;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How much the embedding counts in the book's own head.
const DENSE: f32 = 1.5;
/// Newest examples that are predicted before they are learned when much is learned at once; they set the calibration.
const REPLAYED: usize = 1_000;

/// See the module.
pub struct Categorizer {
    seeds: Vec<CategorySeed>,
    index: FxHashMap<CategoryId, usize>,
    profiles: Vec<Profile>,
    names: Names,
    knowledge: Knowledge,
    embedder: Option<Box<dyn Embedder>>,
    cache: Box<dyn VectorCache>,
    config: Config,
    keys: KeyTable,
    memory: Memory,
    head: Linear,
    calibrator: Calibrator,
    /// What was chosen how often, by descriptor and context.
    history: BTreeMap<(u32, Context), BTreeMap<usize, u32>>,
    /// Newest row per descriptor and category.
    newest: BTreeMap<(u32, usize), TransactionId>,
    /// Labels since the head was fitted.
    unfitted: usize,
    learned: usize,
}

impl Categorizer {
    /// A categoriser for these categories, over shipped knowledge made with the same embedder. Without an embedder it
    /// works on characters, words and lists alone.
    ///
    /// # Errors
    /// Those of the embedder and the cache, on the categories' names.
    pub fn new(
        categories: &[CategorySeed],
        knowledge: Knowledge,
        mut embedder: Option<Box<dyn Embedder>>,
        mut cache: Box<dyn VectorCache>,
        config: Config,
    ) -> Result<Self, EmbedError> {
        let names: Vec<String> = categories.iter().map(|seed| fold_words(&seed.name)).collect();
        let texts: Vec<&str> = names.iter().map(String::as_str).collect();
        let vectors = match embedder.as_deref_mut() {
            Some(embedder) => crate::embed::vectors_for(embedder, cache.as_mut(), &texts)?,
            None => vec![Vec::new(); texts.len()],
        };
        let dimension = vectors.first().map_or(0, Vec::len);
        let sparse: Vec<Sparse> = names.iter().map(|name| text_features(name)).collect();
        let profiles = categories
            .iter()
            .zip(names.iter().zip(&sparse).zip(&vectors))
            .map(|(seed, ((name, sparse), vector))| {
                Profile::new(seed, &knowledge.text_logits(name, sparse, vector))
            })
            .collect();
        let names = names.into_iter().zip(sparse).zip(vectors);
        let names = Names::new(names.map(|((name, sparse), vector)| (name, sparse, vector)));
        Ok(Self {
            seeds: categories.to_vec(),
            index: categories.iter().enumerate().map(|(i, seed)| (seed.id, i)).collect(),
            profiles,
            names,
            knowledge,
            embedder,
            cache,
            config,
            keys: KeyTable::default(),
            memory: Memory::default(),
            head: Linear::new(categories.len(), HASHED, dimension, DENSE),
            calibrator: Calibrator::default(),
            history: BTreeMap::new(),
            newest: BTreeMap::new(),
            unfitted: 0,
            learned: 0,
        })
    }

    /// Are embeddings in use?
    pub fn has_embeddings(&self) -> bool {
        self.embedder.is_some()
    }

    /// Changes the threshold.
    pub fn set_config(&mut self, config: Config) {
        self.config = config;
    }

    /// Learns choices of a person, oldest first. Examples of unknown categories are left out.
    /// The newest are first predicted, which sets the calibration; the head is fitted again when it is next needed.
    ///
    /// # Errors
    /// Those of the embedder and the cache.
    pub fn learn(&mut self, examples: &[Example]) -> Result<(), EmbedError> {
        let rows = self
            .locate(examples.iter().map(|e| (e.description.as_str(), e.payee.as_deref(), e.amount_minor)))?;
        let labelled: Vec<_> = rows
            .into_iter()
            .zip(examples)
            .filter_map(|(row, example)| {
                Some((row, *self.index.get(&example.category)?, example.transaction))
            })
            .collect();
        let (old, new) = labelled.split_at(labelled.len().saturating_sub(REPLAYED));
        self.store(old);
        self.calibrate_on(new);
        self.store(new);
        Ok(())
    }

    /// One suggestion per query, in order.
    ///
    /// # Errors
    /// Those of the embedder and the cache.
    pub fn suggest(&mut self, queries: &[Query]) -> Result<Vec<Suggestion>, EmbedError> {
        let rows = self
            .locate(queries.iter().map(|q| (q.description.as_str(), q.payee.as_deref(), q.amount_minor)))?;
        Ok(self.answer(&rows, queries))
    }

    /// The `count` rows a person categorised that are most like the query, one per descriptor and category.
    ///
    /// # Errors
    /// Those of the embedder and the cache.
    pub fn nearest(&mut self, query: &Query, count: usize) -> Result<Vec<Neighbour>, EmbedError> {
        let row = self.locate(std::iter::once((
            query.description.as_str(),
            query.payee.as_deref(),
            query.amount_minor,
        )))?;
        let Some(&(key, _)) = row.first() else { return Ok(Vec::new()) };
        let own = self.keys.get(key);
        let mut found: Vec<(f32, TransactionId, usize)> = self
            .newest
            .iter()
            .map(|(&(other, category), &transaction)| {
                let other = self.keys.get(other);
                let meaning: f32 = own.vector.iter().zip(&other.vector).map(|(a, b)| a * b).sum();
                let letters = cosine(&own.sparse, &other.sparse);
                let likeness = if own.vector.is_empty() { letters } else { 0.5 * meaning + 0.5 * letters };
                (likeness, transaction, category)
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        Ok(found
            .into_iter()
            .map(|(likeness, transaction, category)| Neighbour {
                transaction,
                category: self.seeds[category].id,
                similarity_permille: answer::permille(likeness),
            })
            .collect())
    }
}
