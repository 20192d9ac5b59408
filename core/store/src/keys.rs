//! Members of the book, keys wrapped for them, and the keys that are on this device.

use crate::open::Store;
use crate::{Reader, StoreError};
use domain::{KeyGenerationId, Member, MemberId, MemberRole};
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

impl Store {
    /// Keeps a secret of this device, or takes another in its place.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn keep_secret(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.local(|tx| tx.execute("insert or replace into local_secret values (?1, ?2)", (name, bytes)))?;
        Ok(())
    }

    /// Forgets a secret of this device.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn forget_secret(&mut self, name: &str) -> Result<(), StoreError> {
        self.local(|tx| put_secret(tx, name, None))?;
        Ok(())
    }
}

/// Keeps a secret of this device, or overwrites and forgets it, within a transaction of device-local rows.
///
/// # Errors
/// When the file fails.
pub fn put_secret(tx: &Connection, name: &str, bytes: Option<&[u8]>) -> rusqlite::Result<()> {
    let Some(bytes) = bytes else {
        // Else it stays readable in a page that is free.
        tx.execute("update local_secret set bytes = zeroblob(length(bytes)) where name = ?1", [name])?;
        tx.execute("delete from local_secret where name = ?1", [name])?;
        return Ok(());
    };
    tx.execute("insert or replace into local_secret values (?1, ?2)", (name, bytes))?;
    Ok(())
}

/// Keeps a generation of the book's keys on this device, within a transaction of device-local rows.
///
/// # Errors
/// When the file fails.
pub fn keep_generation(tx: &Connection, id: KeyGenerationId, keys: &[u8]) -> rusqlite::Result<()> {
    tx.prepare_cached("insert or replace into key_generation values (?1, ?2)")?
        .execute((id.as_bytes(), keys))
        .map(drop)
}

impl Reader {
    /// A secret of this device.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn local_secret(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let mut find = self.connection().prepare_cached("select bytes from local_secret where name = ?1")?;
        let found: Option<Vec<u8>> = find.query_row([name], |row| row.get(0)).optional()?;
        Ok(found.map(Zeroizing::new))
    }

    /// The generations of the book's keys that were kept on this device, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn key_generations(&self) -> Result<Vec<Zeroizing<Vec<u8>>>, StoreError> {
        let mut find = self.connection().prepare_cached("select keys from key_generation order by id")?;
        let rows = find.query_map([], |row| row.get::<_, Vec<u8>>(0).map(Zeroizing::new))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The book's members, by id, and whether each was taken out. Members with a role that only a newer version knows are not among
    /// them.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn members(&self) -> Result<Vec<(Member, bool)>, StoreError> {
        let mut find = self.connection().prepare_cached(
            "select id, name, role, public_key, added_by, handed, removed, account from member order by id",
        )?;
        let mut rows = find.query([])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(role) = MemberRole::from_text(&row.get::<_, String>(2)?) else { continue };
            let handed: Vec<u8> = row.get(5)?;
            let member = Member {
                id: MemberId(row.get(0)?),
                name: row.get(1)?,
                role,
                public_key: row.get(3)?,
                added_by: row.get::<_, Option<[u8; 16]>>(4)?.map(MemberId),
                handed: handed.as_chunks().0.iter().map(|id| KeyGenerationId(*id)).collect(),
                account: row.get(7)?,
            };
            members.push((member, row.get(6)?));
        }
        Ok(members)
    }

    /// Generations of keys wrapped for a member, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn wraps_for(&self, member: MemberId) -> Result<Vec<(KeyGenerationId, Vec<u8>)>, StoreError> {
        let mut find = self.connection().prepare_cached(
            "select generation, wrapped from key_wrap where member = ?1 order by generation",
        )?;
        let rows =
            find.query_map([member.as_bytes()], |row| Ok((KeyGenerationId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Which generation is wrapped for whom.
    ///
    /// # Errors
    /// [`StoreError`] when the file fails.
    pub fn wraps(&self) -> Result<BTreeSet<(KeyGenerationId, MemberId)>, StoreError> {
        let mut find = self.connection().prepare_cached("select generation, member from key_wrap")?;
        let rows = find.query_map([], |row| Ok((KeyGenerationId(row.get(0)?), MemberId(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
