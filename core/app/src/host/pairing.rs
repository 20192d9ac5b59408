//! A code that is shown, and the waiting for who types it: on a thread of its own, so that the window goes on.

use super::event::{Event, Listeners};
use super::gate::Gate;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::operation::Topic;
use crate::progress::cancelled;
use crate::sync::pairing::{Invitation, Whom};
use crate::sync::{Link, Mailbox};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What became of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// Nobody yet.
    Nobody,
    /// A device of this name.
    Device(String),
    /// It ended without one.
    Failed(AppError),
}

/// An invitation as it stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The code.
    pub code: String,
    /// Whom it lets in.
    pub whom: Whom,
    /// Until when it stands.
    pub until: Instant,
    /// What became of it.
    pub came: Came,
}

/// At most one invitation: the last that was asked for.
#[derive(Default)]
pub struct Door(Mutex<Turns>);

#[derive(Default)]
struct Turns {
    /// How often the door was shut, or an invitation asked for: whoever finds it counted on meanwhile is not the last.
    turns: u64,
    open: Option<Open>,
}

/// The way to the book, and what to set for sync when it was used.
pub type Way = (Gate, Arc<AtomicBool>);

struct Open {
    standing: Arc<Mutex<Standing>>,
    mailbox: Mailbox,
    gate: Gate,
}

impl Door {
    /// Shows a code, in the place of one before, and lets who types it in.
    ///
    /// # Errors
    /// `cancelled` when another was asked for meanwhile, or the book closed; `server_unreachable`, `server_refused`; `io` when no thread can be
    /// had; what `way` answers.
    pub fn open(
        &self,
        whom: Whom,
        way: impl FnOnce() -> Result<(Link, Way), AppError>,
        outside: &mut dyn Outside,
        listeners: Arc<Listeners>,
    ) -> Result<Standing, AppError> {
        let turn = self.turn();
        let (link, (gate, touched)) = way()?;
        let invitation = Invitation::open(&link, whom.clone(), outside)?;
        let until = Instant::now() + Duration::from_secs(invitation.seconds.into());
        let first = Standing { code: invitation.code(), whom, until, came: Came::Nobody };
        let standing = Arc::new(Mutex::new(first.clone()));
        let open =
            Open { standing: Arc::clone(&standing), mailbox: invitation.mailbox(), gate: gate.clone() };
        // Held from here on: who asks meanwhile shuts this one afterwards.
        let mut door = lock(&self.0);
        if door.turns != turn {
            drop(door);
            open.end();
            return Err(cancelled());
        }
        let wait = move || {
            let came = invitation.wait(&mut || !gate.is_shut()).and_then(|visitor| {
                visitor.let_in(|link, member| {
                    let admitted = gate.with(|app| app.admit(link, member));
                    // For sync, which tells the other devices.
                    touched.store(true, Ordering::Relaxed);
                    admitted
                })
            });
            lock(&standing).came = came.map_or_else(Came::Failed, Came::Device);
            listeners.tell(&Event::Changed { topics: &[Topic::Sync, Topic::History] });
        };
        std::thread::Builder::new()
            .name("pairing".to_owned())
            .spawn(wait)
            .map_err(|error| AppError::new(ErrorCode::Io, format!("pairing cannot begin: {error}")))?;
        door.open = Some(open);
        Ok(first)
    }

    /// The invitation, if there is one.
    pub fn standing(&self) -> Option<Standing> {
        lock(&self.0).open.as_ref().map(|open| lock(&open.standing).clone())
    }

    /// Ends it, if there is one: nothing of ours touches the book afterwards.
    pub fn shut(&self) {
        self.turn();
    }

    /// Ends it, and answers the number of this turn, which nobody else gets: read again afterwards, it may be a later one's.
    fn turn(&self) -> u64 {
        let mut door = lock(&self.0);
        door.turns += 1;
        let (turn, former) = (door.turns, door.open.take());
        drop(door);
        if let Some(open) = former {
            open.end();
        }
        turn
    }
}

impl Open {
    /// Nobody comes in by it any more.
    fn end(self) {
        self.gate.shut();
        // Whoever waits may have found the gate shut before we look.
        let ended_by_us = match &lock(&self.standing).came {
            Came::Nobody => true,
            Came::Failed(error) => error.code == ErrorCode::Cancelled,
            Came::Device(_) => false,
        };
        if ended_by_us {
            // The network is slow where it is there at all, and nobody waits for this.
            drop(std::thread::Builder::new().name("pairing".to_owned()).spawn(move || self.mailbox.end()));
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.shut();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is whole after every assignment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
