//! What a server that reads the book has to tell about it, and what it is doing for it. The server is asked; nothing of this is kept here.

use super::devices::Shared;
use super::hosted::{ask, page};
use super::link::Remote;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A page of notices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notices {
    /// A server reads the book; where none does there are no notices.
    pub hosted: bool,
    /// Unread ones first, the newest first among them.
    pub items: Vec<ServerNotice>,
    /// How many are unread, on all pages.
    pub unread: u64,
    /// For the page after this one; none on the last.
    pub next_cursor: Option<String>,
}

/// Something the server noticed about the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServerNotice {
    /// Its number.
    pub id: i64,
    /// What it is: `budget_exceeded`, `import_needs_review`, ...
    pub kind: String,
    /// In one line, in the book's language.
    pub title: String,
    /// In full.
    pub body: String,
    /// When it was given, Unix milliseconds.
    pub at: i64,
    /// It was read, here or elsewhere.
    pub read: bool,
}

/// A page of the server's jobs for the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServerJobs {
    /// The newest first.
    pub items: Vec<ServerJob>,
    /// For the page after this one; none on the last.
    pub next_cursor: Option<String>,
}

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServerJobState {
    /// It is to begin, or to begin again.
    Waiting,
    /// It is worked on.
    Running,
    /// It is over.
    Done,
    /// It was given up.
    Dead,
}

/// Work that the server does for the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServerJob {
    /// Its number.
    pub id: i64,
    /// What it does: `statement.import`, `alerts.check`, ...
    pub name: String,
    /// Where it is.
    pub state: ServerJobState,
    /// Attempts so far.
    pub attempts: u32,
    /// When it was asked for, Unix milliseconds.
    pub at: i64,
    /// Milliseconds of the last attempt.
    pub duration_ms: Option<i64>,
    /// What went wrong last.
    pub error: Option<String>,
}

/// How this account wants to hear of its books outside the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeWishes {
    /// Language of mail, `en` or `pt-BR`; none where none is wanted. Mail goes to the account's name, which must be an address then.
    pub email: Option<String>,
    /// What is not wanted outside the program.
    pub unwanted: Vec<Unwanted>,
}

/// A kind of notice that is not wanted over a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unwanted {
    /// As notices have it.
    pub kind: String,
    /// `email` or `webhook`.
    pub channel: String,
}

#[derive(Deserialize)]
struct SaidNotices {
    items: Vec<SaidNotice>,
    unread: u64,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct SaidNotice {
    id: i64,
    kind: String,
    title: String,
    body: String,
    created_at: jiff::Timestamp,
    read_at: Option<jiff::Timestamp>,
}

#[derive(Deserialize)]
struct SaidJobs {
    items: Vec<SaidJob>,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
struct SaidJob {
    id: i64,
    name: String,
    state: ServerJobState,
    attempts: u32,
    created_at: jiff::Timestamp,
    duration_ms: Option<i64>,
    error: Option<String>,
}

/// A page of notices about the book.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub(crate) fn notices(shared: &Shared, cursor: Option<&str>) -> Result<Notices, AppError> {
    if !matches!(shared.link.remote, Remote::Server(_)) {
        return Ok(Notices::default());
    }
    let said: SaidNotices = match ask(shared, "GET", &page("/api/notifications", None, cursor)?, None) {
        Ok(said) => said,
        Err(error) if error.code == ErrorCode::NotFound && cursor.is_none() => return Ok(Notices::default()),
        Err(error) => return Err(error),
    };
    let items = said.items.into_iter().map(|one| ServerNotice {
        id: one.id,
        kind: one.kind,
        title: one.title,
        body: one.body,
        at: one.created_at.as_millisecond(),
        read: one.read_at.is_some(),
    });
    let items = items.collect();
    Ok(Notices { hosted: true, items, unread: said.unread, next_cursor: said.next_cursor })
}

/// Notes that they were read.
///
/// # Errors
/// `not_found` for one that is not there, with those before it read; `server_unreachable`, `server_refused`.
pub(crate) fn read_notices(shared: &Shared, ids: &[i64]) -> Result<(), AppError> {
    for id in ids {
        let path = format!("/api/notifications/{id}/read");
        let _nothing: Value = ask(shared, "POST", &path, Some(&json!({})))?;
    }
    Ok(())
}

/// A page of the server's jobs for the book.
///
/// # Errors
/// `not_found` when no server reads the book; `server_unreachable`, `server_refused`.
pub(crate) fn jobs(shared: &Shared, cursor: Option<&str>) -> Result<ServerJobs, AppError> {
    let said: SaidJobs = ask(shared, "GET", &page("/api/jobs", None, cursor)?, None)?;
    let items = said.items.into_iter().map(|one| ServerJob {
        id: one.id,
        name: one.name,
        state: one.state,
        attempts: one.attempts,
        at: one.created_at.as_millisecond(),
        duration_ms: one.duration_ms,
        error: one.error,
    });
    Ok(ServerJobs { items: items.collect(), next_cursor: said.next_cursor })
}

/// How the account wants to hear of its books outside the program.
///
/// # Errors
/// As [`jobs`].
pub(crate) fn wishes(shared: &Shared) -> Result<NoticeWishes, AppError> {
    ask(shared, "GET", WISHES, None)
}

/// Says how it does.
///
/// # Errors
/// As [`jobs`]; `server_refused` too when mail is wanted and the account's name is no address.
pub(crate) fn wish(shared: &Shared, wishes: &NoticeWishes) -> Result<NoticeWishes, AppError> {
    ask(shared, "PUT", WISHES, Some(&json!(wishes)))
}

impl App {
    /// A page of what the server that reads the book has to tell about it; nothing where none does.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `server_unreachable`, `server_refused`.
    pub fn notices(&self, cursor: Option<&str>) -> Result<Notices, AppError> {
        notices(&self.shared()?, cursor)
    }

    /// Notes that such were read.
    ///
    /// # Errors
    /// As [`App::notices`]; `not_found` too for one that is not there, with those before it read.
    pub fn read_notices(&self, ids: &[i64]) -> Result<(), AppError> {
        read_notices(&self.shared()?, ids)
    }

    /// A page of what that server does, or did, for the book.
    ///
    /// # Errors
    /// As [`App::notices`]; `not_found` too when no server reads the book.
    pub fn server_jobs(&self, cursor: Option<&str>) -> Result<ServerJobs, AppError> {
        jobs(&self.shared()?, cursor)
    }
}

const WISHES: &str = "/api/notifications/preferences";
