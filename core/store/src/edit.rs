//! Ordinary edits: a change per touched shard, locked rows guarded, previous values noted for undo.

use crate::StoreError;
use crate::journal::{Shards, insert_change};
use crate::project::{Freshness, Projector};
use domain::{Clearing, TransactionId};
use replica::{Entity, EntityState, Field, ShardKey, Value, Write};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A write, perhaps only if the register still holds a certain value.
pub struct Edit {
    pub write: Write,
    pub expect: Option<Value>,
}

impl From<Write> for Edit {
    fn from(write: Write) -> Self {
        Self { write, expect: None }
    }
}

/// A field an undo left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The shard.
    pub shard: ShardKey,
    /// The entity.
    pub entity: Entity,
    /// The field.
    pub field: Field,
    /// Why.
    pub reason: SkipReason,
}

/// Why an undo leaves a field alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// It was changed again since.
    ChangedSince,
    /// Its entity is not here.
    Missing,
}

/// How to take one register back, or set it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    pub shard: String,
    pub entity: String,
    pub field: Field,
    pub before: Value,
    pub after: Value,
}

impl Reversal {
    fn new(shard: ShardKey, entity: Entity, field: Field, before: Value, after: Value) -> Self {
        Self { shard: shard.to_string(), entity: entity.key(), field, before, after }
    }
}

/// May the edits touch reconciled rows?
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Locks {
    /// No.
    Respected,
    /// Their clearing alone: an undo may take the reconciliation back.
    ClearingOnly,
}

/// What edits did.
#[derive(Default)]
pub struct Outcome {
    pub reversals: Vec<Reversal>,
    pub skipped: Vec<Skipped>,
    pub shards: Vec<ShardKey>,
    pub changes: usize,
}

impl Outcome {
    pub fn absorb(&mut self, other: Self) {
        self.reversals.extend(other.reversals);
        self.skipped.extend(other.skipped);
        self.shards.extend(other.shards);
        self.changes += other.changes;
    }
}

/// Makes the edits and projects what they touched.
pub fn edit(
    conn: &Connection,
    shards: &mut Shards,
    projector: &mut Projector<'_>,
    edits: Vec<Edit>,
    locks: Locks,
    group: i64,
) -> Result<Outcome, StoreError> {
    let mut by_shard: BTreeMap<ShardKey, Vec<Edit>> = BTreeMap::new();
    for edit in edits {
        by_shard.entry(edit.write.shard()).or_default().push(edit);
    }
    let mut outcome = Outcome::default();
    for (key, edits) in by_shard {
        outcome.absorb(edit_shard(conn, shards, projector, key, edits, locks, group)?);
    }
    Ok(outcome)
}

fn edit_shard(
    conn: &Connection,
    shards: &mut Shards,
    projector: &mut Projector<'_>,
    key: ShardKey,
    edits: Vec<Edit>,
    locks: Locks,
    group: i64,
) -> Result<Outcome, StoreError> {
    let actor = shards.actor;
    let document = shards.get(conn, key)?;
    let mut draft =
        Draft { key, locks, states: BTreeMap::new(), writes: Vec::new(), outcome: Outcome::default() };
    for edit in edits {
        let entity = edit.write.entity();
        draft.states.entry(entity).or_insert_with(|| document.read(entity));
        draft.take(edit)?;
    }
    let writes: Vec<&Write> = draft.writes.iter().collect();
    let changes = document.write(&actor, &writes)?;
    if !changes.is_empty() {
        for entity in draft.states.keys() {
            projector.entity(&key, &document.read(*entity), Freshness::Maybe)?;
        }
        for (raw, header) in &changes {
            insert_change(conn, raw, header, group, false)?;
        }
        draft.outcome.shards.push(key);
        draft.outcome.changes = changes.len();
    }
    Ok(draft.outcome)
}

/// The writes to one shard, as they are decided one after the other.
struct Draft {
    key: ShardKey,
    locks: Locks,
    states: BTreeMap<Entity, EntityState>,
    writes: Vec<Write>,
    outcome: Outcome,
}

impl Draft {
    fn take(&mut self, edit: Edit) -> Result<(), StoreError> {
        match edit.write {
            Write::Facts { shard, entity, bytes } => self.take_facts(shard, entity, bytes),
            Write::Set { entity, field, value, .. } => {
                self.take_set(entity, field, value, edit.expect.as_ref())
            }
        }
    }

    fn take_facts(&mut self, shard: ShardKey, entity: Entity, bytes: Vec<u8>) -> Result<(), StoreError> {
        let removal = entity.removal();
        let gone = Some(replica::encode(&true)?);
        let state = self.states.entry(entity).or_insert_with(|| EntityState::empty(entity));
        if state.facts.is_none() {
            state.facts = Some(bytes.clone());
            self.writes.push(Write::Facts { shard, entity, bytes });
        } else if removal != Field::Deleted && state.flag(removal) {
            // What an undo took away comes back; what a person deleted does not.
            set_value(state, removal, None);
            self.writes.push(Write::Set { shard, entity, field: removal, value: None });
        } else {
            return Ok(());
        }
        self.outcome.reversals.push(Reversal::new(self.key, entity, removal, gone, None));
        Ok(())
    }

    fn take_set(
        &mut self,
        entity: Entity,
        field: Field,
        value: Value,
        expect: Option<&Value>,
    ) -> Result<(), StoreError> {
        let key = self.key;
        let state = self.states.entry(entity).or_insert_with(|| EntityState::empty(entity));
        if state.facts.is_none() {
            let skipped = Skipped { shard: key, entity, field, reason: SkipReason::Missing };
            return match expect {
                Some(_) => {
                    self.outcome.skipped.push(skipped);
                    Ok(())
                }
                None => Err(StoreError::InvalidWrite(format!("{} is not in shard {key}", entity.key()))),
            };
        }
        let current = state.value(field).map(<[u8]>::to_vec);
        if expect.is_some_and(|expected| *expected != current) {
            // What says already what it is to say needs nothing: one import can stand twice in the log, when it adds nothing.
            if current == value {
                return Ok(());
            }
            self.outcome.skipped.push(Skipped {
                shard: key,
                entity,
                field,
                reason: SkipReason::ChangedSince,
            });
            return Ok(());
        }
        if let Some(id) = locked(&key, state)
            && !(self.locks == Locks::ClearingOnly && field == Field::Cleared)
            && !(current == value && expect.is_none())
        {
            return Err(StoreError::LockedRow(id));
        }
        if current != value {
            self.outcome.reversals.push(Reversal::new(key, entity, field, current, value.clone()));
        }
        set_value(state, field, value.clone());
        self.writes.push(Write::Set { shard: key, entity, field, value });
        Ok(())
    }
}

fn set_value(state: &mut EntityState, field: Field, value: Value) {
    match state.registers.iter_mut().find(|register| register.field == field) {
        Some(register) => register.value = value,
        None => state.registers.push(replica::Register { field, value, values: 1 }),
    }
}

/// The row, when it is part of a reconciled statement.
fn locked(key: &ShardKey, state: &EntityState) -> Option<TransactionId> {
    let Entity::Transaction(id) = state.entity else { return None };
    let clearing: Clearing = replica::decode(state.value(Field::Cleared)?).ok()?;
    (key.account().is_some() && clearing == Clearing::Reconciled).then_some(id)
}
