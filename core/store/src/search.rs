//! The search index: trigrams of every row's text (SQLite FTS5), filled behind the writes so that no write waits for it.
//!
//! A search is right at any moment: rows the index does not hold yet are read one by one (see [`candidates`]).

use crate::StoreError;
use crate::open::Store;
use rusqlite::{Connection, params};

/// Shortest text the index can look for, characters.
const TRIGRAM: usize = 3;
/// Trigrams asked for; more would not narrow further.
const ASKED: usize = 12;
/// Rows found beyond which walking the register in its own order finds a page sooner.
const MANY: i64 = 4_000;

/// SQL for the rowids of rows that can hold a text: every row that holds it, and some that do not. Its one parameter is
/// [`Candidates::query`].
pub const CANDIDATES: &str = "select rowid from search_index where search_index match ? \
  union all select row from search_dirty \
  union all select rowid from transactions where rowid > (select upto from search_upto)";

/// How rows that hold a text are best found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidates {
    /// By [`CANDIDATES`] with this full-text query; each must still be compared.
    Query(String),
    /// By comparing every row: the text is short, or in very many rows.
    Everywhere,
}

/// How the rows whose text contains `folded` are best found. `folded` is from [`crate::fold`].
///
/// # Errors
/// When the book cannot be read.
pub fn candidates(conn: &Connection, folded: &str) -> rusqlite::Result<Candidates> {
    let Some(query) = query(folded) else { return Ok(Candidates::Everywhere) };
    let found: i64 = conn
        .prepare_cached(
            "select count(*) from (select 1 from search_index where search_index match ?1 limit ?2)",
        )?
        .query_row(params![query, MANY], |row| row.get(0))?;
    Ok(if found < MANY { Candidates::Query(query) } else { Candidates::Everywhere })
}

/// Its trigrams, all wanted.
fn query(folded: &str) -> Option<String> {
    let letters: Vec<char> = folded.chars().collect();
    let all: Vec<String> = letters
        .windows(TRIGRAM)
        .map(|three| format!("\"{}\"", three.iter().collect::<String>().replace('"', "\"\"")))
        .collect();
    // Spread over the text: neighbours say nearly the same.
    let step = all.len().div_ceil(ASKED).max(1);
    let asked: Vec<&str> = all.iter().step_by(step).map(String::as_str).collect();
    (!asked.is_empty()).then(|| asked.join(" AND "))
}

impl Store {
    /// Brings the search index forward by at most `rows` rows, in one transaction. Tells how many it took; fewer than asked
    /// means that nothing is left.
    ///
    /// # Errors
    /// [`StoreError`]; the index then stands where it stood.
    pub fn index_search(&mut self, rows: u32) -> Result<u32, StoreError> {
        self.transact(|tx, _, _| {
            let taken = clean(tx, rows)?;
            Ok(taken + extend(tx, rows - taken)?)
        })
    }
}

/// Takes changed and deleted rows up again.
fn clean(tx: &Connection, rows: u32) -> Result<u32, StoreError> {
    let dirty: Vec<i64> = tx
        .prepare_cached("select row from search_dirty limit ?1")?
        .query_map([rows], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut remove = tx.prepare_cached("delete from search_index where rowid = ?1")?;
    let mut add = tx.prepare_cached(
        "insert into search_index (rowid, search) select rowid, search from transactions \
         where rowid = ?1 and rowid <= (select upto from search_upto)",
    )?;
    let mut done = tx.prepare_cached("delete from search_dirty where row = ?1")?;
    for row in &dirty {
        remove.execute([row])?;
        add.execute([row])?;
        done.execute([row])?;
    }
    Ok(u32::try_from(dirty.len()).unwrap_or(rows))
}

/// Takes new rows up, in the order they came.
fn extend(tx: &Connection, rows: u32) -> Result<u32, StoreError> {
    let upto: i64 = tx.query_row("select upto from search_upto", [], |row| row.get(0))?;
    let (count, last): (u32, Option<i64>) = tx
        .prepare_cached(
            "select count(*), max(rowid) from \
             (select rowid from transactions where rowid > ?1 order by rowid limit ?2)",
        )?
        .query_row(params![upto, rows], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if let Some(last) = last {
        tx.prepare_cached(
            "insert into search_index (rowid, search) select rowid, search from transactions \
             where rowid > ?1 and rowid <= ?2 and rowid not in (select row from search_dirty)",
        )?
        .execute([upto, last])?;
        tx.execute("update search_upto set upto = ?1", [last])?;
    }
    Ok(count)
}
