//! Compaction: a snapshot stands for a shard's changes, once it is proved to say the same.
//!
//! A snapshot makes loading quick. Changes are dropped only when a server holds them (`server_seq`); until then, and for ever in
//! a book that is never synced, all of them stay: they are the history and the last word on what the snapshot should say.

use crate::StoreError;
use crate::journal::read_source;
use crate::open::Store;
use replica::{ShardDocument, ShardKey};
use rusqlite::params;
use sha2::{Digest as _, Sha256};

/// What a compaction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// Changes the snapshot stands for.
    pub changes: u64,
    /// Changes dropped because a server holds them.
    pub dropped: u64,
    /// Size of the snapshot in bytes.
    pub bytes: usize,
}

impl Store {
    /// Shards with at least `changes` changes since their snapshot, the longest histories first: loading them is what is slow.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    pub fn worth_compacting(&self, changes: u32, most: u32) -> Result<Vec<ShardKey>, StoreError> {
        let mut find = self.conn.prepare_cached(
            "select d.name from docs d join changes c on c.doc = d.no and c.id > d.upto_id group by d.no \
             having count(*) >= ?1 and sum(c.pending) = 0 order by count(*) desc limit ?2",
        )?;
        let names = find.query_map([changes, most], |row| row.get::<_, String>(0))?;
        let names = names.collect::<Result<Vec<_>, _>>()?;
        // A shard with a name only a newer version knows is left alone.
        Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// Makes a snapshot of a shard. `None` when changes still wait for their ground, or nothing is new.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the snapshot does not load back to the same heads and registers; nothing changes then.
    pub fn compact(&mut self, key: ShardKey) -> Result<Option<Compacted>, StoreError> {
        self.transact(|tx, shards, _| {
            let find = "select no, last_id, upto_id, (select count(*) from changes where doc = no and pending = 1) from docs where name = ?1";
            let (doc, last, upto, waiting): (i64, i64, i64, i64) = tx
                .query_row(find, [key.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
                .map_err(|_| StoreError::NotFound(format!("shard {key}")))?;
            if waiting > 0 || last <= upto {
                return Ok(None);
            }
            let document = read_source(tx, key)?.load()?;
            let snapshot = document.save();
            let again = ShardDocument::load(key, &snapshot)?;
            if again.heads() != document.heads() || again.read_all() != document.read_all() {
                return Err(StoreError::damaged(format!("the snapshot of shard {key} does not say the same as its changes")));
            }
            let heads = document.heads().concat();
            let sha256 = Sha256::digest(&snapshot);
            let bytes = snapshot.len();
            tx.execute(
                "update docs set snapshot = ?2, snapshot_heads = ?3, snapshot_sha256 = ?4, upto_id = ?5 where no = ?1",
                params![doc, snapshot, heads, sha256.as_slice(), last],
            )?;
            let changes = again.changes().len() as u64;
            let dropped = tx.execute("delete from changes where doc = ?1 and id <= ?2 and server_seq >= 0", [doc, last])?;
            shards.forget(key);
            Ok(Some(Compacted { changes, dropped: dropped as u64, bytes }))
        })
    }
}
