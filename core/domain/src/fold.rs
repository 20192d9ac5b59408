//! Folding of text for search: lower case, no accents, single spaces.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds a text; fold what a person searches for in the same way, then compare with the column `search`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    add(&mut folded, text);
    folded
}

fn add(folded: &mut String, text: &str) {
    let start = folded.len();
    let mut push = |c: char| {
        if c.is_whitespace() {
            if folded.len() > start && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(c.to_lowercase());
        }
    };
    if text.is_ascii() {
        text.chars().for_each(&mut push);
    } else {
        text.nfd().filter(|c| !is_combining_mark(*c)).for_each(&mut push);
    }
    if folded.len() > start && folded.ends_with(' ') {
        folded.pop();
    }
}

/// The searchable text of a row: its texts folded, each that the former ones do not already contain.
pub fn search_text(texts: &[Option<&str>]) -> String {
    let mut all = String::new();
    for text in texts.iter().flatten() {
        let next = fold(text);
        if !all.contains(&next) {
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(&next);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_spaces_are_folded() {
        assert_eq!(fold("  Padaria  São JOÃO\t"), "padaria sao joao");
        assert_eq!(search_text(&[Some("PIX Ana"), None, Some("ana"), Some("Nota")]), "pix ana nota");
    }
}
