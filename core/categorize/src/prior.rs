//! From odds of keys to odds of this book's categories: shared keys, categories without a key, names, and the sign.

use crate::features::{Context, Sparse};
use crate::knowledge::{KEYS, add_operation};
use crate::linear::softmax;
use crate::types::CategorySeed;
use domain::{CategoryKey, CategoryKind};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Least probability a category starts with: any can be learned.
const FLOOR: f32 = 1e-4;
/// What a category without a key starts with, before its name is compared.
const OWN: f32 = 0.01;
/// How much a likeness of name and descriptor says.
const NAME: f32 = 5.0;
/// Likeness that chance gives.
const CHANCE: f32 = 0.25;

/// A category, ready to be scored.
#[derive(Debug, Clone)]
pub struct Profile {
    kind: CategoryKind,
    /// Has no key: its name must speak for it.
    own_name: bool,
    /// Share of each key that means this category.
    keys: Vec<(usize, f32)>,
}

/// What the text alone says: kept per descriptor.
#[derive(Debug, Clone, Default)]
pub struct TextPrior {
    /// Log-odds per key.
    pub keys: Vec<f32>,
    /// Bonus per category for the likeness of its name.
    pub names: Vec<f32>,
}

/// The names of all categories, turned round: from a feature or word to the names that have it.
#[derive(Debug, Clone, Default)]
pub struct Names {
    letters: FxHashMap<u32, Vec<(usize, f32)>>,
    words: FxHashMap<String, Vec<usize>>,
    /// Words of four letters and more, per name.
    counts: Vec<usize>,
    vectors: Vec<Vec<f32>>,
}

impl Names {
    /// Of categories in their order.
    pub fn new(names: impl IntoIterator<Item = (String, Sparse, Vec<f32>)>) -> Self {
        let mut all = Self::default();
        for (place, (name, sparse, vector)) in names.into_iter().enumerate() {
            let length = norm(&sparse);
            for (feature, weight) in sparse {
                all.letters.entry(feature).or_default().push((place, weight / length));
            }
            let words: Vec<&str> = name.split(' ').filter(|word| word.len() >= 4).collect();
            for word in &words {
                all.words.entry((*word).to_owned()).or_default().push(place);
            }
            all.counts.push(words.len());
            all.vectors.push(vector);
        }
        all
    }

    /// Likeness of every name and a descriptor, beyond chance: of meaning, letters or words, whichever is greatest.
    pub fn likeness(&self, key: &str, sparse: &Sparse, dense: &[f32]) -> Vec<f32> {
        let mut letters = vec![0.0_f32; self.counts.len()];
        let length = norm(sparse);
        for (feature, weight) in sparse {
            for (place, own) in self.letters.get(feature).into_iter().flatten() {
                letters[*place] += weight / length * own;
            }
        }
        let mut found = vec![0_usize; self.counts.len()];
        let words: BTreeSet<&str> = key.split(' ').collect();
        for place in words.into_iter().filter_map(|word| self.words.get(word)).flatten() {
            found[*place] += 1;
        }
        let meaning = |vector: &[f32]| -> f32 { vector.iter().zip(dense).map(|(a, b)| a * b).sum() };
        (0..self.counts.len())
            .map(|place| {
                let words = found[place] as f32 / self.counts[place].max(1) as f32;
                let best = meaning(&self.vectors[place]).max(letters[place]).max(words);
                NAME * (best - CHANCE).max(0.0)
            })
            .collect()
    }
}

fn norm(sparse: &Sparse) -> f32 {
    sparse.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
}

impl Profile {
    /// `name_logits` are the key odds of the category's own name, used when it has no key.
    pub fn new(seed: &CategorySeed, name_logits: &[f32]) -> Self {
        let known = seed.key.and_then(|key| CategoryKey::ALL.iter().position(|k| *k == key));
        let keys = if let Some(key) = known {
            vec![(key, 1.0)]
        } else {
            let mut odds = name_logits.to_vec();
            softmax(&mut odds);
            odds.iter().enumerate().filter(|(_, p)| **p > 0.1).map(|(key, p)| (key, p * 0.5)).collect()
        };
        Self { kind: seed.kind, own_name: known.is_none(), keys }
    }

    fn sign_bonus(&self, sign: i8) -> f32 {
        match (sign, self.kind) {
            (1, CategoryKind::Expense) => -1.5,
            (1, CategoryKind::Income) => 2.0,
            (1, CategoryKind::Transfer) => 0.5,
            (-1, CategoryKind::Income) => -4.0,
            _ => 0.0,
        }
    }
}

/// Log-odds of every category.
pub fn category_offsets(profiles: &[Profile], text: &TextPrior, context: Context) -> Vec<f32> {
    let mut keys = text.keys.clone();
    add_operation(context, &mut keys);
    softmax(&mut keys);
    let mut claims = [0.0_f32; KEYS];
    for (profile, bonus) in profiles.iter().zip(&text.names) {
        for (key, share) in &profile.keys {
            claims[*key] += share * bonus.exp();
        }
    }
    profiles
        .iter()
        .zip(&text.names)
        .map(|(profile, bonus)| {
            let inherited: f32 = profile
                .keys
                .iter()
                .map(|(key, share)| keys[*key] * share * bonus.exp() / claims[*key].max(1.0))
                .sum();
            let own = if profile.own_name { OWN * bonus.exp() } else { 0.0 };
            (inherited + own + FLOOR).ln() + profile.sign_bonus(context.sign)
        })
        .collect()
}
