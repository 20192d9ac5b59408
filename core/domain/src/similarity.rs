//! How alike two descriptions are, in whole thousandths. No floats: the figure decides what merges, on every device alike.

use crate::identity::fold;
use std::cmp::Ordering;

/// Words that say how money moved, not to whom: no evidence that two rows are one.
const GENERIC: &[&str] = &[
    "a",
    "ao",
    "as",
    "br",
    "boleto",
    "card",
    "cartao",
    "cash",
    "compra",
    "compras",
    "conta",
    "credit",
    "credito",
    "cred",
    "da",
    "das",
    "de",
    "deb",
    "debit",
    "debito",
    "do",
    "doc",
    "dos",
    "e",
    "elo",
    "em",
    "enviada",
    "enviado",
    "from",
    "ltda",
    "mastercard",
    "me",
    "no",
    "of",
    "online",
    "pag",
    "pagamento",
    "para",
    "payment",
    "pgto",
    "pix",
    "por",
    "pos",
    "purchase",
    "recebida",
    "recebido",
    "sa",
    "saque",
    "sp",
    "ted",
    "the",
    "to",
    "transf",
    "transfer",
    "transferencia",
    "visa",
    "www",
    "com",
];

/// Longest part of a text that is looked at, in words: hostile input must not cost more than a line.
const MOST_WORDS: usize = 24;
const LONGEST_WORD: usize = 40;

/// A text cut into telling words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextEvidence {
    whole: String,
    words: Vec<String>,
}

impl TextEvidence {
    /// Folds and cuts the texts (description, payee, memo) together.
    pub fn new<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut whole = String::new();
        for text in texts {
            let folded = fold(text);
            if !folded.is_empty() && whole != folded {
                if !whole.is_empty() {
                    whole.push(' ');
                }
                whole.push_str(&folded);
            }
        }
        let mut words: Vec<String> = Vec::new();
        for word in whole.split(' ').filter(|word| telling(word)) {
            if words.len() < MOST_WORDS && !words.iter().any(|w| w == word) {
                words.push(word.chars().take(LONGEST_WORD).collect());
            }
        }
        Self { whole, words }
    }

    /// 0 (nothing in common, or nothing telling to compare) to 1000: the share of the shorter text, by letters,
    /// whose words occur in the longer one. A name typed by hand is found whole in the bank's long text.
    pub fn similarity(&self, other: &Self) -> u16 {
        if self.whole == other.whole {
            return if self.whole.is_empty() { 0 } else { 1000 };
        }
        // Of two texts of equal weight neither is the shorter: the better reading counts, so that order does not.
        match weight(&self.words).cmp(&weight(&other.words)) {
            Ordering::Less => self.share_in(other),
            Ordering::Greater => other.share_in(self),
            Ordering::Equal => self.share_in(other).max(other.share_in(self)),
        }
    }

    /// Likeness of two names, 0 to 1000: the share of either, by letters, that is in the other, whichever is less. Names that
    /// differ only in how they are cut into words are the same.
    pub fn likeness(&self, other: &Self) -> u16 {
        if self.whole == other.whole || (!self.words.is_empty() && self.together() == other.together()) {
            return if self.whole.is_empty() { 0 } else { 1000 };
        }
        self.share_in(other).min(other.share_in(self))
    }

    /// The telling words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The telling words written together.
    pub fn together(&self) -> String {
        self.words.concat()
    }

    /// Share of the own letters whose words occur in `long`, 0 to 1000.
    fn share_in(&self, long: &Self) -> u16 {
        let total = weight(&self.words);
        if total == 0 {
            return 0;
        }
        let found = |word: &&String| long.words.iter().any(|w| alike(word, w));
        let common: usize = self.words.iter().filter(found).map(String::len).sum();
        u16::try_from(common * 1000 / total).unwrap_or(1000)
    }
}

fn telling(word: &str) -> bool {
    word.len() > 1 && !word.bytes().all(|b| b.is_ascii_digit()) && !GENERIC.contains(&word)
}

fn weight(words: &[String]) -> usize {
    words.iter().map(String::len).sum()
}

/// Equal, cut short (`superm` for `supermercado`), or one slip of the keyboard in a long word.
fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let shorter = a.len().min(b.len());
    if shorter >= 4 && (a.starts_with(b) || b.starts_with(a)) {
        return true;
    }
    shorter >= 5 && a.len().abs_diff(b.len()) <= 1 && strsim::levenshtein(a, b) <= 1
}
