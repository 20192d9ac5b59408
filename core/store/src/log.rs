//! The log that devices of a book share, as far as this device has read it: which changes it has shown, and what it lacks.

use crate::apply::{AppliedChanges, apply_all, set_aside};
use crate::journal::{Shards, insert_change, read_changes, shard_keys};
use crate::open::{Store, identity_key};
use crate::project::{Freshness, Projector};
use crate::unfold::unfold;
use crate::{Reader, StoreError};
use replica::{ChangeHash, IdentityKey, RawChange, ShardDocument, ShardKey};
use rusqlite::{Connection, OptionalExtension as _, Params, params};
use zeroize::Zeroizing;

/// How far the log was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogPosition {
    /// The life of the log it was read in; none before the first time.
    pub epoch: Option<[u8; 16]>,
    /// Entries taken, from the first on without a gap.
    pub cursor: u64,
    /// The hash chain there; none at the start.
    pub chain: Option<[u8; 32]>,
}

/// A change the log has not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshown {
    /// Its id; what it builds on has lower ones.
    pub id: i64,
    /// The action it belongs to; 0 for changes from elsewhere.
    pub group: i64,
    /// Who made it.
    pub actor: Vec<u8>,
    /// The actor's number of it.
    pub sequence: u64,
    /// What it builds on.
    pub dependencies: Vec<ChangeHash>,
    /// The change.
    pub change: RawChange,
}

/// A piece of the log.
#[derive(Debug, Clone, Copy)]
pub struct LogPiece<'a> {
    /// Its changes that opened and are not known to be here.
    pub changes: &'a [RawChange],
    /// Places of changes that are here, or are among `changes`.
    pub places: &'a [(ChangeHash, u64)],
    /// Entries that did not open, with their places.
    pub sealed: &'a [(u64, Vec<u8>)],
    /// Entries that nobody who may write has signed: set aside for good, with the reason.
    pub forged: &'a [(Vec<u8>, String)],
    /// Places of entries that had not opened and are dealt with here.
    pub unsealed: &'a [u64],
    /// Where it leads to.
    pub position: LogPosition,
}

impl Store {
    /// Takes a piece of the log: changes, places, and the new position, in one SQLite transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails; nothing is written then.
    pub fn apply_log(&mut self, piece: &LogPiece<'_>) -> Result<AppliedChanges, StoreError> {
        self.transact(|tx, shards, _| {
            let mut applied = apply_all(tx, shards, piece.changes)?;
            for (item, reason) in piece.forged {
                set_aside(tx, item, reason, &mut applied)?;
            }
            let mut place = tx.prepare_cached("update changes set server_seq = ?2 where hash = ?1")?;
            for (hash, at) in piece.places {
                place.execute((hash, at.cast_signed()))?;
            }
            let mut keep = tx.prepare_cached("insert or replace into sealed values (?1, ?2)")?;
            for (at, item) in piece.sealed {
                keep.execute((at.cast_signed(), item))?;
            }
            let mut forget = tx.prepare_cached("delete from sealed where place = ?1")?;
            for at in piece.unsealed {
                forget.execute([at.cast_signed()])?;
            }
            set_position(tx, piece.position)?;
            Ok(applied)
        })
    }

    /// The log is another than the one read so far: nothing counts as shown any more, and reading begins at its start.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails; nothing is written then.
    pub fn read_log_anew(&mut self, epoch: [u8; 16]) -> Result<(), StoreError> {
        self.transact(|tx, _, _| {
            // What only a snapshot holds may be what the log has lost.
            for key in shard_keys(tx)? {
                unfold(tx, key)?;
            }
            tx.execute("update changes set server_seq = null where server_seq is not null", [])?;
            tx.execute("delete from sealed", [])?;
            set_position(tx, LogPosition { epoch: Some(epoch), ..LogPosition::default() })
        })
    }

    /// Makes every change that the log has not shown anew under `actor`, 16 fresh random bytes, under which this store goes on. For a
    /// device whose actor and numbers are also another's: a copied disk, a machine that was suspended and cloned. Answers how many
    /// changes took the place of how many they were made of.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is written then.
    pub fn remint(&mut self, actor: [u8; 16]) -> Result<(usize, usize), StoreError> {
        let counts = self.transact(|tx, _, identity| {
            let mut projector = Projector::new(tx);
            let mut counts = (0, 0);
            for key in shards_with_unshown(tx)? {
                let (made, of) = remint_shard(tx, &mut projector, identity, key, actor)?;
                counts = (counts.0 + made, counts.1 + of);
            }
            projector.finish()?;
            Ok(counts)
        })?;
        self.shards = Shards::new(actor);
        Ok(counts)
    }
}

