//! A folder that devices of a book share, as far as this device has read it and written to it.
//!
//! A change counts as shown once it was found in a file of the folder. One that was found there and is gone again is to be written again,
//! as it is: others may build on it.

use crate::apply::{AppliedChanges, apply_all, set_aside};
use crate::folder_packs::{FolderMarkRow, FolderPackRow, FolderPlace, forget_packs, keep_packs};
use crate::journal::shard_keys;
use crate::log::{LogPosition, Unshown, set_position, unshown_rows};
use crate::open::Store;
use crate::pack::{insert_shards, keep_aside};
use crate::unfold::{SOMEWHERE, unfold, unfold_where};
use crate::{PackedShard, Quarantined, Reader, StoreError};
use replica::{ChangeHash, RawChange, ShardKey};
use rusqlite::{OptionalExtension as _, params};

/// The place of a change that was in the folder and is gone from it.
const GONE: i64 = -1;
/// Changes the folder lacks.
pub const LACKING: &str = "(server_seq is null or server_seq < 0)";

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFile {
    /// Its path in the folder.
    pub name: String,
    /// Entries taken, from the first on.
    pub entries: u64,
    /// The chain after them.
    pub chain: [u8; 32],
    /// Bytes it had then; -1 when it is to be read again.
    pub size: i64,
    /// When it was changed then, in the file system's own count.
    pub modified: i64,
    /// Entries that did not open.
    pub unopened: u64,
    /// How often in a row it was found gone or shorter.
    pub missed: u32,
}

/// What was found in the folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct FolderPiece<'a> {
    /// Changes that opened.
    pub changes: &'a [RawChange],
    /// Hashes of changes found, whether among `changes` or here already.
    pub shown: &'a [ChangeHash],
    /// Entries that nobody who may write has signed: set aside for good, with the reason.
    pub forged: &'a [(Vec<u8>, String)],
    /// Files and how far they were read.
    pub files: &'a [FolderFile],
    /// Files that are no longer counted on.
    pub forgotten: &'a [String],
    /// Shards of a pack of which nothing is here.
    pub shards: &'a [PackedShard],
    /// Changes that a pack names as bad.
    pub aside: &'a [Quarantined],
    /// Packs all of whose content is here now.
    pub packs: &'a [FolderPackRow],
    /// The places up to which they hold everything.
    pub reached: &'a [FolderPlace],
    /// What devices say of themselves.
    pub marks: &'a [FolderMarkRow],
}

impl Store {
    /// Takes what was found in the folder, and how far it was read, in one SQLite transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails; nothing is written then.
    pub fn apply_folder(&mut self, piece: &FolderPiece<'_>) -> Result<AppliedChanges, StoreError> {
        self.transact(|tx, shards, _| {
            let came = insert_shards(tx, piece.shards)?;
            let mut applied = apply_all(tx, shards, piece.changes)?;
            applied.shards.extend(came);
            keep_aside(tx, piece.aside)?;
            for (item, reason) in piece.forged {
                set_aside(tx, item, reason, &mut applied)?;
            }
            let mut show = tx.prepare_cached(
                "update changes set server_seq = ?2 where hash = ?1 and (server_seq is null or server_seq < 0)",
            )?;
            for hash in piece.shown {
                show.execute((hash, SOMEWHERE))?;
            }
            let mut keep =
                tx.prepare_cached("insert or replace into folder_file values (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
            for file in piece.files {
                keep.execute(params![
                    file.name,
                    file.entries.cast_signed(),
                    file.chain,
                    file.size,
                    file.modified,
                    file.unopened.cast_signed(),
                    file.missed
                ])?;
            }
            let mut forget = tx.prepare_cached("delete from folder_file where name = ?1")?;
            let mut forget_pack = tx.prepare_cached("delete from folder_pack where name = ?1")?;
            for name in piece.forgotten {
                forget.execute([name])?;
                forget_pack.execute([name])?;
            }
            keep_packs(tx, piece.packs, piece.reached, piece.marks)?;
            Ok(applied)
        })
    }

    /// Begins with a folder under a name of its own, 16 fresh random bytes: nothing counts as shown any more.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails; nothing is written then.
    pub fn begin_folder(&mut self, lane: [u8; 16]) -> Result<(), StoreError> {
        self.transact(|tx, _, _| {
            for key in shard_keys(tx)? {
                unfold(tx, key)?;
            }
            tx.execute("update changes set server_seq = null where server_seq is not null", [])?;
            tx.execute("delete from sealed", [])?;
            tx.execute("delete from folder_file", [])?;
            forget_packs(tx)?;
            tx.execute("insert or replace into folder_lane values (1, ?1)", [lane])?;
            set_position(tx, LogPosition::default())
        })
    }

    /// Goes on writing to the folder under another name.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn renew_folder_lane(&mut self, lane: [u8; 16]) -> Result<(), StoreError> {
        self.transact(|tx, _, _| {
            tx.execute("insert or replace into folder_lane values (1, ?1)", [lane])?;
            Ok(())
        })
    }

