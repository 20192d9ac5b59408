//! Queries back as text, in the shortest form; reading it again gives the same query.

use super::{Bound, Condition, Key, RowQuery, Term};
use crate::{Day, Language};

/// The query as text.
pub fn write_query(query: &RowQuery, language: Language) -> String {
    query.terms.iter().map(|term| write_term(term, language)).collect::<Vec<_>>().join(" ")
}

/// One term as text.
pub fn write_term(term: &Term, language: Language) -> String {
    let keyed = |key: Key, value: &str| format!("{}:{}", key.word(language), quoted(value, false));
    let text = match &term.condition {
        Condition::Text(text) => quoted(text, true),
        Condition::Category(text) => keyed(Key::Category, text),
        Condition::Account(text) => keyed(Key::Account, text),
        Condition::Payee(text) => keyed(Key::Payee, text),
        Condition::Tag(text) => keyed(Key::Tag, text),
        Condition::Note(text) => keyed(Key::Note, text),
        Condition::Currency(code) => keyed(Key::Currency, code),
        Condition::Is(state) => keyed(Key::Is, state.word(language)),
        Condition::Amount { low, high } => format!("{}{}", Key::Amount.word(language), range(*low, *high)),
        Condition::Date { from, to } => format!("{}:{}", Key::Date.word(language), dates(*from, *to)),
    };
    if term.negated { format!("-{text}") } else { text }
}

/// In quotes where it would read differently without. A free word may not look like a keyword or a sign.
fn quoted(text: &str, free: bool) -> String {
    let special = text.contains(|c: char| c.is_whitespace() || c == '"' || c == '\\')
        || text.is_empty()
        || text.starts_with(['>', '<', '='])
        || free && (text.starts_with('-') || text.contains([':', '<', '>', '=']));
    if special { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) } else { text.to_owned() }
}

fn range(low: Option<Bound>, high: Option<Bound>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low.value == high.value => format!(":{}", low.value),
        (Some(low), Some(high)) => format!(":{}..{}", low.value, high.value),
        (Some(low), None) => format!("{}{}", if low.inclusive { ">=" } else { ">" }, low.value),
        (None, Some(high)) => format!("{}{}", if high.inclusive { "<=" } else { "<" }, high.value),
        (None, None) => String::new(),
    }
}

fn dates(from: Option<Day>, to: Option<Day>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => {
            let (first, last) =
                (short(from, from == from.first_of_month()), short(to, to == to.last_of_month()));
            let whole = first.len() == 7 && last.len() == 7;
            let year = from.first_of_year() == from && to.last_of_year() == to && from.year() == to.year();
            match (year, whole) {
                (true, _) => format!("{:04}", from.year()),
                (false, true) if first == last => first,
                (false, true) => format!("{first}..{last}"),
                (false, false) => format!("{from}..{to}"),
            }
        }
        (Some(from), None) => format!("{from}.."),
        (None, Some(to)) => format!("..{to}"),
        (None, None) => String::new(),
    }
}

fn short(day: Day, month: bool) -> String {
    if month { format!("{:04}-{:02}", day.year(), day.month()) } else { day.to_string() }
}
