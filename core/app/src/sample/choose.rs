//! The categories the household chose for its older rows, written as a person's own, its plans, and the mark that the book is a sample.

use super::{Sample, plans};
use crate::error::AppError;
use crate::session::Session;
use domain::{AccountId, CategoryId, CategoryKey, TransactionId};
use replica::{ShardKey, day_from_number};
use std::collections::HashMap;
use store::Reader;
use store::rusqlite::OptionalExtension as _;

const MARK: &str = "book.sample";

/// Writes the household's choices and marks the book.
///
/// # Errors
/// When the book cannot be read or written.
pub fn choose(session: &mut Session<'_>, sample: &Sample) -> Result<(), AppError> {
    let keys = categories(session.reader())?;
    let mut writes = Vec::new();
    {
        let sql =
            "select id, account, fact_day, description from transactions where visible = 1 and origin = 0";
        let mut statement = session.reader().connection().prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, account) = (TransactionId(row.get(0)?), AccountId(row.get(1)?));
            let text: String = row.get(3)?;
            let Some(day) = day_from_number(row.get(2)?) else { continue };
            if let Some(category) = sample.category(day, &text).and_then(|key| keys.get(&key)) {
                writes.push(ShardKey::for_transaction(account, day).set_category(id, Some(*category))?);
            }
        }
    }
    writes.extend(plans::writes(session, sample, &keys)?);
    // Minted like an import: thousands of choices at once, each to a register that nobody wrote before.
    let commit = session.new_commit("book.load_sample", writes).automatic();
    session.changing()?.commit_with(commit, |tx| {
        let sql = "insert into setting (key, value) values (?1, 'yes') on conflict (key) do nothing";
        tx.execute(sql, [MARK]).map(drop)
    })?;
    session.brain.forget();
    Ok(())
}

fn categories(reader: &Reader) -> Result<HashMap<CategoryKey, CategoryId>, AppError> {
    let mut statement =
        reader.connection().prepare("select key, id from category where deleted = 0 and key is not null")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, CategoryId(row.get(1)?))))?;
    let mut found = HashMap::new();
    for row in rows {
        let (key, id) = row?;
        found.extend(CategoryKey::from_text(&key).map(|key| (key, id)));
    }
    Ok(found)
}

/// The book is a sample, to be looked at and thrown away.
///
/// # Errors
/// When the book cannot be read.
pub fn is_sample(reader: &Reader) -> Result<bool, AppError> {
    let sql = "select 1 from setting where key = ?1";
    Ok(reader.connection().prepare_cached(sql)?.query_row([MARK], |_| Ok(())).optional()?.is_some())
}
