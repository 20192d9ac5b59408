//! Reading: a connection that cannot write, and the few reads that are more than one statement.

use crate::StoreError;
use crate::journal::{StoredChange, read_source, shard_keys};
use crate::key::{Key, plain_or_encrypted, unlock};
use crate::open::check_header;
use crate::summary::Summary;
use domain::{AccountId, BatchId, ImportBatch, TransactionId};
use replica::{Entity, EntityState, Field, ShardKey, Slot, TransactionState, Value, day_from_number};
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::path::Path;

/// A read-only view of a book. Cheap to open; any number may exist beside the writer.
#[derive(Debug)]
pub struct Reader {
    conn: Connection,
    key: Option<Key>,
}

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionState {
    /// Done; can be undone.
    Done,
    /// Undone; can be redone.
    Undone,
    /// Taken back by a later action.
    Reverted,
    /// Undone, and something else was done since.
    Forgotten,
    /// Done for good.
    NotUndoable,
}

/// An action of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// When, milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// On which device.
    pub device: String,
    /// What became of it.
    pub state: ActionState,
    /// Its import.
    pub batch: Option<BatchId>,
    /// The action it took back.
    pub reverts: Option<i64>,
    /// What it did.
    pub summary: Summary,
}

const ACTION: &str = "select id, name, at, device, state, batch, reverts, summary from action";

fn action_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ActionRow> {
    let summary: Vec<u8> = row.get(7)?;
    Ok(ActionRow {
        id: row.get(0)?,
        name: row.get(1)?,
        at: row.get(2)?,
        device: row.get(3)?,
        state: match row.get::<_, i64>(4)? {
            0 => ActionState::Done,
            1 => ActionState::Undone,
            2 => ActionState::Reverted,
            3 => ActionState::Forgotten,
            _ => ActionState::NotUndoable,
        },
        batch: row.get::<_, Option<[u8; 12]>>(5)?.map(BatchId),
        reverts: row.get(6)?,
        // Nothing is known of what another action's undo did; its own record says it.
        summary: replica::decode(&summary).unwrap_or_default(),
    })
}

