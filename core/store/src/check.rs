//! The check of a book: file, journal and projection, each against what it must be.

use crate::journal::shard_keys;
use crate::open::{identity_key, remove_draft, with_suffix};
use crate::rebuild::{TABLES, create_projection, fill};
use crate::{Reader, StoreError};
use rayon::prelude::*;
use replica::{ChangeHash, RawChange, ShardKey};
use rusqlite::types::Value;
use rusqlite::{Connection, Rows};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What a check found. A good book has no problems.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Changes whose hash was verified.
    pub changes: u64,
    /// Shards loaded.
    pub shards: u64,
    /// Rows of the projection compared with a rebuild.
    pub rows: u64,
    /// Split rows whose lines were added up.
    pub splits: u64,
    /// Changes in quarantine; they are no damage.
    pub quarantined: u64,
    /// Changes waiting for what they build on; they are no damage.
    pub pending: u64,
    /// What is wrong, one sentence each, at most a few per kind.
    pub problems: Vec<String>,
}

/// One part of the check.
type Step = fn(&Reader, &mut Report) -> Result<(), StoreError>;

/// Problems told per kind; a damaged file can have millions.
const TOLD: usize = 5;

impl Reader {
    /// Checks everything: the file's structure, each change's hash, the projection row by row against one made anew, and split
    /// sums.
    ///
    /// # Errors
    /// [`StoreError`] only when the file cannot be read at all; damage is in the report.
    pub fn integrity_check(&self) -> Result<Report, StoreError> {
        self.integrity_check_with(&mut |_, _| true).map(Option::unwrap_or_default)
    }

    /// The same; `go_on` hears parts done and parts in all, and may stop the check, which answers `None` then.
    ///
    /// # Errors
    /// As [`Reader::integrity_check`].
    pub fn integrity_check_with(
        &self,
        go_on: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Option<Report>, StoreError> {
        let mut report = Report::default();
        let steps: [Step; 4] = [structure, hashes, sums, projection];
        for (done, step) in (0..).zip(steps) {
            if !go_on(done, steps.len() as u64) {
                return Ok(None);
            }
            if let Err(error) = step(self, &mut report) {
                report.problems.push(error.to_string());
            }
        }
        Ok(Some(report))
    }
}

fn structure(reader: &Reader, report: &mut Report) -> Result<(), StoreError> {
    let conn = reader.connection();
    let mut check = conn.prepare("pragma integrity_check(5)")?;
    let verdicts = check.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    report.problems.extend(verdicts.into_iter().filter(|verdict| verdict != "ok"));
    if conn.prepare("pragma foreign_key_check")?.exists([])? {
        report.problems.push("a change belongs to no shard".to_owned());
    }
    identity_key(conn)?;
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0).map(i64::cast_unsigned));
    report.quarantined = count("select count(*) from quarantine")?;
    report.pending = count("select count(*) from changes where pending = 1")?;
    report.shards = count("select count(*) from docs")?;
    Ok(())
}

fn hashes(reader: &Reader, report: &mut Report) -> Result<(), StoreError> {
    let conn = reader.connection();
    for key in shard_keys(conn)? {
        let mut find = conn.prepare_cached(
            "select hash, bytes, actor, aseq, deps from changes where doc = (select no from docs where name = ?1) order by id",
        )?;
        let rows = find.query_map([key.to_string()], |row| {
            Ok(Stored {
                hash: row.get(0)?,
                bytes: row.get(1)?,
                actor: row.get(2)?,
                seq: row.get(3)?,
                deps: row.get(4)?,
            })
        })?;
        let stored = rows.collect::<Result<Vec<_>, _>>()?;
        let bad: Vec<String> = stored.par_iter().filter_map(|change| change.problem(key)).collect();
        report.changes += stored.len() as u64;
        let room = TOLD.saturating_sub(report.problems.len());
        report.problems.extend(bad.into_iter().take(room.max(1)));
    }
    Ok(())
}

struct Stored {
    hash: ChangeHash,
    bytes: Vec<u8>,
    actor: Vec<u8>,
    seq: i64,
    deps: Vec<u8>,
}

impl Stored {
    fn problem(&self, shard: ShardKey) -> Option<String> {
        let raw = RawChange { shard, hash: self.hash, bytes: self.bytes.clone() };
        match raw.header() {
            Err(error) => Some(format!("a change of shard {shard}: {error}")),
            Ok(header)
                if header.actor != self.actor
                    || i64::try_from(header.seq) != Ok(self.seq)
                    || header.deps.concat() != self.deps =>
            {
                Some(format!("a change of shard {shard} is filed under another name"))
            }
            Ok(_) => None,
        }
    }
}

