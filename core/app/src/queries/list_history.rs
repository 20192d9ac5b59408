//! `history.list`: what was done, newest first: who, when, what, on how many rows.

use crate::error::AppError;
use crate::history_text::Texts;
use crate::operation::{Query, Topic};
use crate::resolve;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::{OptionalExtension as _, params};
use store::{ActionRow, ActionState, Reader, Summary};

/// List the actions of this device, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListHistory {
    /// At most so many; by default 50.
    pub limit: Option<u32>,
    /// Only actions before the one of this number.
    pub before: Option<i64>,
    /// Only actions that touched this row.
    pub row: Option<String>,
}

/// The actions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HistoryList {
    /// Newest first.
    pub items: Vec<HistoryItem>,
    /// There may be older ones.
    pub more: bool,
}

/// An action.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct HistoryItem {
    /// Its number; `history.undo` takes it.
    pub action: i64,
    /// Its operation.
    pub name: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The device it was done on.
    pub device: String,
    /// done, undone, undone for good, reverted (by a later action), or final where it cannot be undone.
    pub state: String,
    /// Transactions it touched.
    pub rows: u32,
    /// Other things it touched: accounts, categories, payees, rules.
    pub others: u32,
    /// How many of them it made or brought back.
    pub made: u32,
    /// What it set, field by field.
    pub changes: Vec<FieldChange>,
    /// Names of the first things it touched.
    pub about: Vec<String>,
    /// The file it imported.
    pub file: Option<String>,
    /// The number of the action it took back.
    pub undoes: Option<i64>,
    /// The operation of the action it took back.
    pub undoes_name: Option<String>,
}

/// What an action did to a field.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FieldChange {
    /// The field: category, payee, note, tags, date, amount, splits, transfer, cleared, deleted, name and others.
    pub field: String,
    /// On how many things.
    pub count: u32,
    /// What it said before, where it said the same on all; none for nothing.
    pub before: Option<String>,
    /// What it says after, where it says the same on all; none for nothing.
    pub after: Option<String>,
    /// It was set to different things.
    pub various: bool,
}

impl Query for ListHistory {
    type Output = HistoryList;
    const NAME: &'static str = "history.list";
    const TOPICS: &'static [Topic] = &[Topic::History];

    fn run(&self, reader: &Reader) -> Result<HistoryList, AppError> {
        let limit = self.limit.unwrap_or(50).min(10_000);
        let actions = match &self.row {
            Some(row) => {
                let id = resolve::transaction(reader, row)?.id;
                let mut actions = reader.actions_on(id, limit)?;
                actions.retain(|action| self.before.is_none_or(|before| action.id < before));
                actions
            }
            None => reader.actions(limit, self.before)?,
        };
        let more = actions.len() == usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(HistoryList { items: items(reader, actions)?, more })
    }
}

/// Actions as people read them.
///
/// # Errors
/// When the book cannot be read.
pub fn items(reader: &Reader, actions: Vec<ActionRow>) -> Result<Vec<HistoryItem>, AppError> {
    let mut texts = Texts::new(reader)?;
    actions.into_iter().map(|action| item(reader, &mut texts, action)).collect()
}

fn item(reader: &Reader, texts: &mut Texts<'_>, action: ActionRow) -> Result<HistoryItem, AppError> {
    let undone = action.reverts.map(|id| reader.action(id)).transpose()?.flatten();
    // What took something back did to the book what that did, the other way round.
    let summary: &Summary = undone.as_ref().map_or(&action.summary, |undone| &undone.summary);
    let batch = action.batch.or_else(|| undone.as_ref().and_then(|undone| undone.batch));
    let imported: Option<(String, u32)> = match batch {
        Some(batch) => reader
            .connection()
            .prepare_cached("select file_name, added + merged from import_batch where id = ?1")?
            .query_row(params![batch.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?,
        None => None,
    };
    let (file, imported_rows) = imported.unzip();
    let back = undone.is_some();
    Ok(HistoryItem {
        action: action.id,
        name: action.name,
        at: action.at,
        device: action.device,
        state: state_text(action.state).to_owned(),
        rows: imported_rows.unwrap_or(summary.rows),
        others: summary.others,
        made: summary.made,
        changes: summary
            .fields
            .iter()
            .map(|field| texts.change(field, summary, back))
            .collect::<Result<_, _>>()?,
        about: summary
            .first
            .iter()
            .filter_map(|(shard, key)| texts.name(shard, key).transpose())
            .collect::<Result<_, _>>()?,
        file,
        undoes: action.reverts,
        undoes_name: undone.map(|undone| undone.name),
    })
}

const fn state_text(state: ActionState) -> &'static str {
    match state {
        ActionState::Done => "done",
        ActionState::Undone => "undone",
        ActionState::Forgotten => "undone for good",
        ActionState::Reverted => "reverted",
        ActionState::NotUndoable => "final",
    }
}
