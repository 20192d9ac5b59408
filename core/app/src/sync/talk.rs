//! The conversation with the server: frames both ways over one WebSocket, until the book is level with the log or somebody says stop.

use super::access::{Access, Alone};
use super::keys;
use super::link::{Remote, Server};
use super::share;
use super::socket::{Heard, Refusal, Socket};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use replica::{Member, MemberId, MemberRole};
use std::time::{Duration, Instant};
use sync_client::{Backoff, Journal as _, Machine, Output, Position, Sealing, State};
use sync_protocol::seal::ExchangeKey;
use sync_protocol::{ByeCode, DeviceTag, Frame};

/// When to end by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The book and the log say the same.
    Level,
    /// Never: it goes on, and comes back after every break.
    Stopped,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nobody is there; tried again after so long.
    Away {
        /// Why.
        why: String,
        /// Until the next try.
        wait: Duration,
    },
    /// At work.
    At {
        /// Entries of the log or the folder that are in the book.
        cursor: u64,
        /// Entries there, as far as is known.
        head: u64,
        /// Changes of this device that are not there.
        waiting: u64,
        /// The server takes no changes of this device: it may read only, or there is no room.
        reads_only: bool,
    },
}

impl Progress {
    /// The book and the log say the same.
    pub fn is_level(&self) -> bool {
        matches!(self, Self::At { cursor, head, waiting: 0, .. } if cursor >= head)
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Synced {
    /// Changes of other devices that are now in the book.
    pub taken: u64,
    /// Of what came, set aside as bad.
    pub quarantined: u64,
    /// Entries in the log or the folder.
    pub head: u64,
    /// Of those in a folder, how many cannot be used yet: they build on others still to come, or wait for a key.
    pub waiting: u64,
}

/// How long to wait for an answer where one is due.
const PATIENCE: Duration = Duration::from_secs(20);
/// The server pings every 30 seconds: a connection silent for so long is none any more.
const SILENCE: Duration = Duration::from_secs(100);
/// Times a log may turn out to be another while somebody waits.
const ATTEMPTS: u32 = 8;
/// How long a change made meanwhile waits until it is looked for.
pub const LOOK: Duration = Duration::from_millis(100);

/// How one connection ended.
enum End {
    Level,
    Stopped,
    Lost { why: String, retry_after_ms: u64 },
}

struct Talk<'a, A> {
    access: A,
    machine: Machine,
    sealing: Sealing,
    until: Until,
    synced: Synced,
    /// The connection got as far as a greeting.
    stood: bool,
    last: Option<Progress>,
    /// Something happened since it was measured how far it is.
    stale: bool,
    measured: Option<Instant>,
    /// This device as a member of the book.
    me: Member,
    /// Something came since it was looked what the book asks of its members.
    unsettled: bool,
    hear: &'a mut dyn FnMut(&Progress) -> bool,
}

impl App {
    /// Syncs. `hear` is told what is going on, several times a second, and answers whether to go on.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `server_refused` when the server wants something a person must do; with [`Until::Level`] also
    /// `server_unreachable`. What was taken and sent until then stays.
    pub fn sync(
        &mut self,
        until: Until,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Synced, AppError> {
        self.sync_also(None, until, hear)
    }

    /// The same; `also` is a member whose keys this device opens too, while it brings a book back by its recovery phrase.
    ///
    /// # Errors
    /// As [`App::sync`].
    pub(super) fn sync_also(
        &mut self,
        also: Option<(DeviceTag, ExchangeKey)>,
        until: Until,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Synced, AppError> {
        converse(Alone(self), also, until, hear)
    }
}

/// Syncs the book that `access` leads to; `also` as for bringing a book back.
///
/// # Errors
/// As [`App::sync`].
pub fn converse<A: Access>(
    mut access: A,
    also: Option<(DeviceTag, ExchangeKey)>,
    until: Until,
    hear: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Synced, AppError> {
    let (link, mut sealing, me) = access.with(|app| {
        let link = app.linked()?;
        let (key, name) = (app.exchange_key()?, app.outside().device());
        let me = Member {
            id: MemberId(link.device.0),
            name,
            role: MemberRole::Editor,
            public_key: key.public(),
            added_by: None,
            handed: Vec::new(),
            account: link.account(),
        };
        let sealing = app.sealing(link.device)?;
        Ok((link, sealing, me))
    })?;
    if let Some((member, key)) = also {
        sealing = sealing.receiving(member, key);
    }
    let server = match link.remote {
        Remote::Server(server) => server,
        Remote::Folder(folder) => return share::exchange(access, &folder, sealing, me, until, hear),
    };
    let tag = sealing.keys().tag();
    let machine = Machine::new(tag, link.device, concat!("valorize ", env!("CARGO_PKG_VERSION")));
    let mut talk = Talk {
        access,
        machine,
        sealing,
        until,
        synced: Synced::default(),
        stood: false,
        last: None,
        stale: true,
        measured: None,
        me,
        unsettled: true,
        hear,
    };
    // What an older program, or one without the key, could not open.
    talk.with(|_, journal| journal.open_sealed())?;
    talk.tell_taken()?;
    let mut backoff = Backoff::new();
    for attempt in 1_u32.. {
        let end = talk.connection(&server);
        talk.machine.disconnected();
        let (why, asked) = match end? {
            End::Level | End::Stopped => break,
            End::Lost { why, retry_after_ms } => (why, retry_after_ms),
        };
        if until == Until::Level && (why != AGAIN || attempt > ATTEMPTS) {
            return Err(AppError::new(ErrorCode::ServerUnreachable, why)
                .remedy("what was changed here waits; sync again when the server is there"));
        }
        if talk.stood {
            backoff.reset();
        }
        let dice = talk.access.with(|app| Ok(random(app)))?;
        if !talk.wait(why, Duration::from_millis(backoff.next_ms(dice, asked))) {
            break;
        }
    }
    Ok(talk.synced)
}

/// The log turned out to be another one: greet again at once.
const AGAIN: &str = "the server asks to begin anew";

impl<A: Access> Talk<'_, A> {
    /// Waits; false when somebody said stop.
    fn wait(&mut self, why: String, wait: Duration) -> bool {
        let until = Instant::now() + wait;
        let progress = Progress::Away { why, wait };
        while Instant::now() < until {
            if !(self.hear)(&progress) {
                return false;
            }
            if self.access.hurried() {
                return true;
            }
            std::thread::sleep(LOOK.min(until.saturating_duration_since(Instant::now())));
        }
        (self.hear)(&progress)
    }

    fn connection(&mut self, server: &Server) -> Result<End, AppError> {
        // First of all: a server that refuses every new connection must not be asked as often as one that let us stand.
        self.stood = false;
        let mut socket = match Socket::connect(server, LOOK) {
            Ok(socket) => socket,
            Err(refusal) => return refused(refusal),
        };
        self.sealing.reconnected();
        (self.last, self.stale, self.measured) = (None, true, None);
        self.unsettled = true;
        let mut out = self.with(|machine, journal| machine.connected(journal))?;
        let mut heard = Instant::now();
        loop {
            for output in out.drain(..) {
                match output {
                    Output::Send(frame) => {
                        if let Err(why) = socket.send(frame) {
                            return Ok(lost(&why));
                        }
                    }
                    Output::Leave { retry_after_ms } => {
                        return Ok(End::Lost { why: AGAIN.to_owned(), retry_after_ms });
                    }
                    Output::Stop(code) => return Err(stopped(code)),
                }
            }
            out = self.settle()?;
            if !out.is_empty() {
                continue;
            }
            if let Some(end) = self.look(heard)? {
                socket.close();
                return Ok(end);
            }
            match socket.read() {
                Ok(Heard::Frame(frame)) if matches!(*frame, Frame::Notice(_)) => {
                    heard = Instant::now();
                    self.access.noticed();
                }
                Ok(Heard::Frame(frame)) => {
                    heard = Instant::now();
                    out = self.with(|machine, journal| machine.received(*frame, journal))?;
                    self.unsettled |= self.tell_taken()?;
                    self.stale = true;
                }
                Ok(Heard::Nothing) if self.access.changed() => {
                    out = self.with(|machine, journal| machine.changed(journal))?;
                    self.stale = true;
                }
                Ok(Heard::Sign | Heard::Nothing) => {}
                Err(refusal) => return refused(refusal),
            }
        }
    }

    fn with<T>(
        &mut self,
        work: impl FnOnce(&mut Machine, &mut sync_client::BookJournal<'_>) -> Result<T, sync_client::BookError>,
    ) -> Result<T, AppError> {
        let Self { access, machine, sealing, .. } = self;
        access.with(|app| {
            Ok(app.with_journal(sealing, |journal| {
                journal.learn_keys()?;
                work(machine, journal)
            })?)
        })
    }

    /// Once everything of the log is here: what the book asks of its members.
    fn settle(&mut self) -> Result<Vec<Output>, AppError> {
        if !self.unsettled {
            return Ok(Vec::new());
        }
        let Self { access, machine, sealing, me, .. } = self;
        let settled = access.with(|app| {
            let when = app.when();
            app.with_journal(sealing, |journal| {
                let position = journal.position()?;
                let State::Live { head, writes: true, .. } = machine.state(position) else { return Ok(None) };
                if position.cursor < head {
                    return Ok(None);
                }
                journal.learn_keys()?;
                let changed = keys::settle(journal, me, &when)?;
                Ok(Some(if changed { machine.changed(journal)? } else { Vec::new() }))
            })
        })?;
        let Some(out) = settled else { return Ok(Vec::new()) };
        self.unsettled = false;
        // Keys that came may have opened what waited for them.
        self.tell_taken()?;
        self.stale = true;
        Ok(out)
    }

    /// Tells of what came; whether anything did.
    fn tell_taken(&mut self) -> Result<bool, AppError> {
        let (taken, quarantined) = self.sealing.take_counts();
        self.synced.taken += taken as u64;
        self.synced.quarantined += quarantined as u64;
        if taken > 0 {
            self.access.with(|app| {
                app.changed_from_elsewhere();
                Ok(())
            })?;
            self.access.taken();
        }
        Ok(taken > 0)
    }

    /// Tells how far it is, and whether that is far enough.
    fn look(&mut self, heard: Instant) -> Result<Option<End>, AppError> {
        // Counting what waits costs more the more waits: not after every frame of thousands.
        if self.stale && self.measured.is_none_or(|at| at.elapsed() >= LOOK) {
            self.last = self.measure()?;
            (self.stale, self.measured) = (self.last.is_none(), Some(Instant::now()));
        }
        let Some(progress) = self.last.take() else {
            return Ok((heard.elapsed() > PATIENCE).then(|| lost("the server does not greet")));
        };
        let goes_on = (self.hear)(&progress);
        let level = progress.is_level() && !self.stale;
        let waiting = if let Progress::At { waiting, .. } = progress { waiting } else { 0 };
        // Everything from there is here, and nothing from here will be taken: there is nothing to wait for.
        let in_vain = matches!(progress, Progress::At { cursor, head, reads_only: true, .. } if cursor >= head)
            && waiting > 0
            && !self.stale;
        self.last = Some(progress);
        if !goes_on {
            return Ok(Some(End::Stopped));
        }
        if heard.elapsed() > SILENCE {
            return Ok(Some(lost("the server is silent")));
        }
        match self.until {
            Until::Level if level => Ok(Some(End::Level)),
            Until::Level if in_vain || heard.elapsed() > PATIENCE => {
                let message = format!("the server does not take {waiting} change(s)");
                Err(AppError::new(ErrorCode::ServerRefused, message)
                    .remedy("the account may read only, or has no room left; nothing is lost"))
            }
            Until::Level | Until::Stopped => Ok(None),
        }
    }

    /// How far it is; nothing before the server has greeted.
    fn measure(&mut self) -> Result<Option<Progress>, AppError> {
        let mut waiting = 0;
        let position: Position = self.access.with(|app| {
            waiting = app.reader().unshown_count()?;
            Ok(app.with_journal(&mut self.sealing, |journal| journal.position())?)
        })?;
        let State::Live { head, writes, .. } = self.machine.state(position) else { return Ok(None) };
        self.synced.head = head;
        self.stood = true;
        Ok(Some(Progress::At { cursor: position.cursor, head, waiting, reads_only: !writes }))
    }
}

fn lost(why: &str) -> End {
    End::Lost { why: why.to_owned(), retry_after_ms: 0 }
}

fn refused(refusal: Refusal) -> Result<End, AppError> {
    match refusal {
        Refusal::Lost(why) => Ok(End::Lost { why, retry_after_ms: 0 }),
        Refusal::Final(error) => Err(error),
    }
}

/// What a farewell that is for a person means.
pub fn stopped(code: ByeCode) -> AppError {
    match code {
        ByeCode::Unauthorised => {
            AppError::new(ErrorCode::ServerRefused, "the server no longer lets this device in")
                .remedy("if it was not meant so, stop syncing on this device and sign in anew")
        }
        ByeCode::UpdateRequired => AppError::new(ErrorCode::NewerVersion, "the server needs a newer program")
            .remedy("update; what was changed here is kept and waits"),
        _ => AppError::new(ErrorCode::ServerRefused, "the server knows no such book for this account"),
    }
}

fn random(app: &mut App) -> u64 {
    let mut bytes = [0; 8];
    app.outside().random(&mut bytes);
    u64::from_le_bytes(bytes)
}
