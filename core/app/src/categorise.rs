//! Rules and categoriser over rows that have no category of a person: what is written, what is only suggested.

use crate::error::AppError;
use crate::progress::Stage;
use crate::rules;
use crate::session::Session;
use categorize::{Query, Source, Suggestion};
use domain::rules::{RuleRow, RuleSet};
use domain::{AccountId, Currency, Rule, TransactionId};
use replica::{AutoCategory, ShardKey, Write};
use store::rusqlite::{Connection, params};

/// A row that wants a category.
pub struct Row {
    /// Id.
    pub id: TransactionId,
    /// Its shard.
    pub shard: ShardKey,
    /// Account.
    pub account: AccountId,
    /// Text.
    pub description: String,
    /// The payee's name.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
    /// Minor units.
    pub amount: i64,
    /// Currency.
    pub currency: Currency,
    /// A person set a payee.
    pub has_payee: bool,
    /// A person set a note.
    pub has_note: bool,
    /// The category the machine wrote before.
    pub before: Option<AutoCategory>,
}

/// What categorising a set of rows gives.
#[derive(Default)]
pub struct Outcome {
    /// Registers to write.
    pub writes: Vec<Write>,
    /// Suggestions to keep for review.
    pub suggestions: Vec<(TransactionId, Suggestion)>,
    /// Rows that got a category.
    pub categorised: u32,
    /// Rows that wait for a person.
    pub uncertain: u32,
}

/// Rows between two reports; each embeds only descriptors that no part before it had.
const PART: usize = 2_000;

/// Asks rules and categoriser about the rows.
///
/// # Errors
/// When the book cannot be read or the embedding engine fails.
pub fn categorise(session: &mut Session<'_>, rows: &[Row]) -> Result<Outcome, AppError> {
    let mut outcome = Outcome::default();
    if rows.is_empty() {
        return Ok(outcome);
    }
    let rules: Vec<Rule> = rules::all(session.reader)?;
    let rules = RuleSet::new(&rules);
    let mut queries = Vec::with_capacity(rows.len());
    for row in rows {
        let ruled = rules.evaluate(&RuleRow {
            account: row.account,
            payee: row.payee.as_deref().unwrap_or_default(),
            description: &row.description,
            memo: row.memo.as_deref(),
            amount: row.amount,
        });
        if let Some((payee, _)) = ruled.payee.filter(|_| !row.has_payee) {
            outcome.writes.push(row.shard.set_payee(row.id, Some(payee))?);
        }
        if let Some((note, _)) = ruled.note.filter(|_| !row.has_note) {
            outcome.writes.push(row.shard.set_note(row.id, Some(&note))?);
        }
        queries.push(Query {
            description: row.description.clone(),
            payee: row.payee.clone(),
            amount_minor: row.amount,
            currency: row.currency,
            rule: ruled.category.map(|(category, _)| category),
        });
    }
    let all = queries.len() as u64;
    for (done, (rows, queries)) in (0..).step_by(PART).zip(rows.chunks(PART).zip(queries.chunks(PART))) {
        session.progress.report(Stage::Categorising, done, all)?;
        let suggestions = session.brain.suggest(session.reader, session.outside, queries)?;
        for (row, suggestion) in rows.iter().zip(suggestions) {
            record(row, suggestion, &mut outcome)?;
        }
    }
    Ok(outcome)
}

fn record(row: &Row, suggestion: Suggestion, outcome: &mut Outcome) -> Result<(), AppError> {
    let Some(category) = suggestion.category else {
        return Ok(());
    };
    if suggestion.abstained {
        outcome.uncertain += 1;
        if row.before.is_some() {
            outcome.writes.push(row.shard.set_auto_category(row.id, None)?);
        }
    } else {
        outcome.categorised += 1;
        let auto = AutoCategory { category, confidence: suggestion.confidence_permille };
        if row.before != Some(auto) {
            outcome.writes.push(row.shard.set_auto_category(row.id, Some(auto))?);
        }
    }
    outcome.suggestions.push((row.id, suggestion));
    Ok(())
}

/// Keeps suggestions for review, each in place of an older one.
///
/// # Errors
/// When SQLite fails.
pub fn keep(tx: &Connection, suggestions: &[(TransactionId, Suggestion)]) -> store::rusqlite::Result<()> {
    let sql = "insert into suggestion (transaction_id, category, confidence, detail) values (?1, ?2, ?3, ?4) \
      on conflict (transaction_id) do update set category = excluded.category, confidence = excluded.confidence, detail = excluded.detail";
    let mut statement = tx.prepare_cached(sql)?;
    // In the order of the key: SQLite then fills one page after the other.
    let mut ordered: Vec<&(TransactionId, Suggestion)> = suggestions.iter().collect();
    ordered.sort_unstable_by_key(|(id, _)| *id);
    for (id, suggestion) in ordered {
        let Some(category) = suggestion.category else { continue };
        statement.execute(params![
            id.0,
            category.0,
            suggestion.confidence_permille,
            source_text(suggestion.source)
        ])?;
    }
    Ok(())
}

/// Where a suggestion comes from, as stored and shown.
pub const fn source_text(source: Source) -> &'static str {
    match source {
        Source::Rule => "rule",
        Source::PayeeMemory => "payee_memory",
        Source::Model => "model",
        Source::ModelWithoutEmbedding => "model_without_embedding",
    }
}