impl Reader {
    /// Opens a book for reading; no lock is needed.
    ///
    /// # Errors
    /// [`StoreError::NotABook`], [`StoreError::NewerVersion`] or a failure.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, None)
    }

    /// Opens a book that may be encrypted.
    ///
    /// # Errors
    /// [`StoreError::Encrypted`] without a key, [`StoreError::WrongPassphrase`] with another one, else as [`Reader::open`].
    pub fn open_with(path: &Path, key: Option<&Key>) -> Result<Self, StoreError> {
        let key = plain_or_encrypted(path, key.cloned())?;
        check_header(path, key.as_ref())?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        unlock(&conn, path, key.as_ref())?;
        conn.busy_timeout(std::time::Duration::from_secs(10))?;
        conn.pragma_update(None, "query_only", true)?;
        conn.pragma_update(None, "cache_size", -32_768)?;
        conn.pragma_update(None, "mmap_size", 1_i64 << 30)?;
        conn.set_prepared_statement_cache_capacity(128);
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        conn.create_scalar_function("fold", 1, flags, |context| {
            Ok(context.get_raw(0).as_str_or_null()?.map(crate::fold))
        })?;
        Ok(Self { conn, key })
    }

    /// One state of the book for as long as the answer lives; within a transaction it is that one's, and there is no answer.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn state(&self) -> Result<Option<rusqlite::Transaction<'_>>, StoreError> {
        Ok(if self.conn.is_autocommit() { Some(self.conn.unchecked_transaction()?) } else { None })
    }

    /// The key of an encrypted book.
    pub const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// For SQL; `fold(text)` there is [`crate::fold`]. Writing through it fails.
    pub const fn connection(&self) -> &Connection {
        &self.conn
    }

    /// The shard of a row; `None` when there is no such row.
    ///
    /// # Errors
    /// [`StoreError`], for all of these, when the file cannot be read.
    pub fn shard_of(&self, id: TransactionId) -> Result<Option<ShardKey>, StoreError> {
        Self::shard_in(&self.conn, id)
    }

    pub(crate) fn shard_in(conn: &Connection, id: TransactionId) -> Result<Option<ShardKey>, StoreError> {
        let mut find = conn.prepare_cached("select account, fact_day from transactions where id = ?1")?;
        let found = find
            .query_row([id.as_bytes()], |row| Ok((AccountId(row.get(0)?), row.get::<_, i32>(1)?)))
            .optional()?;
        Ok(found.and_then(|(account, day)| Some(ShardKey::for_transaction(account, day_from_number(day)?))))
    }

    /// The version of an account: it grows with every change to its rows, also from other devices.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn account_version(&self, account: AccountId) -> Result<u64, StoreError> {
        Self::version_of(&self.conn, account)
    }

    pub(crate) fn version_of(conn: &Connection, account: AccountId) -> Result<u64, StoreError> {
        let mut find = conn.prepare_cached("select max(last_id) from docs where name >= ?1 and name < ?2")?;
        // '0' is the character after '/'.
        let version: Option<i64> =
            find.query_row([format!("tx/{account}/"), format!("tx/{account}0")], |row| row.get(0))?;
        Ok(version.unwrap_or(0).cast_unsigned())
    }

    /// Names of all shards, sorted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn shards(&self) -> Result<Vec<ShardKey>, StoreError> {
        shard_keys(&self.conn)
    }

    /// An import with its rows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn import_batch(&self, id: BatchId) -> Result<Option<ImportBatch>, StoreError> {
        Self::batch_of(&self.conn, id)
    }

    pub(crate) fn batch_of(conn: &Connection, id: BatchId) -> Result<Option<ImportBatch>, StoreError> {
        let mut find = conn.prepare_cached("select facts from import_batch where id = ?1")?;
        let facts: Option<Vec<u8>> = find.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
        facts
            .map(|facts| replica::codec::decode_batch(&facts))
            .transpose()
            .map_err(|_| StoreError::damaged(format!("import {id}")))
    }

    /// One entity as its shard says, loaded from the journal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn entity(&self, shard: ShardKey, entity: Entity) -> Result<EntityState, StoreError> {
        Ok(read_source(&self.conn, shard)?.load()?.read(entity))
    }

    /// A row with all its facts and fields, from its shard.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn transaction(&self, id: TransactionId) -> Result<Option<TransactionState>, StoreError> {
        let Some(shard) = self.shard_of(id)? else { return Ok(None) };
        let Some(account) = shard.account() else { return Ok(None) };
        let state = self.entity(shard, Entity::Transaction(id))?;
        state.transaction(account, id).map_err(|_| StoreError::damaged(format!("transaction {id}")))
    }

    /// Every value that devices wrote to a field without knowing of each other, the winner last.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn conflict_values(
        &self,
        shard: ShardKey,
        entity: Entity,
        field: Option<Field>,
    ) -> Result<Vec<Value>, StoreError> {
        Ok(read_source(&self.conn, shard)?.load()?.values(Slot { entity, field }))
    }

    /// The newest actions first, at most `limit`; with `before`, only older ones.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn actions(&self, limit: u32, before: Option<i64>) -> Result<Vec<ActionRow>, StoreError> {
        let sql = format!("{ACTION} where id < ?1 order by id desc limit ?2");
        let mut find = self.conn.prepare_cached(&sql)?;
        let rows = find.query_map((before.unwrap_or(i64::MAX), limit), action_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The action with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn action(&self, id: i64) -> Result<Option<ActionRow>, StoreError> {
        let sql = format!("{ACTION} where id = ?1");
        Ok(self.conn.prepare_cached(&sql)?.query_row([id], action_row).optional()?)
    }

    /// The actions of this device that touched a row, newest first; imports that brought or filled it are not among them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn actions_on(&self, id: TransactionId, limit: u32) -> Result<Vec<ActionRow>, StoreError> {
        let Some(shard) = self.shard_of(id)? else { return Ok(Vec::new()) };
        // The row's shard says which actions can have touched it; only their undo records are looked through.
        let sql = format!(
            "{ACTION} where id in (select grp from changes join docs on docs.no = changes.doc where docs.name = ?1) \
             and instr(inverse, cast(?2 as blob)) > 0 order by id desc limit ?3"
        );
        let mut find = self.conn.prepare_cached(&sql)?;
        let rows = find.query_map((shard.to_string(), id.to_string(), limit), action_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The imports that brought a row (also one that repeats it), filled it, or were merged into it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn batches_of(&self, id: TransactionId) -> Result<Vec<ImportBatch>, StoreError> {
        let mut find = self.conn.prepare_cached(
            "select facts from import_batch where account = (select account from transactions where id = ?1) \
             and instr(facts, ?1) > 0",
        )?;
        let facts = find.query_map([id.as_bytes()], |row| row.get::<_, Vec<u8>>(0))?;
        let mut batches = Vec::new();
        for facts in facts {
            let batch =
                replica::codec::decode_batch(&facts?).map_err(|_| StoreError::damaged("an import"))?;
            let merged = batch.merged.iter().any(|(line, kept)| *line == id || *kept == id);
            if merged
                || batch.added.contains(&id)
                || batch.filled.iter().any(|filled| filled.transaction == id)
            {
                batches.push(batch);
            }
        }
        Ok(batches)
    }

    /// Changes with an id above `id`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn changes_since(&self, id: i64, limit: u32) -> Result<Vec<StoredChange>, StoreError> {
        let mut find = self.conn.prepare_cached(
            "select id, grp, name, hash, bytes from changes join docs on docs.no = changes.doc where id > ?1 order by id limit ?2",
        )?;
        let rows = find.query_map((id, limit), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, [u8; 32]>(3)?, row.get(4)?))
        })?;
        rows.map(|row| {
            let (id, group, name, hash, bytes) = row?;
            let shard = name.parse().map_err(|_| StoreError::damaged(format!("shard `{name}`")))?;
            Ok(StoredChange { id, group, change: replica::RawChange { shard, hash, bytes } })
        })
        .collect()
    }
}
