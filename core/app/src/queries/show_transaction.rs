//! `transaction.show`: everything that is known of one row.

use crate::conflict::TO_DECIDE;
use crate::error::AppError;
use crate::operation::{Query, Topic};
use crate::queries::list_history::{HistoryItem, items};
use crate::view::{AmountView, RowView};
use crate::{resolve, row};
use domain::transaction::Origin;
use domain::{Currency, Facts, Money, TransactionId};
use replica::{Entity, Field};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};

/// Show everything that is known of a transaction: the bank's facts, parts, imports, conflicts, history.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowTransaction {
    /// Which row.
    pub id: String,
}

/// A row with all that is known of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TransactionView {
    /// As the register shows it.
    pub row: RowView,
    /// What the bank said, or what was typed in.
    pub facts: FactsView,
    /// Parts, where it is split.
    pub parts: Vec<PartView>,
    /// What the machine thinks the category is.
    pub suggestion: Option<SuggestedCategory>,
    /// Imports that brought it, filled it, or were merged into it.
    pub imports: Vec<ImportOfRow>,
    /// Fields that devices set to different things without knowing of each other.
    pub conflicts: Vec<String>,
    /// The row it repeats, where it is hidden for that.
    pub duplicate_of: Option<String>,
    /// What this device did to it, newest first.
    pub history: Vec<HistoryItem>,
}

/// What the bank said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FactsView {
    /// The bank's day.
    pub date: String,
    /// The bank's amount.
    pub amount: AmountView,
    /// Text of the statement.
    pub description: String,
    /// Payee field of the statement.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
    /// The bank's id.
    pub bank_id: Option<String>,
    /// Check number.
    pub check_number: Option<String>,
    /// Amount in the currency of the purchase.
    pub original: Option<AmountView>,
    /// Instalment, `3/10`.
    pub instalment: Option<String>,
    /// statement, pending or manual.
    pub origin: String,
}

/// A part of a split row.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PartView {
    /// Its amount.
    pub amount: AmountView,
    /// Its category's id.
    pub category_id: Option<String>,
    /// Its category's name.
    pub category: Option<String>,
    /// Its note.
    pub note: Option<String>,
}

/// What the machine thinks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SuggestedCategory {
    /// Category id.
    pub category_id: String,
    /// Category name.
    pub category: String,
    /// How sure, 0 to 1000.
    pub confidence: u32,
    /// It is written to the row; else it waits in the review.
    pub applied: bool,
}

/// An import of a row.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ImportOfRow {
    /// The batch.
    pub batch: String,
    /// File name.
    pub file: String,
    /// Format.
    pub format: String,
    /// added, merged or filled.
    pub how: String,
    /// It was taken back.
    pub undone: bool,
    /// Day of the statement line that was merged into the row.
    pub line_date: Option<String>,
    /// Text of that line.
    pub line: Option<String>,
}

impl Query for ShowTransaction {
    type Output = TransactionView;
    const NAME: &'static str = "transaction.show";
    const TOPICS: &'static [Topic] = &[
        Topic::Transactions,
        Topic::Accounts,
        Topic::Categories,
        Topic::Payees,
        Topic::Imports,
        Topic::Suggestions,
        Topic::History,
    ];

    fn run(&self, reader: &Reader) -> Result<TransactionView, AppError> {
        let found = resolve::transaction(reader, &self.id)?;
        let missing = || AppError::not_found("transaction", &self.id);
        let row = row::by_id(reader.connection(), found.id)?.ok_or_else(missing)?;
        let state = reader.transaction(found.id)?.ok_or_else(missing)?;
        let currency = &row.amount.currency;
        Ok(TransactionView {
            facts: facts(&state.transaction.facts),
            parts: parts(reader, found.id, currency)?,
            suggestion: suggestion(reader, found.id)?,
            imports: imports(reader, found.id)?,
            conflicts: conflicts(reader, found.id)?,
            duplicate_of: state.duplicate_of.map(|id| id.to_string()),
            history: items(reader, reader.actions_on(found.id, 50)?)?,
            row,
        })
    }
}

