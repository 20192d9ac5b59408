//! Backups through SQLite's own backup, which copies a consistent state while the book is in use. The copy of an encrypted book
//! is encrypted with the same key.

use crate::key::unlock;
use crate::open::{Store, check_header, sync_folder, with_suffix};
use crate::{Reader, StoreError};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// Pages copied between two looks at whether to go on.
const AT_ONCE: i32 = 2_000;

impl Store {
    /// Copies the book to a new file and verifies the copy by opening it.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], or a failure; no copy is left then.
    pub fn backup_to(&self, path: &Path) -> Result<(), StoreError> {
        self.reader()?.backup_to(path, &mut |_, _| true).map(drop)
    }
}

impl Reader {
    /// Copies the book to a new file and verifies the copy by opening it. `go_on` hears pages done and pages in all, and may stop
    /// the copy; false is answered and no copy left then. Writing goes on meanwhile: the copy is of one moment.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`], or a failure; no copy is left then.
    pub fn backup_to(
        &self,
        path: &Path,
        go_on: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<bool, StoreError> {
        if path.exists() {
            return Err(StoreError::AlreadyExists(path.to_owned()));
        }
        let draft = with_suffix(path, ".part");
        if draft.exists() {
            std::fs::remove_file(&draft).map_err(|error| StoreError::io(&draft, error))?;
        }
        let copied = self.copy(&draft, go_on).and_then(|whole| {
            if whole {
                std::fs::rename(&draft, path).map_err(|error| StoreError::io(path, error))?;
                sync_folder(path);
            }
            Ok(whole)
        });
        if draft.exists() {
            std::fs::remove_file(&draft).map_err(|error| StoreError::io(&draft, error))?;
        }
        copied
    }

    fn copy(&self, draft: &Path, go_on: &mut dyn FnMut(u64, u64) -> bool) -> Result<bool, StoreError> {
        let mut target = Connection::open(draft)?;
        if let Some(key) = self.key() {
            target.pragma_update(None, "key", key.literal().as_str())?;
        }
        // Within one read transaction the copy need not begin again when something is written.
        let state = self.state()?;
        let changes = count(self.connection())?;
        let whole = {
            let backup = Backup::new(self.connection(), &mut target)?;
            loop {
                let step = backup.step(AT_ONCE)?;
                let left = backup.progress();
                let number = |pages: i32| u64::try_from(pages).unwrap_or(0);
                if step == StepResult::Done {
                    break true;
                }
                if !go_on(number(left.pagecount - left.remaining), number(left.pagecount)) {
                    break false;
                }
            }
        };
        drop(state);
        if !whole {
            return Ok(false);
        }
        target.pragma_update(None, "journal_mode", "delete")?;
        target.close().map_err(|(_, error)| StoreError::from(error))?;
        let found = verify(draft, self.key())?;
        if found == changes {
            Ok(true)
        } else {
            Err(StoreError::damaged(format!("the copy has {found} of {changes} changes")))
        }
    }
}

fn count(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("select count(*) from changes", [], |row| row.get(0))?)
}

/// Opens a closed book or backup and checks its structure; answers how many changes it holds.
fn verify(path: &Path, key: Option<&crate::Key>) -> Result<i64, StoreError> {
    check_header(path, key)?;
    let copy = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    unlock(&copy, path, key)?;
    let verdict: String = copy.query_row("pragma quick_check", [], |row| row.get(0))?;
    if verdict == "ok" {
        count(&copy)
    } else {
        Err(StoreError::damaged(format!("the copy is not good: {verdict}")))
    }
}
