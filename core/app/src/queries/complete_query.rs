//! `register.complete`: what could stand at a place in a query.

use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::queries::show_book;
use crate::{complete, filter, parse};
use domain::Language;
use domain::query::{Condition, Key, Place, Span, State, Term, Wanted, place_at, write_term};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Suggest what could stand at the cursor of a query.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteQuery {
    /// The query.
    pub query: String,
    /// Characters before the cursor.
    pub cursor: u32,
    /// pt-BR or en: the language of the keywords; by default the book's.
    pub language: Option<String>,
}

/// What could stand there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct QueryCompletions {
    /// First character that a suggestion replaces.
    pub start: u32,
    /// The character after the last.
    pub end: u32,
    /// The likeliest first.
    pub items: Vec<QueryCompletion>,
}

/// A suggestion.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct QueryCompletion {
    /// What to put there.
    pub insert: String,
    /// What to show.
    pub label: String,
    /// key, category, account, payee, tag, state or currency.
    pub kind: String,
    /// More about it, such as the category's group.
    pub detail: Option<String>,
}

impl Query for CompleteQuery {
    type Output = QueryCompletions;
    const NAME: &'static str = "register.complete";
    const TOPICS: &'static [Topic] =
        &[Topic::Accounts, Topic::Categories, Topic::Payees, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<QueryCompletions, AppError> {
        let language: Language = match self.language.as_deref() {
            Some(text) => parse::choice("language", text, "pt-BR, en")?,
            None => show_book::book(reader)?.language,
        };
        let place = place_at(&self.query, usize::try_from(self.cursor).unwrap_or(usize::MAX));
        let items = match place.wanted {
            Wanted::Key => keys(&place, language),
            Wanted::Value(key) => values(reader, key, &place.typed, language)?,
            Wanted::Unknown => Vec::new(),
        };
        let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Ok(QueryCompletions { start: at(place.span.start), end: at(place.span.end), items })
    }
}

fn keys(place: &Place, language: Language) -> Vec<QueryCompletion> {
    let fits = |key: &&Key| {
        let words = [key.word(Language::En), key.word(Language::PtBr)];
        words.iter().any(|word| complete::fit(word, &place.typed) == Some(0))
    };
    let suggestion = |key: &Key| QueryCompletion {
        insert: format!("{}:", key.word(language)),
        label: format!("{}:", key.word(language)),
        kind: "key".to_owned(),
        detail: None,
    };
    Key::ALL.iter().filter(fits).map(suggestion).collect()
}

/// A value as it stands after its colon, in quotes where it needs them.
fn value(text: &str) -> String {
    let condition = Condition::Tag(text.to_owned());
    let term = Term { negated: false, condition, span: Span { start: 0, end: 0 } };
    let written = write_term(&term, Language::En);
    written.split_once(':').map_or(written.clone(), |(_, value)| value.to_owned())
}

fn suggestion(kind: &str, name: &str, detail: Option<String>) -> QueryCompletion {
    QueryCompletion { insert: value(name), label: name.to_owned(), kind: kind.to_owned(), detail }
}

fn values(
    reader: &Reader,
    key: Key,
    typed: &str,
    language: Language,
) -> Result<Vec<QueryCompletion>, AppError> {
    let listed = |kind: &str, names: Vec<String>| {
        let mut fitting: Vec<(u8, String)> =
            names.into_iter().filter_map(|name| Some((complete::fit(&name, typed)?, name))).collect();
        fitting.sort();
        fitting.into_iter().take(12).map(|(_, name)| suggestion(kind, &name, None)).collect()
    };
    Ok(match key {
        Key::Category => {
            let found = complete::categories(reader, typed, 12)?;
            found.into_iter().map(|one| suggestion("category", &one.name, one.group)).collect()
        }
        Key::Payee => {
            let found = complete::payees(reader, typed, 12)?;
            found.into_iter().map(|one| suggestion("payee", &one.name, None)).collect()
        }
        Key::Account => listed(
            "account",
            names(reader, "select name from account where deleted = 0 order by closed, name")?,
        ),
        Key::Currency => {
            listed("currency", names(reader, "select distinct currency from account where deleted = 0")?)
        }
        Key::Tag => listed("tag", filter::all_tags(reader)?),
        Key::Is => {
            let fits = |state: &&State| {
                let words = [state.word(Language::En), state.word(Language::PtBr)];
                words.iter().any(|word| complete::fit(word, typed).is_some())
            };
            State::ALL
                .iter()
                .filter(fits)
                .map(|state| suggestion("state", state.word(language), None))
                .collect()
        }
        Key::Amount | Key::Date | Key::Note => Vec::new(),
    })
}

fn names(reader: &Reader, sql: &str) -> Result<Vec<String>, AppError> {
    let mut statement = reader.connection().prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