impl Reader {
    /// The book's secret, from which its ids and, where it is synced, its keys follow.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails or the secret is damaged.
    pub fn secret(&self) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        Ok(Zeroizing::new(identity_key(self.connection())?))
    }

    /// How far the log was read.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn log_position(&self) -> Result<LogPosition, StoreError> {
        let mut find =
            self.connection().prepare_cached("select epoch, cursor, chain from sync where id = 1")?;
        let found = find.query_row([], |row| {
            let cursor = row.get::<_, i64>(1)?.cast_unsigned();
            Ok(LogPosition { epoch: row.get(0)?, cursor, chain: row.get(2)? })
        });
        Ok(found.optional()?.unwrap_or_default())
    }

    /// Changes the log has not shown with an id above `id`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn unshown(&self, id: i64, limit: u32) -> Result<Vec<Unshown>, StoreError> {
        let rows = "server_seq is null and id > ?1 order by id limit ?2";
        unshown_rows(self.connection(), rows, (id, limit))
    }

    /// Changes of one shard that the log has not shown, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn unshown_of(&self, shard: ShardKey) -> Result<Vec<Unshown>, StoreError> {
        let rows = "server_seq is null and name = ?1 order by id";
        unshown_rows(self.connection(), rows, [shard.to_string()])
    }

    /// Hashes of all changes the log has not shown, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn unshown_hashes(&self) -> Result<Vec<ChangeHash>, StoreError> {
        let sql = "select hash from changes where server_seq is null and pending = 0 order by id";
        let mut find = self.connection().prepare_cached(sql)?;
        let hashes = find.query_map([], |row| row.get(0))?;
        Ok(hashes.collect::<Result<_, _>>()?)
    }

    /// Does the book have this shard?
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn has_shard(&self, key: ShardKey) -> Result<bool, StoreError> {
        Ok(self
            .connection()
            .prepare_cached("select 1 from docs where name = ?1")?
            .exists([key.to_string()])?)
    }

    /// How many changes the log has not shown.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn unshown_count(&self) -> Result<u64, StoreError> {
        let sql = "select count(*) from changes where server_seq is null and pending = 0";
        Ok(self.connection().prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// Does one of these changes have the actor and number of another that the log has not shown? Then two devices were one, and this
    /// one has to go on as another ([`Store::remint`]).
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn clash(&self, changes: &[RawChange]) -> Result<bool, StoreError> {
        let mut find = self.connection().prepare_cached(
            "select 1 from changes where doc = (select no from docs where name = ?1) and actor = ?2 and aseq = ?3 \
             and hash <> ?4 and server_seq is null",
        )?;
        for change in changes {
            // What cannot be read has no place to take; it is set aside when it is applied.
            let Ok(header) = change.header() else { continue };
            let Ok(sequence) = i64::try_from(header.seq) else { continue };
            if find.exists(params![change.shard.to_string(), header.actor, sequence, change.hash])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Entries of the log that did not open, with their places, in the log's order.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn sealed(&self) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let mut find = self.connection().prepare_cached("select place, item from sealed order by place")?;
        let rows = find.query_map([], |row| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Changes that are applied and meet `condition`, in its order.
pub fn unshown_rows(
    conn: &Connection,
    condition: &str,
    values: impl Params,
) -> Result<Vec<Unshown>, StoreError> {
    let mut find = conn.prepare_cached(&format!(
        "select id, grp, actor, aseq, deps, name, hash, bytes from changes join docs on docs.no = changes.doc \
         where pending = 0 and {condition}",
    ))?;
    let mut rows = find.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (deps, name): (Vec<u8>, String) = (row.get(4)?, row.get(5)?);
        let shard = name.parse().map_err(|_| StoreError::damaged(format!("shard `{name}`")))?;
        found.push(Unshown {
            id: row.get(0)?,
            group: row.get(1)?,
            actor: row.get(2)?,
            sequence: row.get::<_, i64>(3)?.cast_unsigned(),
            dependencies: deps.as_chunks().0.to_vec(),
            change: RawChange { shard, hash: row.get(6)?, bytes: row.get(7)? },
        });
    }
    Ok(found)
}

pub fn set_position(tx: &Connection, position: LogPosition) -> Result<(), StoreError> {
    let mut set = tx.prepare_cached(
        "insert into sync (id, epoch, cursor, chain) values (1, ?1, ?2, ?3) \
         on conflict (id) do update set epoch = excluded.epoch, cursor = excluded.cursor, chain = excluded.chain",
    )?;
    set.execute((position.epoch, position.cursor.cast_signed(), position.chain))?;
    Ok(())
}

fn shards_with_unshown(tx: &Connection) -> Result<Vec<ShardKey>, StoreError> {
    let sql = "select distinct name from changes join docs on docs.no = changes.doc \
               where server_seq is null and pending = 0 order by name";
    let names = tx.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let parse = |name: &String| name.parse().map_err(|_| StoreError::damaged(format!("shard `{name}`")));
    names.iter().map(parse).collect()
}

/// Imports keep their changes: those are the same on every device that made them, whatever its actor.
fn remint_shard(
    tx: &Connection,
    projector: &mut Projector<'_>,
    identity: &IdentityKey,
    key: ShardKey,
    actor: [u8; 16],
) -> Result<(usize, usize), StoreError> {
    unfold(tx, key)?;
    let unshown = read_changes(tx, key, "server_seq is null and pending = ?2", 0)?;
    let (mut kept, again): (Vec<RawChange>, Vec<RawChange>) =
        unshown.into_iter().partition(|change| change.is_minted(identity));
    if again.is_empty() {
        return Ok((0, 0));
    }
    kept.extend(read_changes(tx, key, "server_seq is not null and pending = ?2", 0)?);
    let mut document = ShardDocument::new(key);
    let replayed = document.replay(&kept);
    if let Some(hash) = replayed.pending.first().or(replayed.rejected.first().map(|bad| &bad.hash)) {
        return Err(StoreError::damaged(format!(
            "a change of shard {key} does not stand alone: {hash:02x?}"
        )));
    }
    let mut made = 0;
    for change in &again {
        let group: i64 = tx
            .prepare_cached("delete from changes where hash = ?1 returning grp")?
            .query_row([change.hash], |row| row.get(0))?;
        if let Some((raw, header)) = document.say_again(&actor, change)? {
            insert_change(tx, &raw, &header, group, false)?;
            made += 1;
        }
    }
    // What the snapshot holds has other names now.
    tx.prepare_cached(
        "update docs set snapshot = null, snapshot_heads = null, snapshot_sha256 = null, upto_id = 0 where name = ?1",
    )?
    .execute(params![key.to_string()])?;
    for state in document.read_all().0 {
        projector.entity(&key, &state, Freshness::Maybe)?;
    }
    Ok((made, again.len()))
}
