//! Changes that only a snapshot holds, brought back as rows: a log that lost them can be given them again, and a shard can be made anew
//! from some of them.

use crate::StoreError;
use crate::journal::insert_change;
use replica::{ChangeHash, RawChange, ShardDocument, ShardKey};
use rusqlite::{Connection, OptionalExtension as _, params};
use rustc_hash::FxHashMap;

/// A place in the log for changes that are in it somewhere: they came with a packed state of it.
pub const SOMEWHERE: i64 = 0;

/// Makes rows of everything the shard's snapshot stands for, in an order in which each change follows what it builds on. What had no
/// row was in the log, and counts as shown at no known place. Does nothing where all rows are there.
pub fn unfold(tx: &Connection, key: ShardKey) -> Result<(), StoreError> {
    unfold_where(tx, key, &|_| true)
}

/// The same, where `wanted` says so of anything that the snapshot holds.
pub fn unfold_where(
    tx: &Connection,
    key: ShardKey,
    wanted: &dyn Fn(&ChangeHash) -> bool,
) -> Result<(), StoreError> {
    let found = tx
        .prepare_cached("select no, snapshot from docs where name = ?1 and snapshot is not null")?
        .query_row([key.to_string()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    let Some((doc, snapshot)) = found else { return Ok(()) };
    let held = ShardDocument::load(key, &snapshot)?.changes();
    let mut rows = rows(tx, key, doc)?;
    let known: FxHashMap<ChangeHash, (i64, Option<i64>)> =
        rows.iter().map(|row| (row.raw.hash, (row.group, row.shown))).collect();
    let is_there = held.iter().all(|(raw, _)| known.contains_key(&raw.hash));
    if is_there || !held.iter().any(|(raw, _)| wanted(&raw.hash)) {
        return Ok(());
    }
    tx.execute("delete from changes where doc = ?1", [doc])?;
    let mut shown = tx.prepare_cached("update changes set server_seq = ?2 where id = ?1")?;
    for (raw, header) in &held {
        let (group, place) = known.get(&raw.hash).copied().unwrap_or((0, Some(SOMEWHERE)));
        if let Some(id) = insert_change(tx, raw, header, group, false)? {
            shown.execute((id, place))?;
        }
    }
    let held: rustc_hash::FxHashSet<ChangeHash> = held.iter().map(|(raw, _)| raw.hash).collect();
    rows.retain(|row| !held.contains(&row.raw.hash));
    for row in rows {
        let header = row.raw.header().map_err(|error| StoreError::damaged(error.to_string()))?;
        if let Some(id) = insert_change(tx, &row.raw, &header, row.group, row.pending)? {
            shown.execute((id, row.shown))?;
        }
    }
    // The ids are new: the snapshot would claim to hold what it does not.
    let forget = "update docs set snapshot = null, snapshot_heads = null, snapshot_sha256 = null, upto_id = 0 where no = ?1";
    tx.execute(forget, [doc])?;
    Ok(())
}

struct Row {
    raw: RawChange,
    group: i64,
    shown: Option<i64>,
    pending: bool,
}

fn rows(tx: &Connection, key: ShardKey, doc: i64) -> Result<Vec<Row>, StoreError> {
    let mut find = tx.prepare_cached(
        "select hash, bytes, grp, server_seq, pending from changes where doc = ?1 order by id",
    )?;
    let rows = find.query_map(params![doc], |row| {
        let raw = RawChange { shard: key, hash: row.get(0)?, bytes: row.get(1)? };
        Ok(Row { raw, group: row.get(2)?, shown: row.get(3)?, pending: row.get(4)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
