//! The replay itself.

use super::baselines::{Baseline, CharLinear, NaiveBayes, PayeeMajority, Seen};
use super::figures::{Figures, Outcome, Report};
use super::rows::LabelledRow;
use crate::Categorizer;
use crate::embed::{EmbedError, Embedder, ModelId, Vector, VectorCache, vectors_for};
use crate::knowledge::Knowledge;
use crate::normalize::normalize;
use crate::types::{CategorySeed, Config, Example, Query};
use domain::{CategoryId, CategoryKey, CategoryKind, Currency, TransactionId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// How the rows are split into what is learned and what is predicted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Day by day, per user.
    #[default]
    Chronological,
    /// Learn one half of the merchants, predict the other: every merchant is new. Labels are the shared keys where there are any.
    UnseenMerchants,
    /// Learn nothing: shipped knowledge alone.
    ColdStart,
}

/// Options of an evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// What is learned before what.
    pub mode: Mode,
}

/// Why an evaluation fails.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// Nothing to predict.
    #[error("the file has no labelled rows")]
    Empty,
    /// The embedder failed.
    #[error(transparent)]
    Embed(#[from] EmbedError),
}

/// One batch: rows to learn or predict together.
type Batch<'a> = Vec<&'a LabelledRow>;

/// A user's batches; those before `first_predicted` are learned without being predicted.
struct Course<'a> {
    batches: Vec<Batch<'a>>,
    first_predicted: usize,
    learn_predicted: bool,
}

/// Replays the rows through the categoriser and the baselines.
///
/// # Errors
/// [`EvaluateError::Empty`], or what the embedder says.
pub fn evaluate(
    rows: &[LabelledRow],
    embedder: Option<Box<dyn Embedder>>,
    cache: Box<dyn VectorCache>,
    options: Options,
) -> Result<Report, EvaluateError> {
    let rows: Vec<LabelledRow> = rows.iter().filter(|row| !row.label.is_empty()).cloned().collect();
    if rows.is_empty() {
        return Err(EvaluateError::Empty);
    }
    let courses = courses(&rows, options.mode);
    let embeddings = embedder.is_some();
    let product = replay_product(&courses, &rows, embedder, cache, options.mode)?;
    let labels: BTreeSet<&str> = rows.iter().map(|row| label(row, options.mode)).collect();
    let labels: BTreeMap<&str, usize> = labels.into_iter().enumerate().map(|(i, label)| (label, i)).collect();
    let kinds: [fn(usize) -> Box<dyn Baseline>; 3] = [
        |_| Box::new(PayeeMajority::default()),
        |n| Box::new(CharLinear::new(n)),
        |n| Box::new(NaiveBayes::new(n)),
    ];
    let baselines =
        kinds.iter().map(|kind| replay_baseline(&courses, &labels, *kind, options.mode)).collect();
    Ok(Report { product, baselines, embeddings })
}

/// What counts as the label: across merchants only the shared keys mean the same on both sides.
fn label(row: &LabelledRow, mode: Mode) -> &str {
    if mode != Mode::Chronological && !row.common.is_empty() { &row.common } else { &row.label }
}

fn courses(rows: &[LabelledRow], mode: Mode) -> Vec<Course<'_>> {
    match mode {
        Mode::Chronological => {
            let mut users: BTreeMap<&str, BTreeMap<&str, Batch>> = BTreeMap::new();
            for row in rows {
                users.entry(&row.user).or_default().entry(&row.date).or_default().push(row);
            }
            users
                .into_values()
                .map(|days| Course {
                    batches: days.into_values().collect(),
                    first_predicted: 0,
                    learn_predicted: true,
                })
                .collect()
        }
        Mode::UnseenMerchants => {
            let merchants: BTreeSet<&str> = rows.iter().map(|row| row.merchant.as_str()).collect();
            let even: BTreeSet<&str> = merchants.into_iter().step_by(2).collect();
            let (a, b): (Batch, Batch) = rows.iter().partition(|row| even.contains(row.merchant.as_str()));
            [vec![a.clone(), b.clone()], vec![b, a]]
                .into_iter()
                .map(|batches| Course { batches, first_predicted: 1, learn_predicted: false })
                .collect()
        }
        Mode::ColdStart => {
            vec![Course { batches: vec![rows.iter().collect()], first_predicted: 0, learn_predicted: false }]
        }
    }
}

