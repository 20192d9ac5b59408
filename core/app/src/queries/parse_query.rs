//! `register.parse`: what is understood of a query while it is typed.

use crate::error::AppError;
use crate::filter::Filter;
use crate::operation::{Query, Topic};
use crate::queries::show_book;
use domain::Language;
use domain::query::{Condition, QueryError, RowQuery, Term, scan, write_query, write_term};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Tell what is understood of a query, term by term, and what is wrong with it where.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseQuery {
    /// The query.
    pub query: String,
    /// pt-BR or en: the language the terms are written back in; by default the book's.
    pub language: Option<String>,
}

/// A query as it is understood.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ParsedQuery {
    /// The terms that are understood.
    pub terms: Vec<TermView>,
    /// What is wrong; nothing when the query can be used.
    pub problems: Vec<QueryProblem>,
    /// The terms in their shortest form.
    pub text: String,
}

/// A term.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TermView {
    /// text, category, account, payee, tag, note, currency, amount, date or is.
    pub kind: String,
    /// A minus stands before it.
    pub negated: bool,
    /// The term in its shortest form.
    pub text: String,
    /// First character of it in the query.
    pub start: u32,
    /// The character after its last.
    pub end: u32,
}

/// Something wrong in a query.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct QueryProblem {
    /// For programs: `unknown_key`, `missing_value`, `open_quote`, `not_a_date`, `not_an_amount`, `two_readings`, `empty_range`,
    /// `unknown_state`, `unknown_currency`, `wrong_operator`, `too_long`, or `unknown_name`.
    pub code: String,
    /// The word it is about.
    pub word: Option<String>,
    /// What may have been meant.
    pub nearest: Option<String>,
    /// First character of the place.
    pub start: u32,
    /// The character after the last.
    pub end: u32,
    /// For people, in English.
    pub message: String,
    /// What to write instead, in English.
    pub remedy: String,
}

impl Query for ParseQuery {
    type Output = ParsedQuery;
    const NAME: &'static str = "register.parse";
    const TOPICS: &'static [Topic] =
        &[Topic::Accounts, Topic::Categories, Topic::Payees, Topic::Transactions];

    fn run(&self, reader: &Reader) -> Result<ParsedQuery, AppError> {
        let language: Language = match self.language.as_deref() {
            Some(text) => crate::parse::choice("language", text, "pt-BR, en")?,
            None => show_book::book(reader)?.language,
        };
        let (mut terms, mut problems) = (Vec::new(), Vec::new());
        for term in scan(&self.query) {
            match term {
                Ok(term) => {
                    if let Err(error) = Filter::read_term(reader, &term) {
                        problems.push(unknown(&term, &error));
                    }
                    terms.push(term);
                }
                Err(error) => problems.push(problem(&error)),
            }
        }
        let views = terms.iter().map(|term| view(term, language)).collect();
        let text = write_query(&RowQuery { terms }, language);
        Ok(ParsedQuery { terms: views, problems, text })
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn problem(error: &QueryError) -> QueryProblem {
    QueryProblem {
        code: error.problem.code().to_owned(),
        word: error.problem.word().map(str::to_owned),
        nearest: error.problem.nearest().map(str::to_owned),
        start: place(error.span.start),
        end: place(error.span.end),
        message: error.problem.to_string(),
        remedy: error.problem.remedy(),
    }
}

fn unknown(term: &Term, error: &AppError) -> QueryProblem {
    let word = match &term.condition {
        Condition::Category(text) | Condition::Account(text) | Condition::Tag(text) => Some(text.clone()),
        _ => None,
    };
    QueryProblem {
        code: "unknown_name".to_owned(),
        word,
        nearest: None,
        start: place(term.span.start),
        end: place(term.span.end),
        message: error.message.clone(),
        remedy: error.remedy.clone().unwrap_or_default(),
    }
}

fn view(term: &Term, language: Language) -> TermView {
    let kind = match &term.condition {
        Condition::Text(_) => "text",
        Condition::Category(_) => "category",
        Condition::Account(_) => "account",
        Condition::Payee(_) => "payee",
        Condition::Tag(_) => "tag",
        Condition::Note(_) => "note",
        Condition::Currency(_) => "currency",
        Condition::Amount { .. } => "amount",
        Condition::Date { .. } => "date",
        Condition::Is(_) => "is",
    };
    TermView {
        kind: kind.to_owned(),
        negated: term.negated,
        text: write_term(term, language),
        start: place(term.span.start),
        end: place(term.span.end),
    }
}
