//! Categories, examples and embedders the tests share.

use categorize::{
    Categorizer, CategorySeed, Config, EmbedError, Embedder, EmbedderChoice, Example, Knowledge, MemoryCache,
    ModelId, Query, Vector, VectorCache, open_embedder,
};
use domain::{CategoryId, CategoryKey, CategoryKind, Currency, TransactionId};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub fn id(n: u8) -> CategoryId {
    CategoryId([n; 12])
}

/// One category per key, `id(position)`; `income` and its like are of their kind.
pub fn keyed() -> Vec<CategorySeed> {
    CategoryKey::ALL
        .iter()
        .zip(0_u8..)
        .map(|(key, n)| CategorySeed {
            id: id(n),
            key: Some(*key),
            name: key.as_str().replace('_', " "),
            kind: match key {
                CategoryKey::Income => CategoryKind::Income,
                CategoryKey::Transfer
                | CategoryKey::CardPayment
                | CategoryKey::InvestmentSavings
                | CategoryKey::Cash => CategoryKind::Transfer,
                _ => CategoryKind::Expense,
            },
        })
        .collect()
}

pub fn of(key: CategoryKey) -> CategoryId {
    id(u8::try_from(CategoryKey::ALL.iter().position(|k| *k == key).unwrap()).unwrap())
}

pub fn query(description: &str, amount_minor: i64) -> Query {
    Query {
        description: description.to_owned(),
        payee: None,
        amount_minor,
        currency: Currency::BRL,
        rule: None,
    }
}

pub fn example(n: u8, description: &str, amount_minor: i64, category: CategoryId) -> Example {
    Example {
        transaction: TransactionId([n; 12]),
        description: description.to_owned(),
        payee: None,
        amount_minor,
        currency: Currency::BRL,
        category,
    }
}

pub fn plain(categories: &[CategorySeed]) -> Categorizer {
    let knowledge = Knowledge::new(None, &mut MemoryCache::default()).unwrap();
    Categorizer::new(categories, knowledge, None, Box::<MemoryCache>::default(), Config::default()).unwrap()
}

pub fn cache_dir() -> PathBuf {
    std::env::var_os("VALORIZE_CACHE").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/valorize")),
        PathBuf::from,
    )
}

pub fn embedder() -> Box<dyn Embedder> {
    open_embedder(&EmbedderChoice::in_cache(&cache_dir()))
        .unwrap_or_else(|error| panic!("{error}\nThe model is missing: run `python3 infra/model/setup.py`"))
}

/// Counts how many texts reach the engine.
pub struct Counting(pub Box<dyn Embedder>, pub Arc<AtomicUsize>);

impl Embedder for Counting {
    fn model_id(&self) -> &ModelId {
        self.0.model_id()
    }

    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Vector>, EmbedError> {
        self.1.fetch_add(texts.len(), Ordering::Relaxed);
        self.0.embed(texts)
    }
}

/// A cache several categorisers can have in turn, as the store's is.
#[derive(Clone, Default)]
pub struct SharedCache(Arc<std::sync::Mutex<MemoryCache>>);

impl VectorCache for SharedCache {
    fn get_many(&mut self, model: &ModelId, keys: &[&str]) -> Result<Vec<Option<Vector>>, EmbedError> {
        self.0.lock().unwrap().get_many(model, keys)
    }

    fn put_many(&mut self, model: &ModelId, entries: &[(&str, &[f32])]) -> Result<(), EmbedError> {
        self.0.lock().unwrap().put_many(model, entries)
    }
}