/// The file's labels as categories: the name is the label, the key is the shared key most of its rows have.
fn categories(rows: &[LabelledRow], mode: Mode) -> Vec<CategorySeed> {
    let mut keys: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    for row in rows {
        *keys.entry(label(row, mode)).or_default().entry(&row.common).or_default() += 1;
    }
    keys.into_iter()
        .enumerate()
        .map(|(i, (name, keys))| {
            let key = keys.iter().max_by_key(|(_, n)| **n).and_then(|(key, _)| CategoryKey::from_text(key));
            CategorySeed { id: CategoryId(number(i)), key, name: name.replace('_', " "), kind: kind(key) }
        })
        .collect()
}

fn kind(key: Option<CategoryKey>) -> CategoryKind {
    use CategoryKey as K;
    match key {
        Some(K::Income) => CategoryKind::Income,
        Some(K::Transfer | K::CardPayment | K::InvestmentSavings | K::Cash) | None => CategoryKind::Transfer,
        Some(_) => CategoryKind::Expense,
    }
}

fn number(i: usize) -> [u8; 12] {
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&(i as u64).to_be_bytes());
    bytes
}

fn replay_product(
    courses: &[Course],
    rows: &[LabelledRow],
    mut embedder: Option<Box<dyn Embedder>>,
    mut cache: Box<dyn VectorCache>,
    mode: Mode,
) -> Result<Figures, EvaluateError> {
    let seeds = categories(rows, mode);
    let ids: BTreeMap<String, CategoryId> = seeds.iter().map(|seed| (seed.name.clone(), seed.id)).collect();
    let id = |row: &LabelledRow| {
        ids.get(&label(row, mode).replace('_', " ")).copied().unwrap_or(CategoryId([0; 12]))
    };
    let knowledge = Knowledge::new(embedder.as_deref_mut(), cache.as_mut())?;
    let keys: BTreeSet<String> = rows
        .iter()
        .map(|row| normalize(&row.description).key)
        .chain(seeds.iter().map(|s| s.name.clone()))
        .collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    if let Some(embedder) = embedder.as_deref_mut() {
        vectors_for(embedder, cache.as_mut(), &keys)?;
    }
    let shared = Shared::new(embedder, cache);
    let mut outcomes = Vec::with_capacity(rows.len());
    let start = Instant::now();
    for course in courses {
        let (embedder, cache) = shared.handles();
        let mut categorizer =
            Categorizer::new(&seeds, knowledge.clone(), embedder, cache, Config::default())?;
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (i, batch) in course.batches.iter().enumerate() {
            if i >= course.first_predicted {
                let queries: Vec<Query> = batch.iter().map(|row| query(row)).collect();
                for (row, suggestion) in batch.iter().zip(categorizer.suggest(&queries)?) {
                    outcomes.push(Outcome {
                        right: suggestion.category == Some(id(row)),
                        confidence: f32::from(suggestion.confidence_permille) / 1000.0,
                        seen: seen.contains(&normalize(&row.description).key),
                    });
                }
            }
            if i < course.first_predicted || course.learn_predicted {
                let examples: Vec<Example> = batch.iter().map(|row| example(row, id(row))).collect();
                categorizer.learn(&examples)?;
                seen.extend(batch.iter().map(|row| normalize(&row.description).key));
            }
        }
    }
    Ok(Figures::new("categoriser", &outcomes, start.elapsed().as_secs_f64()))
}

fn currency(row: &LabelledRow) -> Currency {
    Currency::from_code(&row.currency).unwrap_or(Currency::XXX)
}

