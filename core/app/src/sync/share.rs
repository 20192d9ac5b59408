//! The conversation over a folder: what others wrote is taken, what they lack is written, and then it is looked again now and then.

use super::access::Access;
use super::keys;
use super::talk::{LOOK, Progress, Synced, Until};
use crate::error::AppError;
use replica::Member;
use std::path::Path;
use std::time::{Duration, Instant};
use sync_client::{KeyError, Membership, Sealing};
use sync_folder::{Exchanged, FolderError, FolderRemote, Turn};
use sync_protocol::DeviceTag;

/// How often it is looked whether the folder has changed.
const RHYTHM: Duration = Duration::from_secs(1);
/// After so long an exchange is made even where nothing seems to have changed: what a tool left half copied is looked at again.
const AT_LEAST: Duration = Duration::from_mins(1);
/// How long to wait for a folder that is not there.
const AWAY: Duration = Duration::from_secs(10);

/// What is known between two exchanges.
struct Share<'a, A> {
    access: A,
    folder: &'a Path,
    sealing: Sealing,
    me: Member,
    until: Until,
    remote: Option<FolderRemote>,
    /// What the folder looked like before the last exchange.
    seen: Option<u64>,
    synced: Synced,
}

/// Keeps the book in step over the folder, as [`super::converse`] does over a server.
///
/// # Errors
/// With [`Until::Level`] `io` when the folder is not there or cannot be used; what was taken and written until then stays.
pub fn exchange<A: Access>(
    access: A,
    folder: &Path,
    sealing: Sealing,
    me: Member,
    until: Until,
    hear: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Synced, AppError> {
    let synced = Synced::default();
    let mut share = Share { access, folder, sealing, me, until, remote: None, seen: None, synced };
    loop {
        let (progress, wait) = match share.turn() {
            Ok(progress) if until == Until::Level => {
                hear(&progress);
                return Ok(share.synced);
            }
            Ok(progress) => (progress, AT_LEAST),
            Err(Failure::Final(error)) => return Err(error),
            Err(Failure::Away(error)) if until == Until::Level => return Err(error),
            Err(Failure::Away(error)) => {
                // A drive that comes back may be another one.
                (share.remote, share.seen) = (None, None);
                (Progress::Away { why: error.message, wait: AWAY }, AWAY)
            }
        };
        if !share.wait(&progress, wait, hear) {
            return Ok(share.synced);
        }
    }
}

/// Why an exchange stopped.
enum Failure {
    /// The folder: it may be there again later.
    Away(AppError),
    /// The book, or a person.
    Final(AppError),
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Book(_) => Self::Final(error.into()),
            FolderError::NotThere(_) | FolderError::Io(_) => Self::Away(error.into()),
        }
    }
}

impl<A: Access> Share<'_, A> {
    /// Exchanges until nothing is left to say, and does what the book asks of its members.
    fn turn(&mut self) -> Result<Progress, Failure> {
        loop {
            let done = self.exchange()?;
            if !self.settle(done)? {
                return self.measure(done);
            }
        }
    }

    fn exchange(&mut self) -> Result<Exchanged, Failure> {
        let book = self.sealing.keys().tag();
        let mut remote = match self.remote.take() {
            Some(remote) => remote,
            None => FolderRemote::open(self.folder, book)?,
        };
        // What changes while it is read is seen the next time.
        if let Some(now) = remote.changed_since(self.seen)? {
            self.seen = Some(now);
        }
        let known = self.access.with(|app| Ok(app.reader().folder_files()?)).map_err(Failure::Final)?;
        // The folder may be slow; the book is not held meanwhile.
        let looked = remote.look(&known)?;
        let Self { access, sealing, me, until, .. } = self;
        let done = access
            .with(|app| {
                let now_ms = app.outside().now_ms();
                let turn = Turn { device: DeviceTag(me.id.0), now_ms, last: *until == Until::Level };
                Ok(app.with_journal(sealing, |journal| {
                    journal.learn_keys()?;
                    remote.exchange_looked(looked, journal, turn)
                }))
            })
            .map_err(Failure::Final)??;
        self.remote = Some(remote);
        self.synced.taken += done.taken as u64;
        self.synced.quarantined += done.set_aside as u64;
        if done.taken > 0 {
            self.access
                .with(|app| {
                    app.changed_from_elsewhere();
                    Ok(())
                })
                .map_err(Failure::Final)?;
            self.access.taken();
        }
        Ok(done)
    }

    /// What the book asks of this device; true when that made changes.
    fn settle(&mut self, done: Exchanged) -> Result<bool, Failure> {
        let Self { access, sealing, me, .. } = self;
        let settled = access.with(|app| {
            let when = app.when();
            Ok(app.with_journal(sealing, |journal| {
                if journal.membership()? == Membership::Removed {
                    return Err(KeyError::NoMember);
                }
                // What others say of the keys may be among what is still to come.
                if done.waiting > 0 || !journal.may_give() {
                    Ok(false)
                } else {
                    keys::settle(journal, me, &when)
                }
            })?)
        });
        settled.map_err(Failure::Final)
    }

    fn measure(&mut self, done: Exchanged) -> Result<Progress, Failure> {
        let writes = self.sealing.keys().newest().writes();
        let (cursor, waiting) = self
            .access
            .with(|app| Ok((app.reader().shown_count()?, app.reader().unshown_count()?)))
            .map_err(Failure::Final)?;
        (self.synced.head, self.synced.waiting) = (cursor + done.waiting, done.waiting);
        Ok(Progress::At { cursor, head: self.synced.head, waiting, reads_only: !writes })
    }

    /// Waits until something may be to do, `most` at the longest; false when somebody said stop.
    fn wait(&mut self, progress: &Progress, most: Duration, hear: &mut dyn FnMut(&Progress) -> bool) -> bool {
        let (until, mut looked) = (Instant::now() + most, Instant::now());
        while hear(progress) {
            if Instant::now() >= until || self.access.hurried() || self.access.changed() {
                return true;
            }
            if looked.elapsed() >= RHYTHM {
                looked = Instant::now();
                // A folder that cannot be read is found out by the next exchange.
                let changed = |remote: &FolderRemote| !matches!(remote.changed_since(self.seen), Ok(None));
                if self.remote.as_ref().is_some_and(changed) {
                    return true;
                }
            }
            std::thread::sleep(LOOK);
        }
        false
    }
}
