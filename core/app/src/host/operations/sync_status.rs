//! `sync.status`: how far this device is with the book's other devices.

use crate::error::{AppError, ErrorCode};
use crate::host::sync::{State, Told};
use crate::host::{Call, Host};
use crate::keychain;
use crate::operation::{HostAction, Topic};
use crate::sync::{Keeping, Link, Members, PersonRole, Progress, keeping, link, reads_only};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Say whether the open book is synced, where, and how far this device is with the others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowSync {}

/// How sync stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncState {
    /// The book is on this device alone.
    Off,
    /// The server is asked, or the folder looked for.
    Connecting,
    /// The server does not answer, or the folder is not there; it is tried again by itself.
    Away,
    /// Changes go to and fro.
    Working,
    /// Everything of this device is on the server or in the folder, and everything from there here.
    Level,
    /// Everything from there is here; nothing of this device is taken.
    ReadOnly,
    /// It goes on only after a person has done something.
    Stopped,
}

/// How far this device is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SyncStatus {
    /// How it stands.
    pub state: SyncState,
    /// Address of the server, where there is one.
    pub server: Option<String>,
    /// Name of the account there.
    pub account: Option<String>,
    /// Path of the folder that takes the server's place.
    pub folder: Option<String>,
    /// Why it does not go on: nobody answers, or what the server says.
    pub problem: Option<AppError>,
    /// Seconds until the server is asked again.
    pub retry_in_seconds: Option<u64>,
    /// Changes on the server or in the folder that are here.
    pub taken: u64,
    /// Changes there, as far as is known.
    pub head: u64,
    /// Changes of this device that are not there yet.
    pub waiting: u64,
    /// Changes that came and could not be used; they are kept.
    pub quarantined: u32,
    /// Changes that came and wait for a key.
    pub sealed: u32,
    /// Where this device keeps its token and its own key.
    pub keys: Keeping,
    /// This computer has a keychain that answers.
    pub keychain: bool,
    /// There is a recovery phrase.
    pub recovery: bool,
    /// How many there are: two, where two devices made one at the same time. A person then keeps one.
    pub phrases: u32,
    /// What this device may do with the book: it is its account's own, or another's that shares it, for reading and writing or for reading only.
    pub role: PersonRole,
    /// When everything was the same here and there, Unix milliseconds.
    pub level_at: Option<i64>,
}

impl HostAction for ShowSync {
    type Output = SyncStatus;
    const NAME: &'static str = "sync.status";
    const TOPICS: &'static [Topic] = &[Topic::Sync];
    const READS: bool = true;

    fn run(self, host: &Host, _: &Call) -> Result<SyncStatus, AppError> {
        status(host)
    }
}

/// How far this device is, as every operation that changes it answers.
///
/// # Errors
/// `no_book`, or when it cannot be read.
pub fn status(host: &Host) -> Result<SyncStatus, AppError> {
    let told = host.line.told();
    // Asked before the book is held: a keychain may take its time to answer the first time.
    let keychain = (host.outside)().keychain() && keychain::answers();
    host.with_book(|open| {
        open.read(|reader| {
            let link = link(reader)?;
            let server = link.as_ref().and_then(|link| link.server().ok());
            let over_folder = link.as_ref().is_some_and(|link| link.folder().is_some());
            let phrases = Members::read(reader)?.phrases;
            let count = |sql: &str| reader.connection().query_row(sql, [], |row| row.get::<_, u32>(0));
            let mut status = SyncStatus {
                state: SyncState::Off,
                // Where nothing is sent nothing waits, and a long journal need not be counted.
                waiting: if link.is_some() { reader.unshown_count()? } else { 0 },
                server: server.map(|server| server.address.clone()),
                account: server.map(|server| server.account.clone()),
                folder: link.as_ref().and_then(Link::folder).map(|folder| folder.display().to_string()),
                problem: None,
                retry_in_seconds: None,
                taken: if over_folder { reader.shown_count()? } else { reader.log_position()?.cursor },
                head: 0,
                quarantined: count("select count(*) from quarantine")?,
                sealed: count("select count(*) from sealed")?,
                keys: keeping(reader)?,
                keychain,
                recovery: phrases > 0,
                phrases,
                role: role(reader, link.as_ref())?,
                level_at: told.level_at,
            };
            tell(&mut status, told);
            Ok(status)
        })
    })
}

fn role(reader: &Reader, link: Option<&Link>) -> Result<PersonRole, AppError> {
    Ok(if reads_only(reader)? {
        PersonRole::Reader
    } else if link.is_some_and(Link::guest) {
        PersonRole::Editor
    } else {
        PersonRole::Owner
    })
}

fn tell(status: &mut SyncStatus, told: Told) {
    status.head = status.taken;
    match told.state {
        State::Off => {}
        State::Connecting => status.state = SyncState::Connecting,
        State::Stopped(error) => (status.state, status.problem) = (SyncState::Stopped, Some(error)),
        State::Going(Progress::Away { why, wait }) => {
            status.state = SyncState::Away;
            status.problem = Some(AppError::new(ErrorCode::ServerUnreachable, why));
            status.retry_in_seconds = Some(wait.as_secs().max(1));
        }
        State::Going(said @ Progress::At { head, reads_only, .. }) => {
            status.head = head.max(status.taken);
            status.state = if said.is_level() {
                SyncState::Level
            } else if reads_only {
                SyncState::ReadOnly
            } else {
                SyncState::Working
            };
        }
    }
}
