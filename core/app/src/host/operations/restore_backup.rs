//! `backup.restore`: puts a backup in the place of the open book.

use super::status::{HostStatus, status};
use crate::backups::{self, Reason};
use crate::error::AppError;
use crate::error::ErrorCode;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::progress::{Progress as _, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::{Key, Reader};

/// Put a backup in the place of the open book. It is verified first, and the book as it is now is kept as a backup.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreBackup {
    /// The backup's file.
    pub path: String,
    /// Its passphrase, when it has another than the book.
    pub passphrase: Option<Passphrase>,
}

impl HostAction for RestoreBackup {
    type Output = HostStatus;
    const NAME: &'static str = "backup.restore";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, call: &Call) -> Result<HostStatus, AppError> {
        let from = Path::new(&self.path);
        if !from.is_file() {
            return Err(AppError::not_found("backup", &self.path));
        }
        call.report(Stage::Checking, 0, 0)?;
        let (own, id) = host.with_book(|open| Ok((open.key().cloned(), open.read(book_id)?)))?;
        let key = match &self.passphrase {
            Some(passphrase) if store::is_encrypted(from)? => Some(Key::of_file(from, passphrase.text())?),
            _ => own,
        };
        let backup = Reader::open_with(from, key.as_ref())?;
        if book_id(&backup)? != id {
            return Err(AppError::new(ErrorCode::InvalidInput, "the backup is of another book")
                .at(self.path)
                .remedy("open it as a book of its own"));
        }
        let key = backup.key().cloned();
        let draft = host.with_book(|open| Ok(open.path().with_added_extension("restore")))?;
        remove(&draft)?;
        call.report(Stage::Writing, 0, 0)?;
        backup.backup_to(&draft, &mut |_, _| true)?;
        drop(backup);
        let now = (host.outside)().now_ms();
        host.with_book(|open| {
            open.read(|reader| {
                backups::make(reader, open.path(), Reason::BeforeRestore, now, &mut |_, _| true)
            })
        })?;
        host.replace(key, |book| {
            for suffix in ["-wal", "-shm"] {
                let mut log = book.as_os_str().to_owned();
                log.push(suffix);
                remove(Path::new(&log))?;
            }
            std::fs::rename(&draft, book).map_err(|error| backups::failed(book, &error))
        })?;
        host.tell_everything();
        status(host)
    }
}

/// Backups of the same book carry the same id.
fn book_id(reader: &Reader) -> Result<String, AppError> {
    let id = reader.connection().query_row("select id from book", [], |row| row.get(0))?;
    Ok(crate::row::id_text(id))
}

fn remove(path: &Path) -> Result<(), AppError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(backups::failed(path, &error)),
        _ => Ok(()),
    }
}
