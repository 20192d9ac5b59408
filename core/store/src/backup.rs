//! Backups through SQLite's own backup, which copies a consistent state while the book is in use.

use crate::open::{Store, check_header};
use crate::{StoreError, open};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

impl Store {
    /// Copies the book to a new file and verifies the copy by opening it.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], or a failure; no copy is left then.
    pub fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::AlreadyExists(path.to_owned()));
        }
        let draft = open::with_suffix(path, ".part");
        let copied = self
            .copy(&draft)
            .and_then(|()| std::fs::rename(&draft, path).map_err(|error| StoreError::io(path, error)));
        if copied.is_err() && draft.exists() {
            std::fs::remove_file(&draft).map_err(|error| StoreError::io(&draft, error))?;
        }
        copied
    }

    fn copy(&self, draft: &Path) -> Result<(), StoreError> {
        let mut target = Connection::open(draft)?;
        {
            let backup = rusqlite::backup::Backup::new(&self.conn, &mut target)?;
            backup.run_to_completion(1_000, std::time::Duration::ZERO, None)?;
        }
        target.pragma_update(None, "journal_mode", "delete")?;
        target.close().map_err(|(_, error)| StoreError::from(error))?;
        check_header(draft)?;
        let copy = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let verdict: String = copy.query_row("pragma quick_check", [], |row| row.get(0))?;
        let count = |conn: &Connection| {
            conn.query_row("select count(*) from changes", [], |row| row.get::<_, i64>(0))
        };
        if verdict == "ok" && count(&copy)? == count(&self.conn)? {
            Ok(())
        } else {
            Err(StoreError::damaged(format!("the copy is not good: {verdict}")))
        }
    }
}
