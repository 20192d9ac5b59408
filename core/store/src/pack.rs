//! The whole state of a book as documents, given out and taken in; and what all documents look like at this moment.

use crate::apply::{AppliedChanges, apply_all};
use crate::journal::{read_source, shard_keys};
use crate::log::{LogPosition, set_position};
use crate::open::Store;
use crate::project::{Freshness, Projector};
use crate::unfold::SOMEWHERE;
use crate::{Reader, StoreError};
use replica::{ChangeHash, RawChange, ShardDocument, ShardKey};
use rusqlite::{Connection, OptionalExtension as _, params};
use rustc_hash::FxHashSet;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// A shard with all its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedShard {
    /// Its name.
    pub shard: ShardKey,
    /// Its heads, sorted.
    pub heads: Vec<ChangeHash>,
    /// What [`ShardDocument::save`] says.
    pub saved: Vec<u8>,
}

/// A change that is in no shard because it is bad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Name of its shard.
    pub shard: String,
    /// Its hash.
    pub hash: ChangeHash,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Why.
    pub reason: String,
}

impl Reader {
    /// Is every entry of the log up to the position applied, and everything here in the log? Only such a state may be packed, or
    /// compared with another device's.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn is_level(&self) -> Result<bool, StoreError> {
        let sql = "select exists (select 1 from changes where server_seq is null) \
                   or exists (select 1 from changes where pending = 1) or exists (select 1 from sealed)";
        Ok(!self.connection().prepare_cached(sql)?.query_row([], |row| row.get::<_, bool>(0))?)
    }

    /// Every shard that holds anything, sorted by name.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails or a shard cannot be loaded.
    pub fn pack(&self) -> Result<Vec<PackedShard>, StoreError> {
        let mut packed = Vec::new();
        for shard in shard_keys(self.connection())? {
            let document = read_source(self.connection(), shard)?.load()?;
            let heads = document.heads();
            if !heads.is_empty() {
                packed.push(PackedShard { shard, heads, saved: document.save() });
            }
        }
        Ok(packed)
    }

    /// Changes set aside as bad.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn quarantine(&self) -> Result<Vec<Quarantined>, StoreError> {
        let mut find = self
            .connection()
            .prepare_cached("select doc, hash, bytes, reason from quarantine order by hash")?;
        let rows = find.query_map([], |row| {
            Ok(Quarantined { shard: row.get(0)?, hash: row.get(1)?, bytes: row.get(2)?, reason: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Name and heads of every shard that holds anything, sorted by name, without loading any.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn heads(&self) -> Result<BTreeMap<String, Vec<ChangeHash>>, StoreError> {
        let mut all: BTreeMap<String, (FxHashSet<ChangeHash>, FxHashSet<ChangeHash>)> = BTreeMap::new();
        let mut find = self.connection().prepare_cached("select name, snapshot_heads from docs")?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let (name, heads): (String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
            let heads = heads.unwrap_or_default();
            all.entry(name).or_default().0.extend(heads.as_chunks::<32>().0.iter().copied());
        }
        let mut find = self.connection().prepare_cached(
            "select name, hash, deps from changes join docs on docs.no = changes.doc where pending = 0",
        )?;
        let mut rows = find.query([])?;
        while let Some(row) = rows.next()? {
            let (there, built_on) = all.entry(row.get(0)?).or_default();
            there.insert(row.get(1)?);
            built_on.extend(row.get::<_, Vec<u8>>(2)?.as_chunks::<32>().0.iter().copied());
        }
        let heads = |(there, built_on): (FxHashSet<ChangeHash>, FxHashSet<ChangeHash>)| {
            let mut heads: Vec<ChangeHash> = there.difference(&built_on).copied().collect();
            heads.sort_unstable();
            heads
        };
        let all = all.into_iter().map(|(name, sets)| (name, heads(sets)));
        Ok(all.filter(|(_, heads)| !heads.is_empty()).collect())
    }

    /// How many of the changes of a packed shard are here; `None` when one is not, or is in the log only after `base`.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails or a shard cannot be loaded.
    pub fn holds(&self, packed: &PackedShard, base: u64) -> Result<Option<u64>, StoreError> {
        let changes = load(packed)?.changes();
        let mut find = self.connection().prepare_cached("select server_seq from changes where hash = ?1")?;
        let mut own: Option<ShardDocument> = None;
        for (raw, _) in &changes {
            let place: Option<Option<i64>> = find.query_row([raw.hash], |row| row.get(0)).optional()?;
            let here = if let Some(place) = place {
                place.is_some_and(|place| place.cast_unsigned() <= base)
            } else {
                // Perhaps its row is gone and only the snapshot has it.
                if own.is_none() {
                    own = Some(read_source(self.connection(), packed.shard)?.load()?);
                }
                own.as_ref().is_some_and(|own| own.contains(&raw.hash))
            };
            if !here {
                return Ok(None);
            }
        }
        Ok(Some(changes.len() as u64))
    }
}

/// The document, if it is what the pack says.
fn load(packed: &PackedShard) -> Result<ShardDocument, StoreError> {
    let document = ShardDocument::load(packed.shard, &packed.saved)?;
    if document.heads() == packed.heads {
        Ok(document)
    } else {
        Err(StoreError::damaged(format!("the packed shard {} has other heads than it claims", packed.shard)))
    }
}

impl PackedShard {
    /// Its changes, each after what it builds on.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it does not load.
    pub fn changes(&self) -> Result<Vec<RawChange>, StoreError> {
        Ok(load(self)?.changes().into_iter().map(|(raw, _)| raw).collect())
    }
}

impl Store {
    /// Takes a packed state of the log in, and its position, in one SQLite transaction. What is here already stays; what the pack holds
    /// counts as shown.
    ///
    /// # Errors
    /// [`StoreError`] when a shard does not load or the file fails; nothing is written then.
    pub fn load_pack(
        &mut self,
        shards: &[PackedShard],
        quarantine: &[Quarantined],
        position: LogPosition,
    ) -> Result<AppliedChanges, StoreError> {
        self.transact(|tx, loaded, _| {
            let mut known: Vec<RawChange> = Vec::new();
            let mut fresh = Vec::new();
            for packed in shards {
                if is_here(tx, packed.shard)? {
                    known.extend(packed.changes()?);
                } else {
                    fresh.push(packed);
                }
            }
            let mut came = insert_shards(tx, fresh)?;
            let applied = apply_all(tx, loaded, &known)?;
            let mut shown = tx.prepare_cached(
                "update changes set server_seq = ?2 where hash = ?1 and server_seq is null",
            )?;
            for raw in &known {
                shown.execute((raw.hash, SOMEWHERE))?;
            }
            keep_aside(tx, quarantine)?;
            // What did not open stands before the position, and the pack has it.
            tx.execute("delete from sealed where place <= ?1", [position.cursor.cast_signed()])?;
            set_position(tx, position)?;
            came.extend(applied.shards);
            Ok(AppliedChanges { shards: came, ..applied })
        })
    }
}

fn is_here(tx: &Connection, shard: ShardKey) -> Result<bool, StoreError> {
    Ok(tx.prepare_cached("select 1 from docs where name = ?1")?.exists([shard.to_string()])?)
}

/// Makes shards of which nothing is here as they were packed, with their rows in the projection.
pub fn insert_shards<'a>(
    tx: &Connection,
    shards: impl IntoIterator<Item = &'a PackedShard>,
) -> Result<Vec<ShardKey>, StoreError> {
    let mut projector = Projector::new(tx);
    let mut came = Vec::new();
    for packed in shards {
        let document = load(packed)?;
        insert_snapshot(tx, packed)?;
        let (states, unknown) = document.read_all();
        for state in &states {
            projector.entity(&packed.shard, state, Freshness::Fresh)?;
        }
        for key in &unknown {
            projector.unknown(&packed.shard, key)?;
        }
        came.push(packed.shard);
    }
    projector.finish()?;
    Ok(came)
}

/// Keeps what a pack names as bad.
pub fn keep_aside(tx: &Connection, quarantine: &[Quarantined]) -> Result<(), StoreError> {
    for bad in quarantine {
        tx.prepare_cached("insert or ignore into quarantine values (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![bad.hash, bad.shard, bad.bytes, bad.reason, env!("CARGO_PKG_VERSION")])?;
    }
    Ok(())
}

fn insert_snapshot(tx: &Connection, packed: &PackedShard) -> Result<(), StoreError> {
    tx.prepare_cached(
        "insert into docs (name, snapshot, snapshot_heads, snapshot_sha256) values (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        packed.shard.to_string(),
        packed.saved,
        packed.heads.concat(),
        Sha256::digest(&packed.saved).as_slice()
    ])?;
    Ok(())
}
