//! Opening and creating a book's file: one writer process, versions, migrations.

use crate::journal::Shards;
use crate::key::{Key, plain_or_encrypted, unlock};
use crate::{Commit, Reader, StoreError, rebuild, rekey};
use replica::IdentityKey;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Marks the file as ours: `Valz`.
pub const APPLICATION_ID: i64 = 0x5661_6c7a;
const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_book.sql"),
    include_str!("../../../migrations/sqlite/0002_sync.sql"),
    include_str!("../../../migrations/sqlite/0003_keys.sql"),
    include_str!("../../../migrations/sqlite/0004_folder.sql"),
    include_str!("../../../migrations/sqlite/0005_folder_packs.sql"),
];
/// `PRAGMA user_version` this program writes.
pub const FORMAT: i64 = MIGRATIONS.len() as i64;

/// A book's file, open for writing. There is at most one per file, in all processes.
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) shards: Shards,
    pub(crate) identity: IdentityKey,
    pub(crate) path: PathBuf,
    pub(crate) key: Option<Key>,
    /// Held while the store lives; the system drops it when the process ends, however it ends.
    _lock: File,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a new book and commits `first` into it. The file appears complete or not at all.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] or a failure.
    pub fn create(
        path: &Path,
        identity_key: &[u8; 32],
        actor: [u8; 16],
        first: Commit,
    ) -> Result<Self, StoreError> {
        Self::create_from(path, identity_key, actor, Some(first))
    }

    /// Makes a book without anything in it, to be filled with another device's changes.
    ///
    /// # Errors
    /// [`StoreError::AlreadyExists`] or a failure.
    pub fn create_empty(path: &Path, identity_key: &[u8; 32], actor: [u8; 16]) -> Result<Self, StoreError> {
        Self::create_from(path, identity_key, actor, None)
    }

    fn create_from(
        path: &Path,
        identity_key: &[u8; 32],
        actor: [u8; 16],
        first: Option<Commit>,
    ) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::AlreadyExists(path.to_owned()));
        }
        let lock = lock(path)?;
        let draft = with_suffix(path, ".new");
        remove_draft(&draft);
        let made = Self::make(&draft, identity_key, actor, first);
        if let Err(error) = made {
            remove_draft(&draft);
            return Err(error);
        }
        if path.exists() {
            remove_draft(&draft);
            return Err(StoreError::AlreadyExists(path.to_owned()));
        }
        std::fs::rename(&draft, path).map_err(|error| StoreError::io(path, error))?;
        sync_folder(path);
        Self::open_locked(path, None, actor, lock)
    }

    fn make(
        draft: &Path,
        identity_key: &[u8; 32],
        actor: [u8; 16],
        first: Option<Commit>,
    ) -> Result<(), StoreError> {
        let lock = File::create(draft).map_err(|error| StoreError::io(draft, error))?;
        let mut conn = connect(draft, None)?;
        let tx = conn.transaction()?;
        for migration in MIGRATIONS {
            tx.execute_batch(migration)?;
        }
        tx.execute(
            "insert into book_key values (1, ?1, ?2)",
            (identity_key, Sha256::digest(identity_key).as_slice()),
        )?;
        rebuild::create_projection(&tx)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", FORMAT)?;
        tx.commit()?;
        let identity = IdentityKey::new(identity_key);
        let mut store = Self {
            conn,
            shards: Shards::new(actor),
            identity,
            path: draft.to_owned(),
            key: None,
            _lock: lock,
        };
        if let Some(first) = first {
            // The making of the book is nothing to undo.
            store.commit(Commit { not_undoable: true, ..first })?;
        }
        store.conn.close().map_err(|(_, error)| StoreError::from(error))
    }

    /// Opens a book for writing. `actor`: 16 fresh random bytes.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::NotABook`], [`StoreError::NewerVersion`] or a failure.
    pub fn open(path: &Path, actor: [u8; 16]) -> Result<Self, StoreError> {
        Self::open_with(path, None, actor)
    }

    /// Opens a book that may be encrypted. The key of a plain book is not looked at.
    ///
    /// # Errors
    /// [`StoreError::Encrypted`] without a key, [`StoreError::WrongPassphrase`] with another one, else as [`Store::open`].
    pub fn open_with(path: &Path, key: Option<Key>, actor: [u8; 16]) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::NotABook(path.to_owned()));
        }
        let lock = lock(path)?;
        Self::open_locked(path, key, actor, lock)
    }

    fn open_locked(path: &Path, key: Option<Key>, actor: [u8; 16], lock: File) -> Result<Self, StoreError> {
        let key = plain_or_encrypted(path, key)?;
        let format = check_header(path, key.as_ref())?;
        rekey::sweep(path)?;
        let mut conn = connect(path, key.as_ref())?;
        if conn.is_readonly(rusqlite::MAIN_DB)? {
            return Err(StoreError::ReadOnly);
        }
        if format < FORMAT {
            let tx = conn.transaction()?;
            for migration in MIGRATIONS.iter().skip(usize::try_from(format).unwrap_or(0)) {
                tx.execute_batch(migration)?;
            }
            tx.pragma_update(None, "user_version", FORMAT)?;
            tx.commit()?;
        }
        let identity = IdentityKey::new(&identity_key(&conn)?);
        let mut store =
            Self { conn, shards: Shards::new(actor), identity, path: path.to_owned(), key, _lock: lock };
        if rebuild::is_stale(&store.conn)? {
            store.rebuild_projection()?;
        }
        Ok(store)
    }

    /// Where the book is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The book's identity key, for ids derived from content.
    pub const fn identity(&self) -> &IdentityKey {
        &self.identity
    }

    /// A connection that cannot write.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be opened again.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open_with(&self.path, self.key.as_ref())
    }

    /// The key of an encrypted book.
    pub const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Limits the file to this many pages of 4,096 bytes, as a quota would; for tests of a full disk.
    ///
    /// # Errors
    /// [`StoreError::Sql`].
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        Ok(self.conn.pragma_update(None, "max_page_count", pages)?)
    }
}

