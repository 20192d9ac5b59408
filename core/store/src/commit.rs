//! One action, one SQLite transaction.

use crate::edit::{Edit, Locks, Outcome, edit};
use crate::journal::{Shards, insert_change};
use crate::open::Store;
use crate::project::{Freshness, Projector};
use crate::undo::{Inverse, drop_redo, finish_action, start_action};
use crate::{Reader, StoreError};
use domain::{AccountId, BatchId, TransactionId};
use replica::{
    AutoCategory, ChangeHeader, Entity, EntityState, Field, IdentityKey, LONGEST_VALUE, RawChange, Register,
    ShardKey, Write, mint,
};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;

/// What an action wants written.
#[derive(Debug, Clone, Default)]
pub struct Commit {
    /// Name of the action, for example `transaction.categorize`.
    pub name: String,
    /// When, milliseconds since 1970-01-01 UTC; only shown, never used for ordering.
    pub at: i64,
    /// The device's name.
    pub device: String,
    /// The writes.
    pub writes: Vec<Write>,
    /// Mint what goes to keys never written before, so that the same commit on two devices makes the same changes.
    pub content_addressed: bool,
    /// The import this commit is; its undo then follows the `ImportBatch` facts among the writes.
    pub batch: Option<BatchId>,
    /// Refuse when an account's version ([`Reader::account_version`]) is another.
    pub expect_version: Option<(AccountId, u64)>,
    /// May set the clearing of reconciled rows: it takes a reconciliation back.
    pub unlocks: bool,
    /// Not to be undone, and no reason to forget what could be redone: work of the machine.
    pub not_undoable: bool,
}

impl Commit {
    /// An undoable commit of ordinary writes.
    pub fn new(name: impl Into<String>, at: i64, device: impl Into<String>, writes: Vec<Write>) -> Self {
        Self { name: name.into(), at, device: device.into(), writes, ..Self::default() }
    }

    /// The same, as the import `batch`: content-addressed, undone through its facts.
    #[must_use]
    pub fn import(mut self, batch: BatchId) -> Self {
        self.content_addressed = true;
        self.batch = Some(batch);
        self
    }

    /// The same, as the machine's work: minted where possible, not undoable.
    #[must_use]
    pub fn automatic(mut self) -> Self {
        self.content_addressed = true;
        self.not_undoable = true;
        self
    }
}

/// What a commit did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Id of the action in the undo log.
    pub action: i64,
    /// Shards it changed, sorted.
    pub shards: Vec<ShardKey>,
    /// Changes it made.
    pub changes: usize,
}

impl Store {
    /// Commits an action.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is written then.
    pub fn commit(&mut self, commit: Commit) -> Result<Committed, StoreError> {
        self.commit_with(commit, |_| Ok(()))
    }

    /// Commits an action and, in the same SQLite transaction, rows of device-local tables.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is written then.
    pub fn commit_with<F>(&mut self, commit: Commit, locals: F) -> Result<Committed, StoreError>
    where
        F: FnOnce(&Connection) -> rusqlite::Result<()>,
    {
        self.transact(|tx, shards, identity| {
            let committed = write(tx, shards, identity, commit)?;
            locals(tx)?;
            Ok(committed)
        })
    }

    /// Writes rows of device-local tables (`setting`, `vector`, `csv_profile`, `feedback`, `suggestion`, `import_plan`) in one
    /// SQLite transaction, without an action.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is written then.
    pub fn local<T, F>(&mut self, locals: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection) -> rusqlite::Result<T>,
    {
        self.transact(|tx, _, _| Ok(locals(tx)?))
    }

    /// Runs `work` in one transaction; after any failure nothing of it remains, on disk or in memory.
    pub(crate) fn transact<T, F>(&mut self, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection, &mut Shards, &IdentityKey) -> Result<T, StoreError>,
    {
        let Self { conn, shards, identity, .. } = self;
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&tx, shards, identity).and_then(|done| Ok((done, tx.commit()?)));
        match result {
            Ok((done, ())) => Ok(done),
            Err(error) => {
                shards.clear();
                Err(error)
            }
        }
    }
}

