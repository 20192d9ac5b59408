//! The undo log: what was done, how to take it back, across restarts.
//!
//! A field is only taken back while it still says what the action wrote; what was changed since is left alone and reported.

use crate::edit::{Edit, Locks, Reversal, Skipped, edit};
use crate::journal::Shards;
use crate::open::Store;
use crate::project::Projector;
use crate::summary::Summary;
use crate::{Reader, StoreError};
use domain::{BatchId, ImportBatch};
use replica::{Entity, Field, ShardKey, Value, Write};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

/// How to take an action back.
#[derive(Debug, Serialize, Deserialize)]
pub enum Inverse {
    /// Register by register.
    Edits(Vec<Reversal>),
    /// By the facts of its batch, and these.
    Batch { extra: Vec<Reversal> },
    /// It took this action back: do that again.
    Revert(i64),
    /// It took back a batch that another device committed.
    RevertBatch,
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The action it was about.
    pub action: i64,
    /// Its name.
    pub name: String,
    /// Its import.
    pub batch: Option<BatchId>,
    /// Fields written.
    pub written: usize,
    /// Fields left alone.
    pub skipped: Vec<Skipped>,
    /// Shards changed.
    pub shards: Vec<ShardKey>,
}

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Back,
    Again,
}

impl Direction {
    const fn other(self) -> Self {
        match self {
            Self::Back => Self::Again,
            Self::Again => Self::Back,
        }
    }
}

const DONE: i64 = 0;
const UNDONE: i64 = 1;
const REVERTED: i64 = 2;
const FORGOTTEN: i64 = 3;
const NOT_UNDOABLE: i64 = 4;

/// Opens an action's row; its id groups the changes it makes.
pub fn start_action(
    tx: &Connection,
    name: &str,
    at: i64,
    device: &str,
    batch: Option<BatchId>,
) -> Result<i64, StoreError> {
    let batch = batch.as_ref().map(BatchId::as_bytes);
    tx.prepare_cached(
        "insert into action (name, at, device, state, batch, inverse) values (?1, ?2, ?3, 4, ?4, x'')",
    )?
    .execute(params![name, at, device, batch])?;
    Ok(tx.last_insert_rowid())
}

/// Completes it.
pub fn finish_action(
    tx: &Connection,
    action: i64,
    inverse: &Inverse,
    undoable: bool,
) -> Result<(), StoreError> {
    let nothing = matches!(inverse, Inverse::Edits(edits) if edits.is_empty());
    let state = if undoable && !nothing { DONE } else { NOT_UNDOABLE };
    let summary = match inverse {
        Inverse::Edits(edits) | Inverse::Batch { extra: edits } => replica::encode(&Summary::of(edits))?,
        Inverse::Revert(_) | Inverse::RevertBatch => Vec::new(),
    };
    let inverse = if undoable { replica::encode(inverse)? } else { Vec::new() };
    tx.prepare_cached("update action set state = ?2, inverse = ?3, summary = ?4 where id = ?1")?
        .execute(params![action, state, inverse, summary])?;
    Ok(())
}

/// A new action: what was undone can no longer be redone.
pub fn drop_redo(tx: &Connection) -> Result<(), StoreError> {
    tx.prepare_cached("update action set state = ?1 where state = ?2")?.execute([FORGOTTEN, UNDONE])?;
    Ok(())
}

fn set_state(tx: &Connection, action: i64, state: i64) -> Result<(), StoreError> {
    tx.prepare_cached("update action set state = ?2 where id = ?1")?.execute([action, state])?;
    Ok(())
}

struct Logged {
    id: i64,
    name: String,
    batch: Option<BatchId>,
    inverse: Inverse,
}

fn read_action(tx: &Connection, condition: &str, value: i64) -> Result<Option<Logged>, StoreError> {
    let sql = format!("select id, name, batch, inverse from action where {condition} limit 1");
    let found = tx
        .prepare_cached(&sql)?
        .query_row([value], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<[u8; 12]>>(2)?, row.get::<_, Vec<u8>>(3)?))
        })
        .optional()?;
    found
        .map(|(id, name, batch, inverse)| {
            let inverse =
                replica::decode(&inverse).map_err(|_| StoreError::damaged(format!("undo record {id}")))?;
            Ok(Logged { id, name, batch: batch.map(BatchId), inverse })
        })
        .transpose()
}

