//! Sync beside the open book: one conversation on a thread of its own, which comes to the book only for moments, so that the window
//! never waits for a network.

use super::event::{Event, Listeners};
use super::gate::Gate;
use super::open::Open;
use crate::actions::undo_action::ALL;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::operation::Topic;
use crate::sync::{Access, Progress, Until, converse};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Where the conversation stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// There is none.
    Off,
    /// It begins.
    Connecting,
    /// What it says of itself.
    Going(Progress),
    /// It ended and does not begin again by itself.
    Stopped(AppError),
}

/// At most one conversation.
#[derive(Default)]
pub struct Line(Mutex<Option<Running>>);

struct Running {
    gate: Gate,
    again: Arc<AtomicBool>,
    told: Arc<Mutex<Told>>,
}

/// What is known of the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where it stands.
    pub state: State,
    /// When the book and the log last said the same, Unix milliseconds.
    pub level_at: Option<i64>,
}

/// How often listeners hear of what goes on, at most.
const RHYTHM: Duration = Duration::from_millis(250);

impl Line {
    /// Begins, if the book is one that syncs, in the place of what runs.
    pub fn start(&self, open: &Open, outside: Box<dyn Outside>, listeners: Arc<Listeners>) {
        self.stop();
        // What keeps the book from being read is told by whatever reads it next.
        if !matches!(open.read(crate::sync::link), Ok(Some(_))) {
            return;
        }
        let gate = Gate::to(open);
        let again = Arc::new(AtomicBool::new(false));
        let told = Arc::new(Mutex::new(Told { state: State::Connecting, level_at: None }));
        let shared = Shared {
            gate: gate.clone(),
            touched: open.touched(),
            again: Arc::clone(&again),
            told: Arc::clone(&told),
            listeners,
            outside,
            untold: &[],
            noticed: false,
            told_at: None,
        };
        if let Err(error) = std::thread::Builder::new().name("sync".to_owned()).spawn(move || shared.run()) {
            let error = AppError::new(ErrorCode::Io, format!("sync cannot begin: {error}"));
            lock(&told).state = State::Stopped(error);
        }
        *lock(&self.0) = Some(Running { gate, again, told });
    }

    /// Ends it: nothing of ours touches the book afterwards. The thread itself may still wait for the network.
    pub fn stop(&self) {
        let running = lock(&self.0).take();
        if let Some(running) = running {
            running.gate.shut();
        }
    }

    /// Do not wait for the next try: try now.
    pub fn hurry(&self) {
        if let Some(running) = &*lock(&self.0) {
            running.again.store(true, Ordering::Relaxed);
        }
    }

    /// Where it stands.
    pub fn told(&self) -> Told {
        let off = Told { state: State::Off, level_at: None };
        lock(&self.0).as_ref().map_or(off, |running| lock(&running.told).clone())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the thread works with.
struct Shared {
    gate: Gate,
    touched: Arc<AtomicBool>,
    again: Arc<AtomicBool>,
    told: Arc<Mutex<Told>>,
    listeners: Arc<Listeners>,
    outside: Box<dyn Outside>,
    /// What is out of date and was not told yet.
    untold: &'static [Topic],
    /// The server has something to tell, and that was not told yet.
    noticed: bool,
    told_at: Option<Instant>,
}

impl Shared {
    fn run(self) {
        let (gate, told, listeners) =
            (self.gate.clone(), Arc::clone(&self.told), Arc::clone(&self.listeners));
        // Of this thread alone: the way to the book and the ears are used by turns.
        let shared = RefCell::new(self);
        let talk = AssertUnwindSafe(|| {
            converse(Way(&shared), None, Until::Stopped, &mut |said: &Progress| {
                shared.borrow_mut().hear(said)
            })
        });
        // The book is whole after every commit, whatever broke off between them; that it broke off must be seen.
        let outcome = catch_unwind(talk)
            .unwrap_or_else(|_| Err(AppError::new(ErrorCode::Internal, "sync broke off by a defect")));
        if let (Err(error), false) = (outcome, gate.is_shut()) {
            lock(&told).state = State::Stopped(error);
            listeners.tell(&Event::Changed { topics: &[Topic::Sync] });
        }
    }

    /// Keeps what is going on, and tells of it now and then. Answers whether to go on.
    fn hear(&mut self, progress: &Progress) -> bool {
        if self.gate.is_shut() {
            return false;
        }
        let mut told = lock(&self.told);
        let next = State::Going(progress.clone());
        if told.state != next {
            // Nothing was heard while nobody was there.
            self.noticed |= matches!(told.state, State::Connecting | State::Going(Progress::Away { .. }));
            if progress.is_level() {
                told.level_at = Some(self.outside.now_ms());
            }
            told.state = next;
            if self.untold.is_empty() {
                self.untold = &[Topic::Sync];
            }
        }
        drop(told);
        // What is not due now is told by a later call: this one comes several times a second.
        if self.told_at.is_some_and(|at| at.elapsed() < RHYTHM) {
            return true;
        }
        if !self.untold.is_empty() {
            self.told_at = Some(Instant::now());
            self.listeners.tell(&Event::Changed { topics: std::mem::take(&mut self.untold) });
        }
        if std::mem::take(&mut self.noticed) {
            self.told_at = Some(Instant::now());
            self.listeners.tell(&Event::Changed { topics: &[Topic::Notices] });
        }
        true
    }
}

/// The thread's way to the book.
struct Way<'a>(&'a RefCell<Shared>);

impl Access for Way<'_> {
    fn with<T>(&mut self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError> {
        let gate = self.0.borrow().gate.clone();
        gate.with(work)
    }

    fn changed(&mut self) -> bool {
        self.0.borrow().touched.swap(false, Ordering::Relaxed)
    }

    fn taken(&mut self) {
        // All of it, the state of sync included.
        self.0.borrow_mut().untold = ALL;
    }

    fn noticed(&mut self) {
        self.0.borrow_mut().noticed = true;
    }

    fn hurried(&mut self) -> bool {
        self.0.borrow().again.swap(false, Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is whole after every assignment.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
