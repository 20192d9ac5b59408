//! What every operation may answer instead of a result: a code for programs, a message, a place and a remedy for people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The closed set of error codes. Clients branch on these; the text may change, the codes do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The input has a wrong shape or value.
    InvalidInput,
    /// No operation has this name.
    UnknownOperation,
    /// No such thing in the book.
    NotFound,
    /// A thing of this name is there already.
    AlreadyExists,
    /// The row is part of a reconciled statement.
    Locked,
    /// The file cannot be read as a statement; `place` says what it looks like.
    NotAStatement,
    /// Dates or amounts have two readings.
    Ambiguous,
    /// The statement is of another account or currency.
    WrongAccount,
    /// The plan was made for another state of the account.
    StalePlan,
    /// There is nothing to undo or redo.
    NothingToUndo,
    /// Another process has the book open for writing.
    Busy,
    /// The book was written by a newer version.
    NewerVersion,
    /// The file is no book, or is damaged.
    Damaged,
    /// The folder or file cannot be written.
    ReadOnly,
    /// No space is left.
    DiskFull,
    /// The file or folder is not there or cannot be read.
    Io,
    /// Amounts overflow or currencies meet.
    Money,
    /// The person stopped it; nothing was changed.
    Cancelled,
    /// No book is open.
    NoBook,
    /// The book is encrypted or locked, and no passphrase was given.
    LockedBook,
    /// The passphrase is another.
    WrongPassphrase,
    /// This computer has no keychain that answers.
    NoKeychain,
    /// The keys of sync are behind a passphrase that was not given.
    LockedKeys,
    /// The book is shared with this device for reading only.
    SharedReadOnly,
    /// The server does not answer.
    ServerUnreachable,
    /// The server answers, and says no.
    ServerRefused,
    /// A defect of the program.
    Internal,
}

impl ErrorCode {
    /// Stable text form, for example `not_found`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::UnknownOperation => "unknown_operation",
            Self::NotFound => "not_found",
            Self::AlreadyExists => "already_exists",
            Self::Locked => "locked",
            Self::NotAStatement => "not_a_statement",
            Self::Ambiguous => "ambiguous",
            Self::WrongAccount => "wrong_account",
            Self::StalePlan => "stale_plan",
            Self::NothingToUndo => "nothing_to_undo",
            Self::Busy => "busy",
            Self::NewerVersion => "newer_version",
            Self::Damaged => "damaged",
            Self::ReadOnly => "read_only",
            Self::DiskFull => "disk_full",
            Self::Io => "io",
            Self::Money => "money",
            Self::Cancelled => "cancelled",
            Self::NoBook => "no_book",
            Self::LockedBook => "locked_book",
            Self::WrongPassphrase => "wrong_passphrase",
            Self::NoKeychain => "no_keychain",
            Self::LockedKeys => "locked_keys",
            Self::SharedReadOnly => "shared_read_only",
            Self::ServerUnreachable => "server_unreachable",
            Self::ServerRefused => "server_refused",
            Self::Internal => "internal",
        }
    }
}

/// An operation's refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    /// For programs.
    pub code: ErrorCode,
    /// What is wrong.
    pub message: String,
    /// Where: a field, a file with line, a row.
    pub place: Option<String>,
    /// What can be done.
    pub remedy: Option<String>,
}

impl AppError {
    /// An error with a code and a message.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place: None, remedy: None }
    }

    /// The same, with a place.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// The same, with a remedy.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// There is no `thing` called `name`.
    pub fn not_found(thing: &str, name: impl std::fmt::Display) -> Self {
        Self::new(ErrorCode::NotFound, format!("there is no {thing} `{name}`"))
    }

    /// The input field `field` has a value that does not fit.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidInput, message).at(field)
    }
}