fn query(row: &LabelledRow) -> Query {
    Query {
        description: row.description.clone(),
        payee: None,
        amount_minor: row.amount_minor,
        currency: currency(row),
        rule: None,
    }
}

fn example(row: &LabelledRow, category: CategoryId) -> Example {
    let transaction = TransactionId([0; 12]);
    Example {
        transaction,
        description: row.description.clone(),
        payee: None,
        amount_minor: row.amount_minor,
        currency: currency(row),
        category,
    }
}

fn replay_baseline(
    courses: &[Course],
    labels: &BTreeMap<&str, usize>,
    kind: fn(usize) -> Box<dyn Baseline>,
    mode: Mode,
) -> Figures {
    let mut outcomes = Vec::new();
    let mut name = "";
    let start = Instant::now();
    for course in courses {
        let mut baseline = kind(labels.len());
        name = baseline.name();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (i, batch) in course.batches.iter().enumerate() {
            let batch: Vec<Seen> = batch
                .iter()
                .map(|row| Seen {
                    text: row.description.to_lowercase(),
                    amount: row.amount_minor,
                    label: labels.get(label(row, mode)).copied().unwrap_or(0),
                })
                .collect();
            if i >= course.first_predicted {
                for row in &batch {
                    let answer = baseline.predict(&row.text, row.amount);
                    let seen = seen.contains(&normalize(&row.text).key);
                    outcomes.push(Outcome {
                        right: answer.is_some_and(|(label, _)| label == row.label),
                        confidence: answer.map_or(0.0, |(_, p)| p),
                        seen,
                    });
                }
            }
            if i < course.first_predicted || course.learn_predicted {
                baseline.learn(&batch);
                seen.extend(batch.iter().map(|row| normalize(&row.text).key));
            }
        }
    }
    Figures::new(name, &outcomes, start.elapsed().as_secs_f64())
}

type Lock<T> = Arc<Mutex<Box<T>>>;

/// One embedder and one cache for all users of a replay.
struct Shared {
    embedder: Option<(ModelId, Lock<dyn Embedder>)>,
    cache: Lock<dyn VectorCache>,
}

struct SharedEmbedder(ModelId, Lock<dyn Embedder>);

struct SharedCache(Lock<dyn VectorCache>);

impl Shared {
    fn new(embedder: Option<Box<dyn Embedder>>, cache: Box<dyn VectorCache>) -> Self {
        let embedder = embedder.map(|embedder| (embedder.model_id().clone(), Arc::new(Mutex::new(embedder))));
        Self { embedder, cache: Arc::new(Mutex::new(cache)) }
    }

    fn handles(&self) -> (Option<Box<dyn Embedder>>, Box<dyn VectorCache>) {
        let embedder = self.embedder.as_ref().map(|(id, embedder)| {
            Box::new(SharedEmbedder(id.clone(), Arc::clone(embedder))) as Box<dyn Embedder>
        });
        (embedder, Box::new(SharedCache(Arc::clone(&self.cache))))
    }
}

fn interrupted<T>(_: T) -> EmbedError {
    EmbedError::Engine("an earlier use was interrupted".to_owned())
}

impl Embedder for SharedEmbedder {
    fn model_id(&self) -> &ModelId {
        &self.0
    }

    fn embed(&mut self, texts: &[&str]) -> Result<Vec<Vector>, EmbedError> {
        self.1.lock().map_err(interrupted)?.embed(texts)
    }
}

impl VectorCache for SharedCache {
    fn get_many(&mut self, model: &ModelId, keys: &[&str]) -> Result<Vec<Option<Vector>>, EmbedError> {
        self.0.lock().map_err(interrupted)?.get_many(model, keys)
    }

    fn put_many(&mut self, model: &ModelId, entries: &[(&str, &[f32])]) -> Result<(), EmbedError> {
        self.0.lock().map_err(interrupted)?.put_many(model, entries)
    }
}
