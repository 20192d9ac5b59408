//! What is being typed at a place in a query, for completion.

use super::lex::lex;
use super::{Key, Span};

/// What could stand at the cursor, and the text it would replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What to replace.
    pub span: Span,
    /// What is wanted there.
    pub wanted: Wanted,
    /// What stands there up to the cursor.
    pub typed: String,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A keyword, or a free word.
    Key,
    /// A value of this keyword.
    Value(Key),
    /// The value of a word that is no keyword: nobody can say what stands there.
    Unknown,
}

/// What is being typed at `cursor`, in characters.
pub fn place_at(text: &str, cursor: usize) -> Place {
    let touched = lex(text).into_iter().find(|raw| raw.span.start <= cursor && cursor <= raw.span.end);
    let here = Span { start: cursor, end: cursor };
    let nothing = Place { span: here, wanted: Wanted::Key, typed: String::new() };
    let Some(raw) = touched else { return nothing };
    let part = |from: usize| -> String {
        text.chars().skip(from).take(cursor.saturating_sub(from)).filter(|c| *c != '"').collect()
    };
    match &raw.key {
        Some((word, _, _)) if cursor >= raw.place.start => match Key::from_word(word) {
            Some(key) => Place { span: raw.place, wanted: Wanted::Value(key), typed: part(raw.place.start) },
            None => Place { span: raw.place, wanted: Wanted::Unknown, typed: part(raw.place.start) },
        },
        Some((_, place, _)) => Place { span: *place, wanted: Wanted::Key, typed: part(place.start) },
        None => Place { span: raw.place, wanted: Wanted::Key, typed: part(raw.place.start) },
    }
}
