//! Packs of a shared folder that were taken in, and what other devices said of how far they have read it.

use crate::folder::LACKING;
use crate::journal::read_source;
use crate::{PackedShard, Reader, StoreError};
use replica::{ChangeHash, RawChange, ShardDocument, ShardKey};
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// How far a lane was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderPlace {
    /// The lane.
    pub lane: [u8; 16],
    /// Number of its file.
    pub number: u64,
    /// Entries of that file.
    pub entries: u64,
    /// Entries of the whole lane.
    pub total: u64,
    /// The lane's chain there.
    pub chain: [u8; 32],
}

/// A pack that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderPackRow {
    /// Its path in the folder.
    pub name: String,
    /// The places up to which it holds everything, as bytes of the protocol.
    pub places: Vec<u8>,
}

/// The newest thing a device said of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderMarkRow {
    /// The device.
    pub device: [u8; 16],
    /// Grows with each.
    pub number: u64,
    /// When, by its own clock, in milliseconds since 1970.
    pub at: i64,
    /// What, as bytes of the protocol.
    pub says: Vec<u8>,
}

/// Keeps what was found out of packs and marks, within a transaction.
pub fn keep_packs(
    tx: &Connection,
    packs: &[FolderPackRow],
    reached: &[FolderPlace],
    marks: &[FolderMarkRow],
) -> rusqlite::Result<()> {
    let mut pack = tx.prepare_cached("insert or replace into folder_pack values (?1, ?2)")?;
    for FolderPackRow { name, places } in packs {
        pack.execute((name, places))?;
    }
    // Never back: what was taken in stays taken in.
    let mut reach = tx.prepare_cached(
        "insert into folder_reached values (?1, ?2, ?3, ?4, ?5) on conflict (lane) do update set number = excluded.number, \
         entries = excluded.entries, total = excluded.total, chain = excluded.chain \
         where (excluded.number, excluded.entries) > (folder_reached.number, folder_reached.entries)",
    )?;
    for place in reached {
        let FolderPlace { lane, number, entries, total, chain } = place;
        let [number, entries, total] = [number, entries, total].map(|count| count.cast_signed());
        reach.execute(params![lane, number, entries, total, chain])?;
    }
    let mut mark = tx.prepare_cached(
        "insert into folder_mark values (?1, ?2, ?3, ?4) on conflict (device) do update set number = excluded.number, \
         at = excluded.at, says = excluded.says where excluded.number >= folder_mark.number",
    )?;
    for FolderMarkRow { device, number, at, says } in marks {
        mark.execute((device, number.cast_signed(), at, says))?;
    }
    Ok(())
}

/// Forgets all of it: the device begins with another folder.
pub fn forget_packs(tx: &Connection) -> rusqlite::Result<()> {
    tx.execute_batch("delete from folder_pack; delete from folder_reached; delete from folder_mark;")
}

impl Reader {
    /// Packs that were taken in and are there, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn folder_packs(&self) -> Result<Vec<FolderPackRow>, StoreError> {
        let mut find =
            self.connection().prepare_cached("select name, places from folder_pack order by name")?;
        let rows = find.query_map([], |row| Ok(FolderPackRow { name: row.get(0)?, places: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Places of lanes up to which packs that were taken in hold everything, by lane.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn folder_reached(&self) -> Result<Vec<FolderPlace>, StoreError> {
        let mut find = self
            .connection()
            .prepare_cached("select lane, number, entries, total, chain from folder_reached order by lane")?;
        let rows = find.query_map([], |row| {
            Ok(FolderPlace {
                lane: row.get(0)?,
                number: row.get::<_, i64>(1)?.cast_unsigned(),
                entries: row.get::<_, i64>(2)?.cast_unsigned(),
                total: row.get::<_, i64>(3)?.cast_unsigned(),
                chain: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What devices said of themselves, by device.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn folder_marks(&self) -> Result<Vec<FolderMarkRow>, StoreError> {
        let sql = "select device, number, at, says from folder_mark order by device";
        let mut find = self.connection().prepare_cached(sql)?;
        let rows = find.query_map([], |row| {
            let number = row.get::<_, i64>(1)?.cast_unsigned();
            Ok(FolderMarkRow { device: row.get(0)?, number, at: row.get(2)?, says: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Hashes of changes that the folder lacks, as far as is known.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn unwritten_hashes(&self) -> Result<FxHashSet<ChangeHash>, StoreError> {
        let mut find =
            self.connection().prepare_cached(&format!("select hash from changes where {LACKING}"))?;
        let rows = find.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Of these changes those that are not here, neither as a row nor in a snapshot nor set aside.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails or a shard cannot be loaded.
    pub fn lacking(&self, changes: Vec<RawChange>) -> Result<Vec<RawChange>, StoreError> {
        let mut loaded: FxHashMap<ShardKey, Option<ShardDocument>> = FxHashMap::default();
        let mut lacking = Vec::new();
        for change in changes {
            if self.has_change(&change.hash)? {
                continue;
            }
            let document = match loaded.entry(change.shard) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.folded(change.shard)?),
            };
            if document.as_ref().is_none_or(|document| !document.contains(&change.hash)) {
                lacking.push(change);
            }
        }
        Ok(lacking)
    }

    /// A shard that has a snapshot; without one its rows are all there is.
    fn folded(&self, shard: ShardKey) -> Result<Option<ShardDocument>, StoreError> {
        let sql = "select 1 from docs where name = ?1 and snapshot is not null";
        let folded = self.connection().prepare_cached(sql)?.exists([shard.to_string()])?;
        if folded { Ok(Some(read_source(self.connection(), shard)?.load()?)) } else { Ok(None) }
    }

    /// Do these packed shards hold exactly what the book's shards hold?
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn equals(&self, packed: &[PackedShard]) -> Result<bool, StoreError> {
        let own = self.heads()?;
        let same = |shard: &PackedShard| own.get(&shard.shard.to_string()) == Some(&shard.heads);
        Ok(own.len() == packed.len() && packed.iter().all(same))
    }
}
