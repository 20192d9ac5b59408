//! `suggestion.review`, `suggestion.review_many`, `suggestion.accept_above`, `suggestion.explain`: a person's word on what the machine suggests.

use super::update_account::Done;
use crate::error::{AppError, ErrorCode};
use crate::operation::{Action, Topic};
use crate::queries::review_queue::{ReviewItem, ReviewQueue};
use crate::session::Session;
use crate::view::RowView;
use crate::{resolve, row};
use categorize::Query as Asked;
use domain::{CategoryId, Currency};
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::{Connection, params};

/// Say what a suggestion is worth. Every word goes into the feedback log, and the categoriser learns from it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSuggestion {
    /// The row.
    pub id: String,
    /// accept, correct or ignore.
    pub verdict: Verdict,
    /// The right category, for correct: id, name or key.
    pub category: Option<String>,
}

/// A person's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is another one.
    Correct,
    /// Do not suggest anything for this row.
    Ignore,
}

impl Verdict {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Correct => "correct",
            Self::Ignore => "ignore",
        }
    }
}

/// One line of the feedback log.
struct Feedback {
    item: ReviewItem,
    verdict: Verdict,
    chosen: Option<CategoryId>,
}

impl Action for ReviewSuggestion {
    type Output = Done;
    const NAME: &'static str = "suggestion.review";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let word = word(session, &self.id, self.verdict, self.category.as_deref())?;
        write(session, Self::NAME, &[word])
    }
}

fn word(
    session: &Session<'_>,
    id: &str,
    verdict: Verdict,
    category: Option<&str>,
) -> Result<Feedback, AppError> {
    let item = crate::queries::review_queue::item(session.reader(), id)?;
    let chosen = match (verdict, category) {
        (Verdict::Accept, None) => Some(suggested(&item)?),
        (Verdict::Correct, Some(category)) => Some(resolve::category(session.reader(), category)?),
        (Verdict::Ignore, None) => None,
        (Verdict::Correct, None) => {
            return Err(AppError::invalid("category", "correcting needs the right category"));
        }
        (_, Some(_)) => return Err(AppError::invalid("category", "only correcting takes a category")),
    };
    Ok(Feedback { item, verdict, chosen })
}

fn suggested(item: &ReviewItem) -> Result<CategoryId, AppError> {
    item.category_id
        .parse()
        .map_err(|error: domain::id::ParseIdError| AppError::new(ErrorCode::Damaged, error.to_string()))
}

fn write(session: &mut Session<'_>, name: &str, words: &[Feedback]) -> Result<Done, AppError> {
    let mut writes: Vec<Write> = Vec::with_capacity(words.len());
    for word in words {
        let row = resolve::transaction(session.reader(), &word.item.row.id)?;
        writes.push(match word.chosen {
            Some(category) => row.shard.set_category(row.id, Some(category))?,
            None => row.shard.set_auto_category(row.id, None)?,
        });
    }
    let changed = u32::try_from(words.len()).unwrap_or(u32::MAX);
    if changed == 0 {
        return Ok(Done { changed });
    }
    let at = session.outside.now_ms();
    let commit = session.new_commit(name, writes);
    session.changing()?.commit_with(commit, |tx| words.iter().try_for_each(|word| log(tx, at, word)))?;
    session.brain.forget_labels();
    Ok(Done { changed })
}

fn log(tx: &Connection, at: i64, word: &Feedback) -> store::rusqlite::Result<()> {
    let row = &word.item.row;
    let id = row.id.parse::<domain::TransactionId>().map(|id| id.0).unwrap_or_default();
    let suggested = word.item.category_id.parse::<CategoryId>().map(|id| id.0).ok();
    tx.prepare_cached(
        "insert into feedback (at, kind, transaction_id, descriptor, amount, suggested, chosen, confidence, model) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        at,
        word.verdict.as_str(),
        id,
        row.description,
        row.amount.minor,
        suggested,
        word.chosen.map(|id| id.0),
        word.item.confidence,
        word.item.source,
    ])?;
    if word.verdict == Verdict::Ignore {
        tx.execute("delete from suggestion where transaction_id = ?1", [id])?;
    }
    Ok(())
}

/// Say the same of several suggestions, as one step that can be taken back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewMany {
    /// The rows.
    pub ids: Vec<String>,
    /// accept, correct or ignore.
    pub verdict: Verdict,
    /// The right category, for correct: id, name or key.
    pub category: Option<String>,
}

impl Action for ReviewMany {
    type Output = Done;
    const NAME: &'static str = "suggestion.review_many";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        let words = self
            .ids
            .iter()
            .map(|id| word(session, id, self.verdict, self.category.as_deref()))
            .collect::<Result<Vec<_>, _>>()?;
        write(session, Self::NAME, &words)
    }
}

/// Accept every waiting suggestion with at least this confidence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptAbove {
    /// Per cent, 0 to 100.
    pub percent: u16,
}

impl Action for AcceptAbove {
    type Output = Done;
    const NAME: &'static str = "suggestion.accept_above";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions, Topic::Transactions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<Done, AppError> {
        if self.percent > 100 {
            return Err(AppError::invalid("percent", "a confidence is 0 to 100 per cent"));
        }
        let queue = ReviewQueue { limit: None, min_confidence: Some(self.percent.saturating_mul(10)) };
        let items = crate::operation::Query::run(&queue, session.reader())?.items;
        let words = items
            .into_iter()
            .map(|item| Ok(Feedback { chosen: Some(suggested(&item)?), item, verdict: Verdict::Accept }))
            .collect::<Result<Vec<_>, AppError>>()?;
        write(session, Self::NAME, &words)
    }
}

/// Why a category is suggested for a row: the own rows most like it. Changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainSuggestion {
    /// The row.
    pub id: String,
    /// How many rows; by default 3.
    pub count: Option<u16>,
}

/// The evidence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// Own rows a person categorised, most alike first.
    pub nearest: Vec<NearRow>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NearRow {
    /// Likeness, 0 to 1000.
    pub similarity: u16,
    /// The row.
    pub row: RowView,
}

impl Action for ExplainSuggestion {
    type Output = Explanation;
    const NAME: &'static str = "suggestion.explain";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, session: &mut Session<'_>) -> Result<Explanation, AppError> {
        let wanted = resolve::transaction(session.reader(), &self.id)?;
        let view = row::by_id(session.reader().connection(), wanted.id)?
            .ok_or_else(|| AppError::not_found("transaction", &self.id))?;
        let query = Asked {
            description: view.description,
            payee: view.payee,
            amount_minor: view.amount.minor,
            currency: Currency::from_code(&view.amount.currency).unwrap_or(Currency::XXX),
            rule: None,
        };
        let count = usize::from(self.count.unwrap_or(3));
        // One more than asked for: the row itself may be among them.
        let found = session.brain.nearest(session.reader, session.outside, &query, count + 1)?;
        let mut nearest = Vec::with_capacity(count);
        for neighbour in found.into_iter().filter(|found| found.transaction != wanted.id).take(count) {
            if let Some(row) = row::by_id(session.reader().connection(), neighbour.transaction)? {
                nearest.push(NearRow { similarity: neighbour.similarity_permille, row });
            }
        }
        Ok(Explanation { nearest })
    }
}
