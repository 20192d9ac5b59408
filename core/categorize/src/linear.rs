//! Multinomial logistic regression over sparse and dense features, trained by `AdaGrad` in a fixed order.

use crate::features::Sparse;
use serde::{Deserialize, Serialize};

/// One training example.
pub struct Sample<'a> {
    /// Sparse parts, added up.
    pub sparse: [&'a [(u32, f32)]; 2],
    /// Dense part; may be empty.
    pub dense: &'a [f32],
    /// What is known before: log-odds added to the logits; may be empty.
    pub offset: &'a [f32],
    /// The right class.
    pub class: usize,
    /// How much it counts.
    pub weight: f32,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Training {
    /// Passes over the samples.
    pub epochs: u32,
    /// Step size.
    pub rate: f32,
    /// Pull towards zero per step.
    pub decay: f32,
}

/// The weights; features in rows, classes in columns, so that one feature touches one run of memory.
#[derive(Debug, Clone)]
pub struct Linear {
    classes: usize,
    bias: Vec<f32>,
    sparse: Vec<f32>,
    dense: Vec<f32>,
    /// The dense part is multiplied by this.
    dense_scale: f32,
}

/// A head written down: the rows of features that have any weight, and the rest in full.
#[derive(Debug, Serialize, Deserialize)]
pub struct Written {
    classes: usize,
    features: usize,
    bias: Vec<f32>,
    rows: Vec<u32>,
    weights: Vec<f32>,
    dense: Vec<f32>,
    dense_scale: f32,
}

/// Sums of squared gradients.
struct Accumulated {
    bias: Vec<f32>,
    sparse: Vec<f32>,
    dense: Vec<f32>,
}

impl Linear {
    /// All zero.
    pub fn new(classes: usize, hashed: usize, dense: usize, dense_scale: f32) -> Self {
        Self {
            classes,
            bias: vec![0.0; classes],
            sparse: vec![0.0; hashed * classes],
            dense: vec![0.0; dense * classes],
            dense_scale,
        }
    }

    /// As it is written down.
    pub fn to_written(&self) -> Written {
        let (mut rows, mut weights) = (Vec::new(), Vec::new());
        for (row, values) in (0_u32..).zip(self.sparse.chunks_exact(self.classes.max(1))) {
            if values.iter().any(|value| *value != 0.0) {
                rows.push(row);
                weights.extend_from_slice(values);
            }
        }
        let features = self.sparse.len() / self.classes.max(1);
        let (bias, dense) = (self.bias.clone(), self.dense.clone());
        Written { classes: self.classes, features, bias, rows, weights, dense, dense_scale: self.dense_scale }
    }

    /// From what was written down; `None` when its parts do not fit together.
    pub fn from_written(written: Written, classes: usize, features: usize) -> Option<Self> {
        let dense = written.dense.len();
        if written.classes != classes
            || written.features != features
            || classes == 0
            || !dense.is_multiple_of(classes)
        {
            return None;
        }
        if written.bias.len() != classes || written.weights.len() != written.rows.len() * classes {
            return None;
        }
        let mut head = Self::new(classes, features, dense / classes, written.dense_scale);
        for (row, values) in written.rows.iter().zip(written.weights.chunks_exact(classes)) {
            let start = *row as usize * classes;
            head.sparse.get_mut(start..start + classes)?.copy_from_slice(values);
        }
        head.bias = written.bias;
        head.dense = written.dense;
        Some(head)
    }

    /// Adds the logits of a sparse vector.
    pub fn add_sparse(&self, sparse: &[(u32, f32)], logits: &mut [f32]) {
        for &(feature, x) in sparse {
            let start = feature as usize * self.classes;
            for (logit, w) in logits.iter_mut().zip(&self.sparse[start..start + self.classes]) {
                *logit += x * w;
            }
        }
    }

    /// Adds the logits of a dense vector (an empty one adds nothing).
    pub fn add_dense(&self, dense: &[f32], logits: &mut [f32]) {
        for (x, row) in dense.iter().zip(self.dense.chunks_exact(self.classes.max(1))) {
            let x = x * self.dense_scale;
            for (logit, w) in logits.iter_mut().zip(row) {
                *logit += x * w;
            }
        }
    }

    /// Bias and text part of the logits.
    pub fn text_logits(&self, sparse: &Sparse, dense: &[f32]) -> Vec<f32> {
        let mut logits = self.bias.clone();
        self.add_sparse(sparse, &mut logits);
        self.add_dense(dense, &mut logits);
        logits
    }

    /// Trains on the samples, in an order that depends on their number alone.
    pub fn train(&mut self, samples: &[Sample], training: Training) {
        if samples.is_empty() || self.classes == 0 {
            return;
        }
        let mut seen = Accumulated {
            bias: vec![1e-3; self.bias.len()],
            sparse: vec![1e-3; self.sparse.len()],
            dense: vec![1e-3; self.dense.len()],
        };
        let mut order: Vec<usize> = (0..samples.len()).collect();
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut errors = vec![0.0; self.classes];
        for _ in 0..training.epochs {
            shuffle(&mut order, &mut state);
            for &i in &order {
                self.step(&samples[i], training, &mut seen, &mut errors);
            }
        }
    }

    fn step(&mut self, sample: &Sample, training: Training, seen: &mut Accumulated, errors: &mut [f32]) {
        errors.copy_from_slice(&self.bias);
        for (e, o) in errors.iter_mut().zip(sample.offset) {
            *e += o;
        }
        for part in sample.sparse {
            self.add_sparse(part, errors);
        }
        self.add_dense(sample.dense, errors);
        softmax(errors);
        errors[sample.class] -= 1.0;
        for e in errors.iter_mut() {
            *e *= sample.weight;
        }
        update(&mut self.bias, &mut seen.bias, errors, 1.0, training);
        for part in sample.sparse {
            for &(feature, x) in part {
                let range = feature as usize * self.classes..(feature as usize + 1) * self.classes;
                update(&mut self.sparse[range.clone()], &mut seen.sparse[range], errors, x, training);
            }
        }
        let rows = self.dense.chunks_exact_mut(self.classes).zip(seen.dense.chunks_exact_mut(self.classes));
        for (x, (row, seen)) in sample.dense.iter().zip(rows) {
            update(row, seen, errors, x * self.dense_scale, training);
        }
    }
}

fn update(weights: &mut [f32], seen: &mut [f32], errors: &[f32], x: f32, training: Training) {
    for ((w, s), e) in weights.iter_mut().zip(seen).zip(errors) {
        let gradient = e * x + training.decay * *w;
        *s += gradient * gradient;
        *w -= training.rate * gradient / s.sqrt();
    }
}

/// Turns logits into probabilities.
pub fn softmax(logits: &mut [f32]) {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for l in logits.iter_mut() {
        *l = (*l - top).exp();
        sum += *l;
    }
    for l in logits.iter_mut() {
        *l /= sum;
    }
}

/// Fisher-Yates with `xorshift64`.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for i in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(i, (*state % (i as u64 + 1)) as usize);
    }
}