    /// Something is gone from the folder: what was shown there and `is_there` denies is to be written again. Answers how many changes.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails; nothing is written then.
    pub fn write_again(&mut self, is_there: &dyn Fn(&ChangeHash) -> bool) -> Result<usize, StoreError> {
        self.transact(|tx, _, _| {
            for key in shard_keys(tx)? {
                unfold_where(tx, key, &|hash| !is_there(hash))?;
            }
            let mut find =
                tx.prepare_cached("select hash from changes where server_seq >= 0 and pending = 0")?;
            let shown = find.query_map([], |row| row.get(0))?.collect::<Result<Vec<ChangeHash>, _>>()?;
            let mut again = tx.prepare_cached("update changes set server_seq = ?2 where hash = ?1")?;
            let gone: Vec<ChangeHash> = shown.into_iter().filter(|hash| !is_there(hash)).collect();
            for hash in &gone {
                again.execute((hash, GONE))?;
            }
            Ok(gone.len())
        })
    }
}

impl Reader {
    /// What is known of the folder's files, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn folder_files(&self) -> Result<Vec<FolderFile>, StoreError> {
        let mut find = self.connection().prepare_cached(
            "select name, entries, chain, size, modified, unopened, missed from folder_file order by name",
        )?;
        let rows = find.query_map([], |row| {
            Ok(FolderFile {
                name: row.get(0)?,
                entries: row.get::<_, i64>(1)?.cast_unsigned(),
                chain: row.get(2)?,
                size: row.get(3)?,
                modified: row.get(4)?,
                unopened: row.get::<_, i64>(5)?.cast_unsigned(),
                missed: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The name under which this device writes; none before [`Store::begin_folder`].
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn folder_lane(&self) -> Result<Option<[u8; 16]>, StoreError> {
        let mut find = self.connection().prepare_cached("select lane from folder_lane where id = 1")?;
        Ok(find.query_row([], |row| row.get(0)).optional()?)
    }

    /// Changes the folder lacks with an id above `id`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn to_folder(&self, id: i64, limit: u32) -> Result<Vec<Unshown>, StoreError> {
        let rows = format!("{LACKING} and id > ?1 order by id limit ?2");
        unshown_rows(self.connection(), &rows, (id, limit))
    }

    /// Changes of one shard that the folder lacks, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn to_folder_of(&self, shard: ShardKey) -> Result<Vec<Unshown>, StoreError> {
        let rows = format!("{LACKING} and name = ?1 order by id");
        unshown_rows(self.connection(), &rows, [shard.to_string()])
    }

    /// How many changes were found in the folder.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn shown_count(&self) -> Result<u64, StoreError> {
        let sql = "select count(*) from changes where server_seq >= 0";
        Ok(self.connection().prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// Is this change here, applied, waiting or set aside?
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn has_change(&self, hash: &ChangeHash) -> Result<bool, StoreError> {
        let mut find = self.connection().prepare_cached(
            "select 1 from changes where hash = ?1 union all select 1 from quarantine where hash = ?1",
        )?;
        Ok(find.exists([hash])?)
    }

    /// How many changes wait for what they build on.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn pending_count(&self) -> Result<u64, StoreError> {
        let sql = "select count(*) from changes where pending = 1";
        Ok(self.connection().prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }
}
