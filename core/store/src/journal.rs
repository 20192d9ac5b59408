//! The journal: changes as rows, and shards loaded from them.

use crate::StoreError;
use replica::{ChangeHash, ChangeHeader, RawChange, ShardDocument, ShardKey};
use rusqlite::{Connection, OptionalExtension as _, params};
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

/// A change with its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Its id; ids grow and are never used twice.
    pub id: i64,
    /// The action it belongs to; 0 for changes from elsewhere.
    pub group: i64,
    /// The change.
    pub change: RawChange,
}

/// The number of a shard's row, made when missing.
pub fn doc_number(conn: &Connection, key: ShardKey) -> Result<i64, StoreError> {
    let name = key.to_string();
    let known = conn
        .prepare_cached("select no from docs where name = ?1")?
        .query_row([&name], |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        Ok(number)
    } else {
        conn.prepare_cached("insert into docs (name) values (?1)")?.execute([&name])?;
        Ok(conn.last_insert_rowid())
    }
}

/// Adds a change; `None` when it is there already.
pub fn insert_change(
    conn: &Connection,
    raw: &RawChange,
    header: &ChangeHeader,
    group: i64,
    pending: bool,
) -> Result<Option<i64>, StoreError> {
    let doc = doc_number(conn, raw.shard)?;
    let deps = header.deps.concat();
    let seq =
        i64::try_from(header.seq).map_err(|_| StoreError::InvalidWrite("sequence number".to_owned()))?;
    let mut insert = conn.prepare_cached(
        "insert into changes (doc, hash, actor, aseq, deps, bytes, grp, pending) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         on conflict (hash) do nothing",
    )?;
    let added = insert.execute(params![doc, raw.hash, header.actor, seq, deps, raw.bytes, group, pending])?;
    if added == 0 {
        return Ok(None);
    }
    let id = conn.last_insert_rowid();
    conn.prepare_cached("update docs set last_id = ?2 where no = ?1")?.execute(params![doc, id])?;
    Ok(Some(id))
}

/// Names of all shards, sorted.
pub fn shard_keys(conn: &Connection) -> Result<Vec<ShardKey>, StoreError> {
    let mut statement = conn.prepare_cached("select name from docs order by name")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    names
        .iter()
        .map(|name| {
            name.parse().map_err(|_| StoreError::damaged(format!("shard `{name}` has no known name")))
        })
        .collect()
}

/// What a shard is loaded from.
pub struct ShardSource {
    key: ShardKey,
    snapshot: Option<(Vec<u8>, Vec<u8>)>,
    changes: Vec<RawChange>,
}

/// Reads a shard's snapshot and later changes, without making a document of them.
pub fn read_source(conn: &Connection, key: ShardKey) -> Result<ShardSource, StoreError> {
    let mut find =
        conn.prepare_cached("select snapshot, snapshot_sha256, upto_id from docs where name = ?1")?;
    let found = find.query_row([key.to_string()], |row| {
        Ok((row.get::<_, Option<Vec<u8>>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?, row.get::<_, i64>(2)?))
    });
    let Some((snapshot, sha256, upto)) = found.optional()? else {
        return Ok(ShardSource { key, snapshot: None, changes: Vec::new() });
    };
    let changes = read_changes(conn, key, "id > ?2 and pending = 0", upto)?;
    Ok(ShardSource { key, snapshot: snapshot.zip(sha256), changes })
}

/// Changes of a shard that meet a condition on `?2`, oldest first.
pub fn read_changes(
    conn: &Connection,
    key: ShardKey,
    condition: &str,
    value: i64,
) -> Result<Vec<RawChange>, StoreError> {
    let sql = format!(
        "select hash, bytes from changes where doc = (select no from docs where name = ?1) and {condition} order by id"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement
        .query_map(params![key.to_string(), value], |row| Ok((row.get::<_, ChangeHash>(0)?, row.get(1)?)))?;
    rows.map(|row| row.map(|(hash, bytes)| RawChange { shard: key, hash, bytes }))
        .collect::<Result<_, _>>()
        .map_err(StoreError::from)
}

impl ShardSource {
    /// The document. Every stored change must be good: they were checked when they came in.
    pub fn load(&self) -> Result<ShardDocument, StoreError> {
        let mut document = match &self.snapshot {
            Some((snapshot, sha256)) => {
                if Sha256::digest(snapshot).as_slice() != sha256.as_slice() {
                    return Err(StoreError::damaged(format!(
                        "the snapshot of shard {} has changed",
                        self.key
                    )));
                }
                ShardDocument::load(self.key, snapshot)?
            }
            None => ShardDocument::new(self.key),
        };
        if self.changes.is_empty() {
            return Ok(document);
        }
        let outcome = document.replay(&self.changes);
        if let Some(bad) = outcome.rejected.first() {
            return Err(StoreError::damaged(format!(
                "a change of shard {} cannot be read: {}",
                self.key, bad.reason
            )));
        }
        if !outcome.pending.is_empty() {
            return Err(StoreError::damaged(format!(
                "shard {} lacks a change that others build on",
                self.key
            )));
        }
        Ok(document)
    }
}

/// How many shards stay in memory; each is a few hundred kilobytes.
const KEPT: usize = 64;

/// Shards in memory, least recently used dropped first.
pub struct Shards {
    loaded: FxHashMap<ShardKey, (u64, ShardDocument)>,
    clock: u64,
    /// Actor of this process's own edits.
    pub actor: [u8; 16],
}

impl Shards {
    pub fn new(actor: [u8; 16]) -> Self {
        Self { loaded: FxHashMap::default(), clock: 0, actor }
    }

    /// The shard, loaded when it is not.
    pub fn get(&mut self, conn: &Connection, key: ShardKey) -> Result<&mut ShardDocument, StoreError> {
        self.clock += 1;
        if !self.loaded.contains_key(&key) {
            if self.loaded.len() >= KEPT
                && let Some(oldest) =
                    self.loaded.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key)
            {
                self.loaded.remove(&oldest);
            }
            let document = read_source(conn, key)?.load()?;
            self.loaded.insert(key, (self.clock, document));
        }
        let clock = self.clock;
        let entry = self.loaded.get_mut(&key).ok_or_else(|| StoreError::damaged("shard cache"))?;
        entry.0 = clock;
        Ok(&mut entry.1)
    }

    /// Forgets a shard: the journal moved without it.
    pub fn forget(&mut self, key: ShardKey) {
        self.loaded.remove(&key);
    }

    /// Forgets all, after anything failed.
    pub fn clear(&mut self) {
        self.loaded.clear();
    }
}
