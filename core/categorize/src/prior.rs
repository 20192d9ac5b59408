//! From odds of keys to odds of this book's categories: shared keys, categories without a key, names, and the sign.

use crate::features::{Context, Sparse, cosine};
use crate::knowledge::{KEYS, add_operation};
use crate::linear::softmax;
use crate::types::CategorySeed;
use domain::{CategoryKey, CategoryKind};

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
    name_words: Vec<String>,
    name_sparse: Sparse,
    name_vector: Vec<f32>,
}

/// What the text alone says: kept per descriptor.
#[derive(Debug, Clone, Default)]
pub struct TextPrior {
    /// Log-odds per key.
    pub keys: Vec<f32>,
    /// Bonus per category for the likeness of its name.
    pub names: Vec<f32>,
}

impl Profile {
    /// `name_logits` are the key odds of the category's own name, used when it has no key.
    pub fn new(
        seed: &CategorySeed,
        name: &str,
        name_logits: &[f32],
        name_sparse: Sparse,
        name_vector: Vec<f32>,
    ) -> Self {
        let known = seed.key.and_then(|key| CategoryKey::ALL.iter().position(|k| *k == key));
        let keys = if let Some(key) = known {
            vec![(key, 1.0)]
        } else {
            let mut odds = name_logits.to_vec();
            softmax(&mut odds);
            odds.iter().enumerate().filter(|(_, p)| **p > 0.1).map(|(key, p)| (key, p * 0.5)).collect()
        };
        let name_words = name.split(' ').filter(|word| word.len() >= 4).map(str::to_owned).collect();
        Self { kind: seed.kind, own_name: known.is_none(), keys, name_words, name_sparse, name_vector }
    }

    /// Likeness of the name and a descriptor, beyond chance.
    pub fn likeness(&self, key: &str, sparse: &Sparse, dense: &[f32]) -> f32 {
        let meaning: f32 = self.name_vector.iter().zip(dense).map(|(a, b)| a * b).sum();
        let letters = cosine(&self.name_sparse, sparse);
        let found = self.name_words.iter().filter(|word| key.split(' ').any(|other| other == *word)).count();
        let words = found as f32 / self.name_words.len().max(1) as f32;
        NAME * (meaning.max(letters).max(words) - CHANCE).max(0.0)
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