fn write(
    tx: &Connection,
    shards: &mut Shards,
    identity: &IdentityKey,
    commit: Commit,
) -> Result<Committed, StoreError> {
    for write in &commit.writes {
        if let Write::Set { field, value: Some(value), .. } = write
            && value.len() > LONGEST_VALUE
        {
            return Err(StoreError::TooLong { field: *field, bytes: value.len() });
        }
    }
    if let Some((account, expected)) = commit.expect_version {
        let found = Reader::version_of(tx, account)?;
        if found != expected {
            return Err(StoreError::StaleAccount { account, found, expected });
        }
    }
    if !commit.not_undoable {
        drop_redo(tx)?;
    }
    let action = start_action(tx, &commit.name, commit.at, &commit.device, commit.batch)?;
    let mut projector = Projector::new(tx);
    let mut outcome = Outcome::default();
    let mut ordinary = commit.writes;
    if commit.content_addressed {
        let (minted, rest) = mint_writes(tx, shards, identity, &mut projector, ordinary, action)?;
        outcome.absorb(minted);
        ordinary = rest;
    }
    let edits = ordinary.into_iter().map(Edit::from).collect();
    let locks = if commit.unlocks { Locks::ClearingOnly } else { Locks::Respected };
    outcome.absorb(edit(tx, shards, &mut projector, edits, locks, action)?);
    projector.finish()?;
    let mut reversals = outcome.reversals;
    if commit.batch.is_some() {
        // The batch's own facts say how to take its rows back, on any device; only the rest is noted here.
        reversals.retain(|reversal| reversal.shard == "book");
    }
    let inverse = match commit.batch {
        Some(_) => Inverse::Batch { extra: reversals },
        None => Inverse::Edits(reversals),
    };
    finish_action(tx, action, &inverse, !commit.not_undoable)?;
    outcome.shards.sort_unstable();
    outcome.shards.dedup();
    Ok(Committed { action, shards: outcome.shards, changes: outcome.changes })
}

/// The writes of one shard that can be minted.
#[derive(Default)]
struct Mintable {
    facts: Vec<Write>,
    registers: Vec<Write>,
    /// Machine categories of rows that are there already.
    automatic: Vec<Write>,
}

/// Mints what goes to keys never written before; gives back the other writes.
fn mint_writes(
    tx: &Connection,
    shards: &mut Shards,
    identity: &IdentityKey,
    projector: &mut Projector<'_>,
    writes: Vec<Write>,
    action: i64,
) -> Result<(Outcome, Vec<Write>), StoreError> {
    let (mintable, rest) = partition(tx, writes)?;
    let mut outcome = Outcome::default();
    std::thread::scope(|scope| {
        // Minting is arithmetic, writing is SQLite's: one thread mints ahead while this one writes, in the shards' order.
        let (ahead, minted) = sync_channel(MINTED_AHEAD);
        scope.spawn(move || {
            for (key, part) in mintable {
                let shard = mint_shard(key, part, identity);
                if ahead.send(shard).is_err() {
                    return; // The writer failed and stopped listening.
                }
            }
        });
        for shard in minted {
            write_shard(tx, shards, projector, shard?, action, &mut outcome)?;
        }
        Ok::<(), StoreError>(())
    })?;
    Ok((outcome, rest))
}

/// Shards minted and not yet written: enough to keep both sides busy, few enough to keep memory flat.
const MINTED_AHEAD: usize = 16;

/// A shard's writes with their changes, those of facts first.
type MintedShard = (ShardKey, Mintable, Vec<(RawChange, ChangeHeader)>);

fn mint_shard(key: ShardKey, part: Mintable, identity: &IdentityKey) -> Result<MintedShard, StoreError> {
    let facts: Vec<&Write> = part.facts.iter().collect();
    let registers: Vec<&Write> = part.registers.iter().chain(&part.automatic).collect();
    let mut changes = mint(key, &facts, identity)?;
    changes.extend(mint(key, &registers, identity)?);
    Ok((key, part, changes))
}

fn write_shard(
    tx: &Connection,
    shards: &mut Shards,
    projector: &mut Projector<'_>,
    (key, part, changes): MintedShard,
    action: i64,
    outcome: &mut Outcome,
) -> Result<(), StoreError> {
    for (raw, header) in &changes {
        outcome.changes += usize::from(insert_change(tx, raw, header, action, false)?.is_some());
    }
    shards.forget(key);
    outcome.shards.push(key);
    for state in states(&part) {
        projector.entity(&key, &state, Freshness::Fresh)?;
    }
    for write in &part.automatic {
        if let Write::Set { entity: Entity::Transaction(id), value, .. } = write {
            let auto: Option<AutoCategory> = value.as_deref().map(replica::decode).transpose()?;
            projector.auto_category(*id, auto, Field::AutoCategory.bit().cast_signed())?;
        }
    }
    Ok(())
}

