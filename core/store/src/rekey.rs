//! Writing a closed book anew under a key, another key, or none.
//!
//! The new file is written beside the book, opened and compared with it, synced, and put in its place by one rename. Whenever the
//! program dies, the book is the old file or the new one, whole.

use crate::StoreError;
use crate::key::{Key, unlock};
use crate::open::{
    APPLICATION_ID, check_header, connect, identity_key, lock, remove_draft, sync_folder, with_suffix,
};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::Path;

const DRAFT: &str = ".rekey";
/// A backup on its way into the book's place.
const RESTORE: &str = ".restore";
const BEFORE: &str = ".before";

/// Changes the key of the book in `path`, which no program may have open: from none, to none, or to another.
///
/// # Errors
/// [`StoreError::Busy`] while it is open anywhere, [`StoreError::WrongPassphrase`], or a failure; the book is as it was then.
pub fn rekey(path: &Path, from: Option<&Key>, to: Option<&Key>) -> Result<(), StoreError> {
    let _lock = lock(path)?;
    let format = check_header(path, from)?;
    sweep(path)?;
    let draft = with_suffix(path, DRAFT);
    let done = write_anew(path, from, &draft, to, format)
        .and_then(|()| compare(path, from, &draft, to))
        .and_then(|()| swap(path, &draft, to));
    if done.is_err() {
        remove_draft(&draft);
    }
    done
}

/// Removes what a rekeying or restoring that was cut off has left beside the book, which is known to be good.
pub fn sweep(path: &Path) -> Result<(), StoreError> {
    for draft in [DRAFT, RESTORE] {
        remove_draft(&with_suffix(path, draft));
    }
    let before = with_suffix(path, BEFORE);
    match std::fs::remove_file(&before) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(&before, error)),
        _ => Ok(()),
    }
}

fn write_anew(
    path: &Path,
    from: Option<&Key>,
    draft: &Path,
    to: Option<&Key>,
    format: i64,
) -> Result<(), StoreError> {
    let conn = connect(path, from)?;
    // The connection may not make files; an empty one becomes the new book.
    File::create(draft).map_err(|error| StoreError::io(draft, error))?;
    let literal = to.map(Key::literal);
    let literal = literal.as_ref().map_or("", |literal| literal.as_str());
    let name = draft.to_str().ok_or_else(|| StoreError::Io {
        path: draft.to_owned(),
        source: std::io::ErrorKind::InvalidFilename.into(),
    })?;
    conn.execute("attach database ?1 as anew key ?2", (name, literal))?;
    conn.pragma_update(Some("anew"), "synchronous", "full")?;
    conn.query_row("select sqlcipher_export('anew')", [], |_| Ok(()))?;
    conn.pragma_update(Some("anew"), "application_id", APPLICATION_ID)?;
    conn.pragma_update(Some("anew"), "user_version", format)?;
    conn.execute("detach database anew", [])?;
    conn.close().map_err(|(_, error)| StoreError::from(error))?;
    File::open(draft).and_then(|file| file.sync_all()).map_err(|error| StoreError::io(draft, error))?;
    // The last connection to close takes the log away; one that stays belongs to a reader that still has the book open, and
    // beside another file it would do harm.
    let log = with_suffix(path, "-wal");
    match std::fs::metadata(&log) {
        Ok(left) if left.len() > 0 => Err(StoreError::Busy { path: path.to_owned(), pid: None }),
        _ => Ok(()),
    }
}

/// The draft opens with its key, is whole, and has every row of every table.
fn compare(path: &Path, from: Option<&Key>, draft: &Path, to: Option<&Key>) -> Result<(), StoreError> {
    check_header(draft, to)?;
    let (old, new) = (read(path, from)?, read(draft, to)?);
    let verdict: String = new.query_row("pragma quick_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::damaged(format!("the new file is not good: {verdict}")));
    }
    let mut find = old.prepare("select name from sqlite_schema where type = 'table' and rootpage > 0")?;
    let tables = find.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for table in tables {
        let sql = format!("select count(*) from \"{table}\"");
        let count = |conn: &Connection| conn.query_row(&sql, [], |row| row.get::<_, i64>(0));
        let (has, had) = (count(&new)?, count(&old)?);
        if has != had {
            return Err(StoreError::damaged(format!("the new file has {has} of {had} rows of {table}")));
        }
    }
    if identity_key(&old)? == identity_key(&new)? {
        Ok(())
    } else {
        Err(StoreError::damaged("the new file is of another book"))
    }
}

fn read(path: &Path, key: Option<&Key>) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    unlock(&conn, path, key)?;
    Ok(conn)
}

/// Puts the draft in the book's place; the old file stays beside it until the new one was opened there.
fn swap(path: &Path, draft: &Path, to: Option<&Key>) -> Result<(), StoreError> {
    let before = with_suffix(path, BEFORE);
    // Some file systems have no links; the draft was compared with the book, so that the rename alone is safe too.
    let kept = std::fs::hard_link(path, &before).is_ok();
    // Reading the old file just now may have left an empty log.
    for suffix in ["-wal", "-shm"] {
        drop(std::fs::remove_file(with_suffix(path, suffix)));
    }
    std::fs::rename(draft, path).map_err(|error| StoreError::io(path, error))?;
    sync_folder(path);
    if let Err(error) = check_header(path, to) {
        if kept {
            std::fs::rename(&before, path).map_err(|error| StoreError::io(path, error))?;
        }
        return Err(error);
    }
    sweep(path)
}
