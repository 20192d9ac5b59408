//! Descriptor -> stable key: what is left of a bank's text when dates, numbers, prefixes, places and legal forms are gone.

mod phrases;
mod tokens;

pub use phrases::rows;
use phrases::{Trie, glossary, lists};
use tokens::{Token, fold, split};

/// How money moved, as the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Operation {
    /// The text does not say.
    None,
    /// Pix sent.
    PixOut,
    /// Pix received.
    PixIn,
    /// Bank transfer.
    Wire,
    /// Card purchase.
    Card,
    /// Direct debit.
    DebitOrder,
    /// Bill payment.
    Bill,
    /// Credit to the account.
    Credit,
    /// Payment between people.
    P2p,
    /// Cash at a machine or counter.
    Cash,
    /// Fee of the bank.
    Fee,
}

impl Operation {
    /// How many there are.
    pub const COUNT: usize = 11;

    /// The operation with this code, as in `data/operations.tsv`.
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "pix_out" => Self::PixOut,
            "pix_in" => Self::PixIn,
            "wire" => Self::Wire,
            "card" => Self::Card,
            "debit_order" => Self::DebitOrder,
            "bill" => Self::Bill,
            "credit" => Self::Credit,
            "p2p" => Self::P2p,
            "cash" => Self::Cash,
            "fee" => Self::Fee,
            _ => return None,
        })
    }
}

/// A descriptor, normalised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized {
    /// Folded words that name the counterparty or the matter; never empty when the text has a letter or digit.
    pub key: String,
    /// How money moved.
    pub operation: Operation,
}

/// Version of the rules here and of the glossary: part of the key under which vectors are cached.
pub const TEXT_VERSION: u32 = 1;

/// Normalises one descriptor.
pub fn normalize(description: &str) -> Normalized {
    let lists = lists();
    let folded = fold(description);
    let text = lists.without_acquirer(&folded);
    let mut words: Vec<&str> = Vec::with_capacity(12);
    let mut after_number = false;
    split(text, |token| match token {
        Token::Word(word) => {
            if !(after_number && lists.is_month(word)) {
                words.push(word);
            }
            after_number = false;
        }
        Token::Noise => after_number = true,
    });
    let mut operation = Operation::None;
    for _ in 0..2 {
        let Some((length, found)) = lists.operations.longest(&words) else { break };
        if operation == Operation::None {
            operation = found;
        }
        if !has_substance(&words[length..]) {
            break;
        }
        words.drain(..length);
    }
    if words.iter().any(|word| !lists.is_legal(word) && word.len() > 2) {
        words.retain(|word| !lists.is_legal(word));
    }
    if words.len() > 2 && words.ends_with(&["s", "a"]) {
        words.truncate(words.len() - 2); // "S.A.", "S/A"
    }
    drop_places(&mut words, &lists.cities);
    words.dedup();
    let key = if words.is_empty() { fallback(&folded) } else { words.join(" ") };
    Normalized { key, operation }
}

/// Is there a word left that can name something?
fn has_substance(words: &[&str]) -> bool {
    words.iter().any(|word| word.len() >= 3)
}

/// Takes country and state codes and city names off the end, as long as a name is left.
fn drop_places(words: &mut Vec<&str>, cities: &Trie<()>) {
    loop {
        let last_is_region = words.last().is_some_and(|word| lists().is_region(word));
        let cut = if last_is_region && words.len() > 1 {
            1
        } else {
            (1..=3.min(words.len())).rev().find(|&n| cities.exact(&words[words.len() - n..])).unwrap_or(0)
        };
        if cut == 0 || !has_substance(&words[..words.len() - cut]) {
            return;
        }
        words.truncate(words.len() - cut);
    }
}

/// For texts of numbers and marks only: their letters and digits, so that different texts stay different.
fn fallback(folded: &str) -> String {
    let mut key = String::with_capacity(folded.len());
    for part in folded.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(part);
    }
    key
}

/// The English-leaning text that is embedded for a key: generic Portuguese nouns replaced, the rest as it is.
pub fn embedding_text(key: &str) -> String {
    let glossary = glossary();
    let mut text = String::with_capacity(key.len() + 16);
    for word in key.split(' ') {
        let word = glossary.get(word).copied().unwrap_or(word);
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// Folded words of a plain phrase, as they stand: for the shipped lists.
pub fn fold_words(phrase: &str) -> String {
    fallback(&fold(phrase))
}
