//! Names and words that by themselves tell what a payment was for.

use crate::normalize::{fold_words, rows};
use domain::CategoryKey;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Evidence of a brand, of a phrase and of a single generic word, in log-odds.
const BRAND: f32 = 4.0;
const PHRASE: f32 = 3.0;
const WORD: f32 = 2.0;
/// Evidence of a word that starts with a brand's name ("amazonprime...").
const PREFIX: f32 = 3.0;
/// Shorter brands are not looked for inside words.
const SHORTEST_PREFIX: usize = 6;
const LONGEST_PHRASE: usize = 4;

/// Phrase -> what it says.
pub struct Lexicon {
    phrases: FxHashMap<String, Vec<(usize, f32)>>,
    prefixes: Vec<(String, usize)>,
}

/// The texts the shipped knowledge is trained on: (place in [`CategoryKey::ALL`], text).
pub fn seeds() -> &'static [(usize, String)] {
    static SEEDS: OnceLock<Vec<(usize, String)>> = OnceLock::new();
    SEEDS.get_or_init(|| entries().map(|(key, phrase, _)| (key, phrase)).collect())
}

fn entries() -> impl Iterator<Item = (usize, String, bool)> {
    let keywords = rows(include_str!("../data/keywords.tsv")).map(|row| (row, false));
    let brands = rows(include_str!("../data/brands.tsv")).map(|row| (row, true));
    keywords.chain(brands).flat_map(|((key, phrases), brand)| {
        let key = CategoryKey::from_text(key).and_then(|key| CategoryKey::ALL.iter().position(|k| *k == key));
        phrases.split('|').filter_map(move |phrase| Some((key?, fold_words(phrase), brand)))
    })
}

/// The lexicon, read at the first call.
pub fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut lexicon = Lexicon { phrases: FxHashMap::default(), prefixes: Vec::new() };
        for (key, phrase, brand) in entries() {
            let strength = match (brand, phrase.contains(' ')) {
                (true, _) => BRAND,
                (false, true) => PHRASE,
                (false, false) => WORD,
            };
            if brand && !phrase.contains(' ') && phrase.len() >= SHORTEST_PREFIX {
                lexicon.prefixes.push((phrase.clone(), key));
            }
            let known = lexicon.phrases.entry(phrase).or_default();
            if known.iter().all(|(k, _)| *k != key) {
                known.push((key, strength));
            }
        }
        lexicon.prefixes.sort();
        lexicon
    })
}

impl Lexicon {
    /// Adds the evidence in a normalised key to `logits`, one per [`CategoryKey::ALL`].
    pub fn add(&self, key: &str, logits: &mut [f32]) {
        let words: Vec<&str> = key.split(' ').collect();
        let mut at = 0;
        while at < words.len() {
            let longest = LONGEST_PHRASE.min(words.len() - at);
            let hit = (1..=longest)
                .rev()
                .find_map(|n| Some((n, self.phrases.get(words[at..at + n].join(" ").as_str())?)));
            if let Some((n, keys)) = hit {
                for (key, strength) in keys {
                    logits[*key] += strength / (keys.len() as f32).sqrt();
                }
                at += n;
            } else {
                if let Some(key) = self.prefix(words[at]) {
                    logits[key] += PREFIX;
                }
                at += 1;
            }
        }
    }

    /// The brand a word starts with.
    fn prefix(&self, word: &str) -> Option<usize> {
        if word.len() <= SHORTEST_PREFIX {
            return None;
        }
        let after = self.prefixes.partition_point(|(brand, _)| brand.as_str() <= word);
        let (brand, key) = self.prefixes.get(after.checked_sub(1)?)?;
        word.starts_with(brand.as_str()).then_some(*key)
    }
}
