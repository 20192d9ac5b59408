//! The projection made anew from the journal.

use crate::StoreError;
use crate::journal::{read_source, shard_keys};
use crate::open::Store;
use crate::project::{Freshness, Projector};
use rayon::prelude::*;
use replica::{EntityState, ShardKey};
use rusqlite::{Connection, OptionalExtension as _};

const PROJECTION: &str = include_str!("../../../migrations/sqlite/projection.sql");
/// Raised with every change to `projection.sql` or to what is written into its tables.
pub const DERIVED_VERSION: i64 = 9;
/// Tables of the projection.
pub const TABLES: &[&str] = &[
    "book",
    "account",
    "category_group",
    "category",
    "payee",
    "rule",
    "reconciliation",
    "exchange_rate",
    "saved_view",
    "budget",
    "goal",
    "member",
    "key_wrap",
    "import_batch",
    "transactions",
    "split",
    "tag",
    "month_total",
    "conflict",
    "needs_newer",
    "orphan",
];
/// Tables beside the projection that are made from it in turn; never compared, they may lag behind.
const BEHIND: &[&str] = &["search_index", "search_upto", "search_dirty", "derived"];
/// Shards loaded at once on the way.
const AT_ONCE: usize = 32;

/// Makes the empty tables.
pub fn create_projection(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(PROJECTION)?;
    conn.execute("insert into derived (id, derived_version) values (1, ?1)", [DERIVED_VERSION])?;
    Ok(())
}

/// Was the projection made by another version of the program, or is it missing?
pub fn is_stale(conn: &Connection) -> Result<bool, StoreError> {
    let there = conn.prepare("select 1 from sqlite_schema where name = 'derived'")?.exists([])?;
    if !there {
        return Ok(true);
    }
    let version: Option<i64> =
        conn.query_row("select derived_version from derived", [], |row| row.get(0)).optional()?;
    Ok(version != Some(DERIVED_VERSION))
}

/// Fills empty tables of `into` from the journal of `from`.
pub fn fill(from: &Connection, into: &Connection) -> Result<(), StoreError> {
    let mut projector = Projector::new(into);
    for keys in shard_keys(from)?.chunks(AT_ONCE) {
        let sources = keys.iter().map(|key| read_source(from, *key)).collect::<Result<Vec<_>, _>>()?;
        let states: Vec<(ShardKey, Vec<EntityState>, Vec<String>)> = sources
            .par_iter()
            .map(|source| {
                let document = source.load()?;
                let (states, unknown) = document.read_all();
                Ok((document.key(), states, unknown))
            })
            .collect::<Result<_, StoreError>>()?;
        for (key, states, unknown) in &states {
            for state in states {
                projector.entity(key, state, Freshness::Fresh)?;
            }
            for unknown in unknown {
                projector.unknown(key, unknown)?;
            }
        }
    }
    projector.finish()
}

impl Store {
    /// Throws the projection away and makes it again from the journal.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the journal cannot be read; the old projection stays then.
    pub fn rebuild_projection(&mut self) -> Result<(), StoreError> {
        self.transact(|tx, _, _| {
            let mut find = tx.prepare("select name from sqlite_schema where type = 'table'")?;
            let names = find.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            drop(find);
            for table in TABLES.iter().chain(BEHIND).filter(|table| names.iter().any(|name| name == *table)) {
                tx.execute_batch(&format!("drop table {table}"))?;
            }
            create_projection(tx)?;
            fill(tx, tx)
        })
    }
}