impl Store {
    /// Takes the last action back.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`], [`StoreError::LockedRow`], or a failure; nothing is written then.
    pub fn undo_last(&mut self) -> Result<Undone, StoreError> {
        self.transact(|tx, shards, _| {
            let action =
                read_action(tx, "state = ?1 order by id desc", DONE)?.ok_or(StoreError::NothingToUndo)?;
            let undone = step(tx, shards, &action, Direction::Back, action.id)?;
            set_state(tx, action.id, UNDONE)?;
            if let Inverse::Revert(target) = action.inverse {
                set_state(tx, target, DONE)?;
            }
            Ok(undone)
        })
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// [`StoreError::NothingToRedo`], [`StoreError::LockedRow`], or a failure; nothing is written then.
    pub fn redo(&mut self) -> Result<Undone, StoreError> {
        self.transact(|tx, shards, _| {
            let action =
                read_action(tx, "state = ?1 order by id", UNDONE)?.ok_or(StoreError::NothingToRedo)?;
            let undone = step(tx, shards, &action, Direction::Again, action.id)?;
            set_state(tx, action.id, DONE)?;
            if let Inverse::Revert(target) = action.inverse {
                set_state(tx, target, REVERTED)?;
            }
            Ok(undone)
        })
    }

    /// Takes one earlier action back and leaves the later ones; this is an action of its own and can be undone.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such action or it is taken back already; as [`Store::undo_last`] otherwise.
    pub fn undo_action(&mut self, action: i64, at: i64, device: &str) -> Result<Undone, StoreError> {
        self.transact(|tx, shards, _| {
            let target = read_action(tx, "state = 0 and id = ?1", action)?;
            let target = target.ok_or_else(|| StoreError::NotFound(format!("action {action}")))?;
            revert(tx, shards, &target, at, device)
        })
    }

    /// Takes an import back, whichever device committed it: rows it added are removed, fields it filled say again what they
    /// said before.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such batch or it is taken back already; as [`Store::undo_last`] otherwise.
    pub fn undo_import(&mut self, batch: BatchId, at: i64, device: &str) -> Result<Undone, StoreError> {
        self.transact(|tx, shards, _| {
            let missing = || StoreError::NotFound(format!("import {batch}"));
            let undone: Option<bool> = tx
                .prepare_cached("select undone from import_batch where id = ?1")?
                .query_row([batch.as_bytes()], |row| row.get(0))
                .optional()?;
            if undone.is_none_or(|undone| undone) {
                return Err(missing());
            }
            let own: Option<i64> = tx
                .prepare_cached("select max(id) from action where batch = ?1 and state = 0")?
                .query_row([batch.as_bytes()], |row| row.get(0))?;
            if let Some(own) = own {
                let target = read_action(tx, "id = ?1", own)?.ok_or_else(missing)?;
                return revert(tx, shards, &target, at, device);
            }
            drop_redo(tx)?;
            let id = start_action(tx, "undo", at, device, Some(batch))?;
            let action =
                Logged { id, name: "import".to_owned(), batch: Some(batch), inverse: Inverse::RevertBatch };
            let undone = step(tx, shards, &action, Direction::Again, id)?;
            finish_action(tx, id, &Inverse::RevertBatch, true)?;
            Ok(undone)
        })
    }
}

fn revert(
    tx: &Connection,
    shards: &mut Shards,
    target: &Logged,
    at: i64,
    device: &str,
) -> Result<Undone, StoreError> {
    drop_redo(tx)?;
    let id = start_action(tx, "undo", at, device, None)?;
    let undone = step(tx, shards, target, Direction::Back, id)?;
    finish_action(tx, id, &Inverse::Revert(target.id), true)?;
    tx.prepare_cached("update action set reverts = ?2 where id = ?1")?.execute([id, target.id])?;
    set_state(tx, target.id, REVERTED)?;
    Ok(undone)
}

fn step(
    tx: &Connection,
    shards: &mut Shards,
    action: &Logged,
    direction: Direction,
    group: i64,
) -> Result<Undone, StoreError> {
    let edits = edits_of(tx, action, direction)?;
    let mut projector = Projector::new(tx);
    let outcome = edit(tx, shards, &mut projector, edits, Locks::ClearingOnly, group)?;
    projector.finish()?;
    Ok(Undone {
        action: action.id,
        name: action.name.clone(),
        batch: action.batch,
        written: outcome.reversals.len(),
        skipped: outcome.skipped,
        shards: outcome.shards,
    })
}

fn edits_of(tx: &Connection, action: &Logged, direction: Direction) -> Result<Vec<Edit>, StoreError> {
    let batch = || {
        let id = action.batch.ok_or_else(|| StoreError::damaged(format!("undo record {}", action.id)))?;
        Reader::batch_of(tx, id)?.ok_or_else(|| StoreError::NotFound(format!("import {id}")))
    };
    match &action.inverse {
        Inverse::Edits(reversals) => reversal_edits(reversals, direction),
        Inverse::Batch { extra } => {
            let mut edits = batch_edits(tx, &batch()?, direction)?;
            edits.extend(reversal_edits(extra, direction)?);
            Ok(edits)
        }
        Inverse::RevertBatch => batch_edits(tx, &batch()?, direction.other()),
        Inverse::Revert(target) => {
            let target =
                read_action(tx, "id = ?1", *target)?.ok_or_else(|| StoreError::damaged("undo log"))?;
            edits_of(tx, &target, direction.other())
        }
    }
}

/// Later writes first when taking back: a field an action wrote twice ends as it began.
fn reversal_edits(reversals: &[Reversal], direction: Direction) -> Result<Vec<Edit>, StoreError> {
    let edit = |reversal: &Reversal| {
        let damaged = || StoreError::damaged("undo record");
        let shard: ShardKey = reversal.shard.parse().map_err(|_| damaged())?;
        let entity = Entity::from_key(&shard, &reversal.entity).ok_or_else(damaged)?;
        Ok(set_if(shard, entity, reversal.field, reversal.before.clone(), reversal.after.clone(), direction))
    };
    match direction {
        Direction::Back => reversals.iter().rev().map(edit).collect(),
        Direction::Again => reversals.iter().map(edit).collect(),
    }
}

fn set_if(
    shard: ShardKey,
    entity: Entity,
    field: Field,
    before: Value,
    after: Value,
    direction: Direction,
) -> Edit {
    let (value, expect) = match direction {
        Direction::Back => (before, after),
        Direction::Again => (after, before),
    };
    Edit { write: Write::Set { shard, entity, field, value }, expect: Some(expect) }
}

fn batch_edits(tx: &Connection, batch: &ImportBatch, direction: Direction) -> Result<Vec<Edit>, StoreError> {
    let gone: Value = Some(replica::encode(&true)?);
    let mut edits = Vec::with_capacity(batch.added.len() + batch.filled.len() + 1);
    for filled in batch.filled.iter().rev() {
        let field = Field::from_text(&filled.field);
        if let (Some(field), Some(shard)) = (field, Reader::shard_in(tx, filled.transaction)?) {
            let entity = Entity::Transaction(filled.transaction);
            edits.push(set_if(
                shard,
                entity,
                field,
                filled.before.clone(),
                Some(filled.after.clone()),
                direction,
            ));
        }
    }
    if direction == Direction::Again {
        edits.reverse();
    }
    for id in &batch.added {
        if let Some(shard) = Reader::shard_in(tx, *id)? {
            edits.push(set_if(
                shard,
                Entity::Transaction(*id),
                Field::Removed,
                gone.clone(),
                None,
                direction,
            ));
        }
    }
    edits.push(set_if(ShardKey::Import(batch.id), Entity::Batch, Field::Undone, gone, None, direction));
    Ok(edits)
}
