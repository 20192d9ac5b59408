//! The methods to beat, as other programs do them.

use crate::features::Sparse;
use crate::linear::{Linear, Sample, Training, softmax};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A row as every baseline sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The description, lower case.
    pub text: String,
    /// Minor units.
    pub amount: i64,
    /// Number of the label.
    pub label: usize,
}

/// A method that learns batches and predicts one row: label and confidence, or nothing.
pub trait Baseline {
    /// Name for the table.
    fn name(&self) -> &'static str;
    /// Learns rows.
    fn learn(&mut self, rows: &[Seen]);
    /// Predicts a label.
    fn predict(&self, text: &str, amount: i64) -> Option<(usize, f32)>;
}

/// The label most often given to the same description (Actual's rule); without one, the most frequent label.
#[derive(Default)]
pub struct PayeeMajority {
    texts: FxHashMap<String, BTreeMap<usize, u32>>,
    all: BTreeMap<usize, u32>,
}

fn majority(counts: &BTreeMap<usize, u32>) -> Option<(usize, f32)> {
    let total: u32 = counts.values().sum();
    counts
        .iter()
        .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
        .map(|(label, n)| (*label, *n as f32 / total as f32))
}

impl Baseline for PayeeMajority {
    fn name(&self) -> &'static str {
        "payee majority"
    }

    fn learn(&mut self, rows: &[Seen]) {
        for row in rows {
            *self.texts.entry(row.text.clone()).or_default().entry(row.label).or_default() += 1;
            *self.all.entry(row.label).or_default() += 1;
        }
    }

    fn predict(&self, text: &str, _amount: i64) -> Option<(usize, f32)> {
        self.texts.get(text).and_then(majority).or_else(|| majority(&self.all))
    }
}

/// Multinomial naive Bayes over words with add-one smoothing (as `GnuCash` does).
pub struct NaiveBayes {
    words: FxHashMap<String, Vec<f32>>,
    totals: Vec<f32>,
    labels: Vec<f32>,
}

impl NaiveBayes {
    /// For this many labels.
    pub fn new(labels: usize) -> Self {
        Self { words: FxHashMap::default(), totals: vec![0.0; labels], labels: vec![0.0; labels] }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl Baseline for NaiveBayes {
    fn name(&self) -> &'static str {
        "naive Bayes"
    }

    fn learn(&mut self, rows: &[Seen]) {
        let labels = self.labels.len();
        for row in rows {
            self.labels[row.label] += 1.0;
            for word in words(&row.text) {
                self.words.entry(word.to_owned()).or_insert_with(|| vec![0.0; labels])[row.label] += 1.0;
                self.totals[row.label] += 1.0;
            }
        }
    }

    fn predict(&self, text: &str, _amount: i64) -> Option<(usize, f32)> {
        let size = self.words.len() as f32;
        let mut scores: Vec<f32> =
            self.labels.iter().map(|n| if *n > 0.0 { n.ln() } else { f32::NEG_INFINITY }).collect();
        for counts in words(text).filter_map(|word| self.words.get(word)) {
            for ((score, count), total) in scores.iter_mut().zip(counts).zip(&self.totals) {
                *score += ((count + 1.0) / (total + size)).ln();
            }
        }
        best(scores)
    }
}

fn best(mut scores: Vec<f32>) -> Option<(usize, f32)> {
    if scores.iter().all(|score| *score == f32::NEG_INFINITY) {
        return None;
    }
    softmax(&mut scores);
    scores
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))
        .map(|(label, p)| (label, *p))
}

/// Character 2-4-grams within words, TF-IDF, with sign and amount, into a linear model (as `smart_importer` does).
pub struct CharLinear {
    labels: usize,
    rows: Vec<Seen>,
    grams: FxHashMap<String, (u32, f32)>,
    idf: Vec<f32>,
    head: Linear,
}

/// Features beside the n-grams: two signs and sixty-four magnitudes.
const EXTRA: usize = 66;

impl CharLinear {
    /// For this many labels.
    pub fn new(labels: usize) -> Self {
        Self {
            labels,
            rows: Vec::new(),
            grams: FxHashMap::default(),
            idf: Vec::new(),
            head: Linear::new(labels, EXTRA, 0, 1.0),
        }
    }

    fn features(&self, text: &str, amount: i64) -> Sparse {
        let mut counts: BTreeMap<u32, f32> = BTreeMap::new();
        for gram in grams(text) {
            if let Some((index, _)) = self.grams.get(&gram) {
                *counts.entry(*index).or_default() += 1.0;
            }
        }
        let mut features: Sparse = counts.into_iter().map(|(i, n)| (i, n * self.idf[i as usize])).collect();
        let norm = features.iter().map(|(_, x)| x * x).sum::<f32>().sqrt().max(1e-9);
        for (_, x) in &mut features {
            *x /= norm;
        }
        let first = u32::try_from(self.idf.len()).unwrap_or(u32::MAX);
        if amount != 0 {
            features.push((first + u32::from(amount > 0), 0.5));
            features.push((first + 2 + amount.unsigned_abs().ilog2(), 0.3));
        }
        features
    }
}

fn grams(text: &str) -> Vec<String> {
    let mut grams = Vec::new();
    for word in text.split_whitespace() {
        let letters: Vec<char> =
            std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
        for n in 2..=4 {
            grams.extend(letters.windows(n).map(|gram| gram.iter().collect::<String>()));
        }
    }
    grams
}

impl Baseline for CharLinear {
    fn name(&self) -> &'static str {
        "character TF-IDF + linear"
    }

    fn learn(&mut self, rows: &[Seen]) {
        self.rows.extend_from_slice(rows);
        for row in rows {
            let mut once = grams(&row.text);
            once.sort_unstable();
            once.dedup();
            for gram in once {
                let next = u32::try_from(self.grams.len()).unwrap_or(u32::MAX);
                self.grams.entry(gram).or_insert((next, 0.0)).1 += 1.0;
            }
        }
        self.idf = vec![0.0; self.grams.len()];
        for (index, documents) in self.grams.values() {
            self.idf[*index as usize] = ((1.0 + self.rows.len() as f32) / (1.0 + documents)).ln() + 1.0;
        }
        let mut distinct: BTreeMap<(&str, i64, usize), f32> = BTreeMap::new();
        for row in &self.rows {
            *distinct.entry((&row.text, row.amount, row.label)).or_default() += 1.0;
        }
        let features: Vec<(Sparse, usize, f32)> = distinct
            .into_iter()
            .map(|((text, amount, label), n)| (self.features(text, amount), label, n))
            .collect();
        let samples: Vec<Sample> = features
            .iter()
            .map(|(sparse, class, weight)| Sample {
                sparse: [sparse, &[]],
                dense: &[],
                offset: &[],
                class: *class,
                weight: *weight,
            })
            .collect();
        self.head = Linear::new(self.labels, self.idf.len() + EXTRA, 0, 1.0);
        self.head.train(&samples, Training { epochs: 12, rate: 0.5, decay: 1e-5 });
    }

    fn predict(&self, text: &str, amount: i64) -> Option<(usize, f32)> {
        if self.rows.is_empty() {
            return None;
        }
        best(self.head.text_logits(&self.features(text, amount), &[]))
    }
}
