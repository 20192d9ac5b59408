//! Changes from elsewhere: verified, applied, projected; bad ones set aside, early ones kept until their ground arrives.

use crate::StoreError;
use crate::journal::{Shards, insert_change, read_changes};
use crate::open::Store;
use crate::project::{Freshness, Projector};
use replica::{ChangeHash, ChangeHeader, RawChange, Rejected, ShardKey};
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What came of changes from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppliedChanges {
    /// Applied now, early ones included whose ground has come.
    pub applied: Vec<ChangeHash>,
    /// Here already.
    pub known: usize,
    /// Kept until what they build on arrives.
    pub pending: Vec<ChangeHash>,
    /// Bad: bytes and reason are in the table `quarantine`, and they are never tried again.
    pub quarantined: Vec<Rejected>,
    /// Shards changed.
    pub shards: Vec<ShardKey>,
}

impl Store {
    /// Takes changes in any order, any number of times, in one SQLite transaction. Nothing they hold can make this fail.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails; nothing is written then.
    pub fn apply_changes(&mut self, changes: &[RawChange]) -> Result<AppliedChanges, StoreError> {
        self.transact(|tx, shards, _| apply_all(tx, shards, changes))
    }

    /// Changes with an id above `id`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn changes_since(&self, id: i64, limit: u32) -> Result<Vec<crate::StoredChange>, StoreError> {
        self.reader()?.changes_since(id, limit)
    }
}

/// [`Store::apply_changes`] within a transaction.
pub fn apply_all(
    tx: &Connection,
    shards: &mut Shards,
    changes: &[RawChange],
) -> Result<AppliedChanges, StoreError> {
    let mut by_shard: BTreeMap<ShardKey, Vec<RawChange>> = BTreeMap::new();
    for change in changes {
        by_shard.entry(change.shard).or_default().push(change.clone());
    }
    let mut outcome = AppliedChanges::default();
    let mut projector = Projector::new(tx);
    for (key, changes) in &by_shard {
        apply_shard(tx, shards, &mut projector, *key, changes, &mut outcome)?;
    }
    projector.finish()?;
    Ok(outcome)
}

fn apply_shard(
    tx: &Connection,
    shards: &mut Shards,
    projector: &mut Projector<'_>,
    key: ShardKey,
    changes: &[RawChange],
    outcome: &mut AppliedChanges,
) -> Result<(), StoreError> {
    let mut new: FxHashMap<ChangeHash, (RawChange, ChangeHeader)> = FxHashMap::default();
    let mut bad: Vec<(RawChange, String)> = Vec::new();
    let mut garbage: Vec<(RawChange, String)> = Vec::new();
    for raw in changes {
        if is_known(tx, &raw.hash)? || new.contains_key(&raw.hash) {
            outcome.known += 1;
            continue;
        }
        match raw.header() {
            Ok(header) if is_taken(tx, key, &header)? => {
                bad.push((raw.clone(), "its place is taken by another change".to_owned()));
            }
            Ok(header) => drop(new.insert(raw.hash, (raw.clone(), header))),
            Err(error) => garbage.push((raw.clone(), error.to_string())),
        }
    }
    if !new.is_empty() {
        apply_new(tx, shards, projector, key, &new, &mut bad, outcome)?;
    }
    for (raw, reason) in bad {
        quarantine(tx, raw.hash, &raw, reason, outcome)?;
    }
    for (raw, reason) in garbage {
        // Not what its hash names: filed under a hash of its own, or it would shadow the true change when that arrives.
        quarantine(tx, Sha256::digest(&raw.bytes).into(), &raw, reason, outcome)?;
    }
    Ok(())
}

fn quarantine(
    tx: &Connection,
    name: ChangeHash,
    raw: &RawChange,
    reason: String,
    outcome: &mut AppliedChanges,
) -> Result<(), StoreError> {
    let version = env!("CARGO_PKG_VERSION");
    tx.prepare_cached("insert or ignore into quarantine values (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        name,
        raw.shard.to_string(),
        raw.bytes,
        reason,
        version
    ])?;
    outcome.quarantined.push(Rejected { hash: raw.hash, reason });
    Ok(())
}

/// Sets an entry of the log aside as it came. It is filed under a hash of its own: it may claim to be a change that is still to come.
pub fn set_aside(
    tx: &Connection,
    item: &[u8],
    reason: &str,
    outcome: &mut AppliedChanges,
) -> Result<(), StoreError> {
    let hash: ChangeHash = Sha256::digest(item).into();
    tx.prepare_cached("insert or ignore into quarantine values (?1, '', ?2, ?3, ?4)")?.execute(params![
        hash,
        item,
        reason,
        env!("CARGO_PKG_VERSION")
    ])?;
    outcome.quarantined.push(Rejected { hash, reason: reason.to_owned() });
    Ok(())
}

fn apply_new(
    tx: &Connection,
    shards: &mut Shards,
    projector: &mut Projector<'_>,
    key: ShardKey,
    new: &FxHashMap<ChangeHash, (RawChange, ChangeHeader)>,
    bad: &mut Vec<(RawChange, String)>,
    outcome: &mut AppliedChanges,
) -> Result<(), StoreError> {
    let document = shards.get(tx, key)?;
    let held = read_changes(tx, key, "pending = ?2", 1)?;
    let mut batch: Vec<RawChange> = held.clone();
    batch.extend(new.values().map(|(raw, _)| raw.clone()));
    // The order of arrival must not show anywhere.
    batch.sort_unstable_by_key(|raw| raw.hash);
    let result = document.apply(&batch);
    let states: Vec<_> = result.touched.iter().map(|entity| document.read(*entity)).collect();
    for state in &states {
        projector.entity(&key, state, Freshness::Maybe)?;
    }
    let held: FxHashSet<ChangeHash> = held.iter().map(|raw| raw.hash).collect();
    for hash in &result.applied {
        if held.contains(hash) {
            tx.prepare_cached("update changes set pending = 0 where hash = ?1")?.execute([hash])?;
        } else if let Some((raw, header)) = new.get(hash) {
            insert_change(tx, raw, header, 0, false)?;
        }
    }
    for hash in &result.pending {
        if let Some((raw, header)) = new.get(hash) {
            insert_change(tx, raw, header, 0, true)?;
        }
    }
    for Rejected { hash, reason } in result.rejected {
        if let Some((raw, _)) = new.get(&hash) {
            bad.push((raw.clone(), reason));
        } else if let Some(raw) = batch.iter().find(|raw| raw.hash == hash) {
            tx.prepare_cached("delete from changes where hash = ?1")?.execute([hash])?;
            bad.push((raw.clone(), reason));
        }
    }
    if !result.applied.is_empty() {
        outcome.shards.push(key);
    }
    outcome.applied.extend(result.applied);
    outcome.pending.extend(result.pending);
    Ok(())
}

fn is_known(tx: &Connection, hash: &ChangeHash) -> Result<bool, StoreError> {
    let mut find = tx.prepare_cached(
        "select 1 from changes where hash = ?1 union all select 1 from quarantine where hash = ?1",
    )?;
    Ok(find.exists([hash])?)
}

/// Is there another change of the same actor with the same number?
fn is_taken(tx: &Connection, key: ShardKey, header: &ChangeHeader) -> Result<bool, StoreError> {
    let Ok(seq) = i64::try_from(header.seq) else { return Ok(true) };
    let mut find = tx.prepare_cached(
        "select 1 from changes where doc = (select no from docs where name = ?1) and actor = ?2 and aseq = ?3",
    )?;
    Ok(find.exists(params![key.to_string(), header.actor, seq])?)
}
