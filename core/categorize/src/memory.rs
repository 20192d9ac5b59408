//! Payee memory: what a person chose for the same normalised descriptor, newest first.

use rustc_hash::FxHashMap;

/// What one older choice is worth when the person has since chosen again.
const FADING: f32 = 0.6;
/// What the model's opinion is worth beside one fresh choice.
const MODEL: f32 = 0.25;

/// Choices for one descriptor and sign: (category, faded count).
type Choices = Vec<(usize, f32)>;

/// All choices.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    choices: FxHashMap<(u32, i8), Choices>,
}

impl Memory {
    /// Remembers a choice.
    pub fn remember(&mut self, key: u32, sign: i8, category: usize) {
        let choices = self.choices.entry((key, sign)).or_default();
        for (_, weight) in choices.iter_mut() {
            *weight *= FADING;
        }
        match choices.iter_mut().find(|(known, _)| *known == category) {
            Some((_, weight)) => *weight += 1.0,
            None => choices.push((category, 1.0)),
        }
    }

    /// The choices for a descriptor: those with the same sign, else those of any sign at half the worth.
    fn recall(&self, key: u32, sign: i8) -> Option<(&Choices, f32)> {
        let exact = self.choices.get(&(key, sign)).map(|choices| (choices, 1.0));
        exact.or_else(|| {
            [-1, 1, 0]
                .into_iter()
                .filter(|other| *other != sign)
                .find_map(|other| self.choices.get(&(key, other)))
                .map(|choices| (choices, 0.2))
        })
    }

    /// Mixes the memory into the model's probabilities. Returns the remembered best category, if anything is remembered.
    pub fn mix(&self, key: u32, sign: i8, probabilities: &mut [f32]) -> Option<usize> {
        let (choices, worth) = self.recall(key, sign)?;
        let total: f32 = choices.iter().map(|(_, weight)| weight * worth).sum();
        for p in probabilities.iter_mut() {
            *p *= MODEL / (total + MODEL);
        }
        for (category, weight) in choices {
            probabilities[*category] += weight * worth / (total + MODEL);
        }
        choices.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(category, _)| *category)
    }
}