fn sums(reader: &Reader, report: &mut Report) -> Result<(), StoreError> {
    let conn = reader.connection();
    report.splits = conn.query_row("select count(*) from transactions where splits > 0", [], |row| {
        row.get::<_, i64>(0).map(i64::cast_unsigned)
    })?;
    // The sum is taken in 128 bits here: SQLite's own overflows.
    let mut find = conn.prepare(
        "select t.amount, s.amount, t.id from transactions t join split s on s.transaction_id = t.id order by t.id, s.position",
    )?;
    let mut rows = find.query([])?;
    let mut open: Option<(Vec<u8>, i64, i64)> = None;
    let mut wrong = 0;
    while let Some(row) = rows.next()? {
        let (amount, part, id): (i64, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        match &mut open {
            Some((same, _, sum)) if *same == id => *sum = sum.wrapping_add(part),
            _ => {
                wrong += u32::from(open.is_some_and(|(_, amount, sum)| amount != sum));
                open = Some((id, amount, part));
            }
        }
    }
    wrong += u32::from(open.is_some_and(|(_, amount, sum)| amount != sum));
    if wrong > 0 {
        report.problems.push(format!("{wrong} split rows do not add up"));
    }
    Ok(())
}

fn projection(reader: &Reader, report: &mut Report) -> Result<(), StoreError> {
    let conn = reader.connection();
    let (anew, file) = scratch(reader)?;
    anew.execute_batch("pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -65536")?;
    anew.set_prepared_statement_cache_capacity(128);
    anew.execute_batch("begin")?;
    create_projection(&anew)?;
    if let Some(file) = &file {
        // Where the system allows it, the file goes now and its content with the connection, however the program ends.
        remove_draft(file);
    }
    fill(conn, &anew)?;
    for table in TABLES {
        let (rows, differences) = compare(conn, &anew, table)?;
        report.rows += rows;
        if differences > 0 {
            report.problems.push(format!(
                "{differences} rows of `{table}` differ from what the journal says: rebuild the projection"
            ));
        }
    }
    drop(anew);
    if let Some(file) = &file {
        remove_draft(file);
    }
    Ok(())
}

/// A private file beside the book, since it may be large; of an encrypted book it is encrypted too. In memory where none can be made.
fn scratch(reader: &Reader) -> Result<(Connection, Option<PathBuf>), StoreError> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let suffix = format!(".check-{}-{number}", std::process::id());
    let file = reader.connection().path().map(|book| with_suffix(Path::new(book), &suffix));
    let conn = match &file {
        Some(file) if File::create(file).is_ok() => Connection::open(file)?,
        _ => return Ok((Connection::open_in_memory()?, None)),
    };
    if let Some(key) = reader.key() {
        conn.pragma_update(None, "key", key.literal().as_str())?;
    }
    Ok((conn, file))
}

/// Compares a table in two files; gives the rows compared and the differences (at most a few are counted).
pub(crate) fn compare(left: &Connection, right: &Connection, table: &str) -> Result<(u64, u64), StoreError> {
    let order = match table {
        "split" => "transaction_id, position",
        "tag" => "tag, transaction_id",
        "month_total" => "account, month, category",
        "conflict" => "doc, key, field",
        "exchange_rate" => "from_currency, to_currency, day",
        "budget" => "month, category",
        "key_wrap" => "generation, member",
        "needs_newer" | "orphan" => "doc, key",
        _ => "id",
    };
    let sql = format!("select * from {table} order by {order}");
    let (mut left, mut right) = (left.prepare(&sql)?, right.prepare(&sql)?);
    let (left_columns, right_columns) = (left.column_count(), right.column_count());
    if left_columns != right_columns {
        return Ok((0, 1));
    }
    let (mut left, mut right) = (left.query([])?, right.query([])?);
    let (mut rows, mut differences) = (0, 0);
    loop {
        let pair = (next(&mut left, left_columns)?, next(&mut right, right_columns)?);
        match pair {
            (None, None) => break,
            (a, b) if a == b => rows += 1,
            (Some(_), Some(_)) => differences += 1,
            _ => {
                differences += 1;
                break;
            }
        }
        if differences >= TOLD as u64 {
            break;
        }
    }
    Ok((rows, differences))
}

fn next(rows: &mut Rows<'_>, columns: usize) -> Result<Option<Vec<Value>>, StoreError> {
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((0..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?))
}