/// What the minted writes say of each new entity.
fn states(part: &Mintable) -> Vec<EntityState> {
    let mut states: FxHashMap<Entity, EntityState> = FxHashMap::default();
    let mut order = Vec::with_capacity(part.facts.len());
    for write in &part.facts {
        if let Write::Facts { entity, bytes, .. } = write {
            states.entry(*entity).or_insert_with(|| {
                order.push(*entity);
                EntityState { facts: Some(bytes.clone()), facts_values: 1, ..EntityState::empty(*entity) }
            });
        }
    }
    for write in &part.registers {
        if let Write::Set { entity, field, value, .. } = write
            && let Some(state) = states.get_mut(entity)
        {
            state.registers.push(Register { field: *field, value: value.clone(), values: 1 });
        }
    }
    order.into_iter().filter_map(|entity| states.remove(&entity)).collect()
}

/// Parts the writes into those that can be minted, by shard, and the rest in its order.
fn partition(
    tx: &Connection,
    writes: Vec<Write>,
) -> Result<(BTreeMap<ShardKey, Mintable>, Vec<Write>), StoreError> {
    let mut mintable: BTreeMap<ShardKey, Mintable> = BTreeMap::new();
    let mut rest = Vec::new();
    let mut fresh: rustc_hash::FxHashSet<Entity> = rustc_hash::FxHashSet::default();
    let mut registers: rustc_hash::FxHashSet<(Entity, Field)> = rustc_hash::FxHashSet::default();
    let mut begun: FxHashMap<ShardKey, Shard> = FxHashMap::default();
    for write in writes {
        let (key, entity) = (write.shard(), write.entity());
        let shard = match begun.get(&key) {
            Some(shard) => *shard,
            None => *begun.entry(key).or_insert(shard_state(tx, key)?),
        };
        if matches!(key, ShardKey::Book | ShardKey::Keys) || shard == Shard::HasOrphans {
            rest.push(write);
            continue;
        }
        match &write {
            Write::Facts { .. } => {
                if shard == Shard::New || !exists(tx, &key, entity)? {
                    if fresh.insert(entity) {
                        mintable.entry(key).or_default().facts.push(write);
                    }
                } else {
                    rest.push(write);
                }
            }
            // A register of a new row, set once; set twice it is an edit after the row was made.
            Write::Set { field, .. } if fresh.contains(&entity) && registers.insert((entity, *field)) => {
                mintable.entry(key).or_default().registers.push(write);
            }
            Write::Set { field: Field::AutoCategory, .. }
                if let Entity::Transaction(id) = entity
                    && !fresh.contains(&entity)
                    && unset_and_unlocked(tx, id)?
                    && registers.insert((entity, Field::AutoCategory)) =>
            {
                mintable.entry(key).or_default().automatic.push(write);
            }
            Write::Set { .. } => rest.push(write),
        }
    }
    Ok((mintable, rest))
}

/// What the journal knows of a shard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shard {
    /// Nothing.
    New,
    /// Something.
    Begun,
    /// Registers without facts: new facts meet older registers, which only the document can tell.
    HasOrphans,
}

fn shard_state(tx: &Connection, key: ShardKey) -> Result<Shard, StoreError> {
    let name = key.to_string();
    let begun = tx.prepare_cached("select 1 from docs where name = ?1")?.exists([&name])?;
    if !begun {
        return Ok(Shard::New);
    }
    let held = "select 1 from changes join docs on docs.no = changes.doc where name = ?1 and pending = 1";
    let orphans = tx.prepare_cached(
        "select 1 from orphan where doc = ?1 union all select 1 from needs_newer where doc = ?1",
    )?;
    let mut orphans = orphans;
    Ok(if orphans.exists([&name])? || tx.prepare_cached(held)?.exists([&name])? {
        Shard::HasOrphans
    } else {
        Shard::Begun
    })
}

fn exists(tx: &Connection, key: &ShardKey, entity: Entity) -> Result<bool, StoreError> {
    Ok(match (key, entity) {
        (ShardKey::Import(batch), Entity::Batch) => {
            tx.prepare_cached("select 1 from import_batch where id = ?1")?.exists([batch.as_bytes()])?
        }
        (_, Entity::Transaction(id)) => {
            tx.prepare_cached("select 1 from transactions where id = ?1")?.exists([id.as_bytes()])?
        }
        _ => true,
    })
}

/// Has the machine never spoken of the row, and is it not locked?
fn unset_and_unlocked(tx: &Connection, id: TransactionId) -> Result<bool, StoreError> {
    let mut find = tx.prepare_cached("select fields, clearing from transactions where id = ?1")?;
    let found = find
        .query_row([id.as_bytes()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    Ok(found.is_some_and(|(fields, clearing)| {
        fields & Field::AutoCategory.bit().cast_signed() == 0 && clearing < 2
    }))
}
