//! The lists behind normalisation, read once from `data/`, and lookup of phrases by their words.

use super::Operation;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// Phrases of up to six words, found by hashing their words.
pub struct Trie<T> {
    phrases: FxHashMap<String, T>,
    firsts: FxHashSet<String>,
    longest: usize,
}

impl<T: Copy> Trie<T> {
    /// From phrases with their values; words are separated by one space.
    pub fn new<'a>(entries: impl Iterator<Item = (&'a str, T)>) -> Self {
        let mut trie = Self { phrases: FxHashMap::default(), firsts: FxHashSet::default(), longest: 0 };
        for (phrase, value) in entries {
            trie.longest = trie.longest.max(phrase.split(' ').count());
            trie.firsts.extend(phrase.split(' ').next().map(str::to_owned));
            trie.phrases.entry(phrase.to_owned()).or_insert(value);
        }
        trie
    }

    /// The longest phrase that starts `words`: how many words, and its value.
    pub fn longest(&self, words: &[&str]) -> Option<(usize, T)> {
        if !self.firsts.contains(*words.first()?) {
            return None;
        }
        let mut phrase = String::new();
        let mut found = None;
        for (i, word) in words.iter().take(self.longest).enumerate() {
            if i > 0 {
                phrase.push(' ');
            }
            phrase.push_str(word);
            if let Some(value) = self.phrases.get(&phrase) {
                found = Some((i + 1, *value));
            }
        }
        found
    }

    /// Are these words exactly one of the phrases?
    pub fn exact(&self, words: &[&str]) -> bool {
        words.first().is_some_and(|word| self.firsts.contains(*word))
            && matches!(self.longest(words), Some((n, _)) if n == words.len())
    }
}

/// Every list of `data/` that normalisation needs.
pub struct Lists {
    /// Operation phrases.
    pub operations: Trie<Operation>,
    /// Cities.
    pub cities: Trie<()>,
    acquirers: FxHashSet<&'static str>,
    legal: FxHashSet<&'static str>,
    regions: FxHashSet<&'static str>,
    months: FxHashSet<&'static str>,
}

const MONTHS: &str = "jan feb fev mar apr abr may mai jun jul aug ago sep set oct out nov dec dez january february march april \
    june july august september october november december janeiro fevereiro marco abril maio junho julho agosto setembro \
    outubro novembro dezembro";

/// The lists, read at the first call.
pub fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists {
        operations: Trie::new(rows(include_str!("../../data/operations.tsv")).flat_map(|(code, phrases)| {
            let operation = Operation::from_code(code).unwrap_or(Operation::None);
            phrases.split('|').map(move |phrase| (phrase, operation))
        })),
        cities: Trie::new(include_str!("../../data/cities.txt").lines().map(|city| (city, ()))),
        acquirers: include_str!("../../data/acquirers.txt").lines().collect(),
        legal: include_str!("../../data/legal.txt").lines().collect(),
        regions: include_str!("../../data/regions.txt").split_whitespace().collect(),
        months: MONTHS.split_whitespace().collect(),
    })
}

impl Lists {
    /// The text after a payment acquirer's prefix ("pag*", "sq *"), or all of it.
    pub fn without_acquirer<'a>(&self, folded: &'a str) -> &'a str {
        match folded.split_once('*') {
            Some((prefix, rest))
                if self.acquirers.contains(prefix.trim())
                    && rest.bytes().filter(u8::is_ascii_alphabetic).count() >= 2 =>
            {
                rest
            }
            _ => folded,
        }
    }

    /// A legal form or other word that says nothing of the business.
    pub fn is_legal(&self, word: &str) -> bool {
        self.legal.contains(word)
    }

    /// A country or state code.
    pub fn is_region(&self, word: &str) -> bool {
        self.regions.contains(word)
    }

    /// A month's name, full or short.
    pub fn is_month(&self, word: &str) -> bool {
        self.months.contains(word)
    }
}

/// `name<TAB>values` rows of a data file; `#` starts a comment.
pub fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// Portuguese word -> English words.
pub fn glossary() -> &'static FxHashMap<&'static str, &'static str> {
    static GLOSSARY: OnceLock<FxHashMap<&'static str, &'static str>> = OnceLock::new();
    GLOSSARY.get_or_init(|| {
        rows(include_str!("../../data/glossary.tsv"))
            .flat_map(|(english, words)| words.split(' ').map(move |word| (word, english)))
            .collect()
    })
}