/// The identity key, verified: with another key every id derived later would be wrong.
pub fn identity_key(conn: &Connection) -> Result<[u8; 32], StoreError> {
    let read = conn.query_row("select identity_key, sha256 from book_key", [], |row| {
        Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, Vec<u8>>(1)?))
    });
    match read {
        Ok((key, sha256)) if Sha256::digest(key).as_slice() == sha256.as_slice() => Ok(key),
        _ => Err(StoreError::damaged("the identity key is missing or has changed")),
    }
}

/// The path with `suffix` appended to the file name.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub fn remove_draft(draft: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // Nothing there is the usual case; anything else fails again, and is told, when the draft is made.
        let _ = std::fs::remove_file(with_suffix(draft, suffix));
    }
}

/// Makes the rename itself durable where the system can.
pub fn sync_folder(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        // Some systems cannot sync a folder; the file's content is safe either way.
        let _ = folder.sync_all();
    }
}

/// Takes the writer's lock and leaves this process's number in the lock file.
pub fn lock(path: &Path) -> Result<File, StoreError> {
    let lock_path = with_suffix(path, ".lock");
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&lock_path);
    let mut file = opened.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => StoreError::Io { path: lock_path.clone(), source: error },
        _ => StoreError::io(&lock_path, error),
    })?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            let pid = file.read_to_string(&mut pid).ok().and_then(|_| pid.trim().parse().ok());
            return Err(StoreError::Busy { path: path.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(StoreError::io(&lock_path, error)),
    }
    let written = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
    written.map_err(|error| StoreError::io(&lock_path, error))?;
    Ok(file)
}

/// Is it a book, and of which format?
pub fn check_header(path: &Path, key: Option<&Key>) -> Result<i64, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    unlock(&conn, path, key)?;
    let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("application_id")? != APPLICATION_ID {
        return Err(StoreError::NotABook(path.to_owned()));
    }
    let found = pragma("user_version")?;
    if found > FORMAT {
        return Err(StoreError::NewerVersion { path: path.to_owned(), found, known: FORMAT });
    }
    Ok(found)
}

/// A writing connection: WAL, every commit synced to disk before it is acknowledged.
pub fn connect(path: &Path, key: Option<&Key>) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    unlock(&conn, path, key)?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "cache_size", -65_536)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(conn)
}
