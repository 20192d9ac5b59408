//! What can go wrong with a book's file: a code for programs, a message, a place and a remedy for people.

use domain::{AccountId, TransactionId};
use replica::{CodecError, DocumentError, Field, MintError};
use rusqlite::ErrorCode as Sqlite;
use std::path::{Path, PathBuf};

/// The closed set of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// No file there, or no book in it.
    NotABook,
    /// A file is there already.
    AlreadyExists,
    /// Encrypted, and no passphrase was given.
    LockedBook,
    /// Encrypted, and the passphrase given is another.
    WrongPassphrase,
    /// Another process writes to the book.
    Busy,
    /// Written by a newer version.
    NewerVersion,
    /// Damaged.
    Damaged,
    /// The file or its folder cannot be written.
    ReadOnly,
    /// No space left.
    DiskFull,
    /// Any other failure of the file system.
    Io,
    /// A reconciled row.
    LockedRow,
    /// The account moved since the plan was made.
    StalePlan,
    /// Nothing to undo or redo.
    NothingToUndo,
    /// No such action or batch.
    NotFound,
    /// A value that cannot be stored.
    InvalidInput,
    /// A defect of the program.
    Internal,
}

/// Why the store refused or failed. Whatever it was, the book is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No file there, or something else in it.
    #[error("`{}` is not a book", .0.display())]
    NotABook(PathBuf),
    /// The file is encrypted, and no key was given.
    #[error("`{}` is encrypted", .0.display())]
    Encrypted(PathBuf),
    /// The key does not fit.
    #[error("the passphrase does not open `{}`", .0.display())]
    WrongPassphrase(PathBuf),
    /// The new book's file is there already.
    #[error("`{}` exists already", .0.display())]
    AlreadyExists(PathBuf),
    /// Another process has the writer's lock.
    #[error("`{}` is open in another program{}", path.display(), pid.map_or(String::new(), |pid| format!(" (process {pid})")))]
    Busy {
        /// The book.
        path: PathBuf,
        /// The other process, when it left its number.
        pid: Option<u32>,
    },
    /// The file has a later format.
    #[error("`{}` was written by a newer version (format {found}, this program knows {known})", path.display())]
    NewerVersion {
        /// The book.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The latest format known here.
        known: i64,
    },
    /// The file's content is damaged.
    #[error("the book is damaged: {detail}")]
    Damaged {
        /// What and where.
        detail: String,
    },
    /// The file or folder is read-only.
    #[error("the book cannot be written: its file or folder is read-only")]
    ReadOnly,
    /// The disk or quota is full.
    #[error("no space is left to write the book")]
    DiskFull,
    /// The file system failed.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The failure.
        source: std::io::Error,
    },
    /// A write to a reconciled row.
    #[error("transaction {0} is part of a reconciled statement and locked")]
    LockedRow(TransactionId),
    /// The account is not in the state the commit expects.
    #[error("account {account} has changed (version {found}, expected {expected})")]
    StaleAccount {
        /// The account.
        account: AccountId,
        /// Version now.
        found: u64,
        /// Version expected.
        expected: u64,
    },
    /// No action to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// No action to redo.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// No such action.
    #[error("there is no {0} that can be undone")]
    NotFound(String),
    /// A write that makes no sense.
    #[error("the write cannot be made: {0}")]
    InvalidWrite(String),
    /// A value is longer than what devices can send each other.
    #[error("{} takes {bytes} bytes, which is too long", field.as_str())]
    TooLong {
        /// Which field.
        field: Field,
        /// Bytes of the value.
        bytes: usize,
    },
    /// A shard failed.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Any other failure of SQLite.
    #[error("the database failed: {0}")]
    Sql(rusqlite::Error),
}

impl StoreError {
    /// For programs.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::NotABook(_) => ErrorCode::NotABook,
            Self::Encrypted(_) => ErrorCode::LockedBook,
            Self::WrongPassphrase(_) => ErrorCode::WrongPassphrase,
            Self::AlreadyExists(_) => ErrorCode::AlreadyExists,
            Self::Busy { .. } => ErrorCode::Busy,
            Self::NewerVersion { .. } => ErrorCode::NewerVersion,
            Self::Damaged { .. } | Self::Document(_) => ErrorCode::Damaged,
            Self::ReadOnly => ErrorCode::ReadOnly,
            Self::DiskFull => ErrorCode::DiskFull,
            Self::Io { .. } => ErrorCode::Io,
            Self::LockedRow(_) => ErrorCode::LockedRow,
            Self::StaleAccount { .. } => ErrorCode::StalePlan,
            Self::NothingToUndo | Self::NothingToRedo => ErrorCode::NothingToUndo,
            Self::NotFound(_) => ErrorCode::NotFound,
            Self::InvalidWrite(_) | Self::TooLong { .. } => ErrorCode::InvalidInput,
            Self::Sql(_) => ErrorCode::Internal,
        }
    }

    /// What a person can do.
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NotABook(_) => "choose a book, or create one",
            Self::Encrypted(_) => "give its passphrase",
            Self::WrongPassphrase(_) => {
                "check capitals and spaces and try again; without the passphrase nobody can open the file"
            }
            Self::AlreadyExists(_) => "choose another name, or open the file",
            Self::Busy { .. } => "close the other program, or use the book there",
            Self::NewerVersion { .. } => "update this program",
            Self::Damaged { .. } | Self::Document(_) => {
                "run the check of the book; restore a backup if it cannot be rebuilt"
            }
            Self::ReadOnly => "allow writing to the file and its folder, or copy the book elsewhere",
            Self::DiskFull => "free some space and try again; nothing was changed",
            Self::Io { .. } => "check that the file and its folder can be reached",
            Self::TooLong { .. } => "shorten it",
            Self::LockedRow(_) => "undo the reconciliation first",
            Self::StaleAccount { .. } => "plan the import again",
            Self::NothingToUndo | Self::NothingToRedo | Self::NotFound(_) => "look at the history of actions",
            Self::InvalidWrite(_) | Self::Sql(_) => "report this as a defect",
        }
    }

    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }

    /// An error of the file system at `path`, with the well-known ones told apart.
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        match source.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::NotFound => Self::NotABook(path.to_owned()),
            _ => Self::Io { path: path.to_owned(), source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(Sqlite::DiskFull) => Self::DiskFull,
            Some(Sqlite::ReadOnly | Sqlite::CannotOpen | Sqlite::PermissionDenied) => Self::ReadOnly,
            Some(Sqlite::DatabaseCorrupt | Sqlite::NotADatabase) => Self::damaged(error.to_string()),
            _ => Self::Sql(error),
        }
    }
}

impl From<CodecError> for StoreError {
    fn from(error: CodecError) -> Self {
        Self::InvalidWrite(error.to_string())
    }
}

impl From<MintError> for StoreError {
    fn from(error: MintError) -> Self {
        Self::InvalidWrite(error.to_string())
    }
}