fn facts(facts: &Facts) -> FactsView {
    FactsView {
        date: facts.date.to_string(),
        amount: AmountView::from(facts.amount),
        description: facts.description.clone(),
        payee: facts.payee.clone(),
        memo: facts.memo.clone(),
        bank_id: facts.bank_id.clone(),
        check_number: facts.check_number.clone(),
        original: facts.original.map(AmountView::from),
        instalment: facts.instalment.map(|(number, total)| format!("{number}/{total}")),
        origin: match facts.origin {
            Origin::Statement => "statement",
            Origin::Pending => "pending",
            Origin::Manual => "manual",
        }
        .to_owned(),
    }
}

fn parts(reader: &Reader, id: TransactionId, currency: &str) -> Result<Vec<PartView>, AppError> {
    let currency = Currency::from_code(currency).unwrap_or(Currency::XXX);
    let mut statement = reader.connection().prepare_cached(
        "select s.amount, s.category, c.name, s.note from split s left join category c on c.id = s.category \
         where s.transaction_id = ?1 order by s.position",
    )?;
    let rows = statement.query_map(params![id.0], |row| {
        Ok(PartView {
            amount: AmountView::from(Money::new(row.get(0)?, currency)),
            category_id: row.get::<_, Option<[u8; 12]>>(1)?.map(row::id_text),
            category: row.get(2)?,
            note: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn suggestion(reader: &Reader, id: TransactionId) -> Result<Option<SuggestedCategory>, AppError> {
    let sql = "select c.id, c.name, s.confidence, s.applied from \
        (select auto_category as category, auto_confidence as confidence, 1 as applied from transactions where id = ?1 and auto_category is not null \
         union all select category, confidence, 0 from suggestion where transaction_id = ?1) s \
        join category c on c.id = s.category limit 1";
    let found = reader.connection().prepare_cached(sql)?.query_row(params![id.0], |row| {
        Ok(SuggestedCategory {
            category_id: row::id_text(row.get(0)?),
            category: row.get(1)?,
            confidence: row.get::<_, Option<u32>>(2)?.unwrap_or(0),
            applied: row.get(3)?,
        })
    });
    Ok(found.optional()?)
}

fn imports(reader: &Reader, id: TransactionId) -> Result<Vec<ImportOfRow>, AppError> {
    let mut all = Vec::new();
    for batch in reader.batches_of(id)? {
        let line = batch.merged.iter().find(|(_, kept)| *kept == id).map(|(line, _)| *line);
        let line = line.map(|line| row::by_id(reader.connection(), line)).transpose()?.flatten();
        let how = if batch.added.contains(&id) {
            "added"
        } else if batch.merged.iter().any(|(line, kept)| *line == id || *kept == id) {
            "merged"
        } else {
            "filled"
        };
        let undone = reader
            .connection()
            .prepare_cached("select undone from import_batch where id = ?1")?
            .query_row(params![batch.id.0], |row| row.get(0))
            .optional()?
            .unwrap_or(false);
        let (line_date, line) = line.map(|line| (line.date, line.description)).unzip();
        all.push(ImportOfRow {
            batch: batch.id.to_string(),
            file: batch.file_name,
            format: batch.format,
            how: how.to_owned(),
            undone,
            line_date,
            line,
        });
    }
    Ok(all)
}

fn conflicts(reader: &Reader, id: TransactionId) -> Result<Vec<String>, AppError> {
    let Some(shard) = reader.shard_of(id)? else { return Ok(Vec::new()) };
    let mut statement = reader.connection().prepare_cached(&format!(
        "select field from conflict where doc = ?1 and key = ?2 and {TO_DECIDE} order by field"
    ))?;
    let rows = statement.query_map(params![shard.to_string(), Entity::Transaction(id).key()], |row| {
        row.get::<_, String>(0)
    })?;
    let fields = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(fields.into_iter().filter(|field| Field::from_text(field).is_some()).collect())
}
