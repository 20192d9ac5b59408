//! A host around at most one open book: safe to call from any thread, without an async runtime.
//!
//! Writes go one after the other through the book's [`App`]; queries run beside them on readers of their own, so that a long
//! import blocks none. Who listens hears what changed, how far long work is, and which book is open.

mod background;
mod calls;
mod desk;
mod event;
mod failures;
mod gate;
mod open;
pub mod operations;
mod pairing;
mod places;
mod recent;
mod sample;
mod screen_lock;
mod staging;
mod sync;
mod vault;

pub use calls::Call;
pub use event::Event;
pub use places::Places;

use crate::catalog::{CATALOG, HOST_CATALOG};
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::operation::{HostAction as _, Operation, Run};
use background::Background;
use calls::Calls;
use event::Listeners;
use failures::Failures;
use open::Open;
use serde_json::Value;
use staging::Staging;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use vault::Vault;

/// Makes the outside world of a book.
pub type MakeOutside = Box<dyn Fn() -> Box<dyn Outside> + Send + Sync>;

/// The host.
pub struct Host {
    // Stands before the open book, so that it ends first: the last connection to close must be one that can write.
    background: Background,
    line: sync::Line,
    door: pairing::Door,
    desk: desk::Desk,
    places: Places,
    outside: MakeOutside,
    // A call holds the read side until it ends; opening and closing wait for the write side.
    open: RwLock<Option<Open>>,
    calls: Calls,
    listeners: Arc<Listeners>,
    staging: Staging,
    vault: Vault,
    failures: Failures,
}

impl Host {
    /// A host without a book.
    pub fn new(places: Places, outside: MakeOutside) -> Self {
        let staging = Staging::new(places.staging.clone());
        Self {
            places,
            outside,
            open: RwLock::new(None),
            calls: Calls::default(),
            listeners: Arc::default(),
            staging,
            vault: Vault::default(),
            failures: Failures::default(),
            background: Background::default(),
            line: sync::Line::default(),
            door: pairing::Door::default(),
            desk: desk::Desk::default(),
        }
    }

    /// A host on the running machine, in the user's own folders.
    pub fn of_user() -> Self {
        Self::new(Places::of_user(), Box::new(|| Box::new(crate::system::System)))
    }

    /// Calls an operation by name, JSON in and out. With a `call_id` its progress is told to the listeners and it can be cancelled.
    ///
    /// # Errors
    /// `unknown_operation`, `invalid_input`, `no_book`, `cancelled`, or the operation's refusal.
    pub fn call(&self, name: &str, input: &[u8], call_id: Option<&str>) -> Result<Vec<u8>, AppError> {
        self.call_now(name, input, call_id)
            .inspect_err(|error| self.failures.note((self.outside)().now_ms(), name, error))
    }

    fn call_now(&self, name: &str, input: &[u8], call_id: Option<&str>) -> Result<Vec<u8>, AppError> {
        let operation = Self::operation(name)?;
        let input = read_input(name, input)?;
        let call = self.calls.begin(call_id, &self.listeners)?;
        self.lock_when_idle(&call)?;
        let output = match &operation.run {
            Run::Query(run) => self.with_book(|open| open.query(*run, input))?,
            Run::Action(_) => {
                let output = self.with_book(|open| open.act(name, input, &call))?;
                self.tell_changed(operation);
                if name == "setting.set" {
                    self.settle_lock();
                }
                output
            }
            Run::Host(run) => {
                let output = run(self, &call, input)?;
                self.tell_changed(operation);
                output
            }
        };
        serde_json::to_vec(&output).map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
    }

    /// The entry of this name in one of the catalogs.
    ///
    /// # Errors
    /// `unknown_operation`.
    pub fn operation(name: &str) -> Result<&'static Operation, AppError> {
        CATALOG.iter().chain(HOST_CATALOG).find(|operation| operation.name == name).ok_or_else(|| {
            AppError::new(ErrorCode::UnknownOperation, format!("there is no operation `{name}`"))
        })
    }

    /// Asks the call with this id to stop; it answers `cancelled` at the next point where it can. False when there is none.
    pub fn cancel(&self, call_id: &str) -> bool {
        self.calls.cancel(call_id)
    }

    /// Asks every call under way to stop: the program is about to end.
    pub fn cancel_all(&self) {
        self.calls.cancel_others(None);
    }

    /// Opens the book that was open last, when it is still there. Answers whether a book is open now.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open_last(&self) -> Result<bool, AppError> {
        let last = recent::list(&self.places).into_iter().find(|book| book.there);
        let path = last.map_or_else(crate::system::default_book, |book| std::path::PathBuf::from(book.path));
        if !path.is_file() {
            return Ok(false);
        }
        self.open(&path)?;
        Ok(true)
    }

    /// Opens a book, as `book.open` does.
    ///
    /// # Errors
    /// As `book.open`.
    pub fn open(&self, path: &Path) -> Result<(), AppError> {
        let call = self.calls.begin(None, &self.listeners)?;
        let open = operations::OpenBook { path: path.display().to_string(), passphrase: None };
        match open.run(self, &call) {
            // The window asks for the passphrase.
            Err(error) if error.code == ErrorCode::LockedBook => {
                self.vault.keep_locked(path);
                Ok(())
            }
            outcome => outcome.map(drop),
        }
    }

    /// From now on `hear` is called with every event, on the thread where it happens: it must be quick and must not call back.
    pub fn listen(&self, hear: impl Fn(&Event) + Send + Sync + 'static) {
        self.listeners.add(Box::new(hear));
    }

    /// Where a file that was dropped or uploaded may be written, to be read by `import.plan`. Removed with the host.
    ///
    /// # Errors
    /// `io`, `disk_full` when the folder cannot be made.
    pub fn stage(&self, name: &str) -> Result<std::path::PathBuf, AppError> {
        self.staging.place(name, (self.outside)().as_mut())
    }

    /// Does `work` with the open book's one writer, as an action would.
    ///
    /// # Errors
    /// `no_book`, or what `work` answers.
    pub fn with_app<T>(&self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError> {
        self.with_book(|open| open.with_app(work))
    }

    fn with_book<T>(&self, work: impl FnOnce(&Open) -> Result<T, AppError>) -> Result<T, AppError> {
        match self.opened().as_ref() {
            Some(open) => work(open),
            None => match self.vault.locked() {
                Some(path) => Err(screen_lock::locked(&path)),
                None => Err(no_book()),
            },
        }
    }

    fn opened(&self) -> RwLockReadGuard<'_, Option<Open>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the open book, if any, after stopping what still runs on it.
    fn close(&self, call: &Call) -> Option<std::path::PathBuf> {
        self.calls.cancel_others(Some(call));
        self.quiet();
        if let Some(open) = self.opened().as_ref() {
            // Only later edits gain by it: what fails here is told by whatever needs the book next.
            drop(open.with_app(App::maintain));
        }
        let closed = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        let path = closed.map(|open| open.path().to_owned());
        if path.is_some() {
            self.listeners.tell(&Event::Closed {});
        }
        path
    }

    /// Puts an opened book in the place of the one before, and remembers it.
    fn put(&self, app: App, call: &Call) -> Result<(), AppError> {
        let open = Open::new(app)?;
        let key = open.key().cloned();
        let (path, name) = (open.path().to_owned(), open.name()?);
        self.close(call);
        // The list of recent books is a convenience: that it cannot be written must not keep the book from opening.
        drop(recent::remember(&self.places, &path, &name, (self.outside)().now_ms()));
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
        self.settle_lock();
        self.begin_sync();
        self.background.back_up(path.clone(), key, (self.outside)().now_ms(), self.ears());
        self.listeners.tell(&Event::Opened { path: path.display().to_string(), name });
        Ok(())
    }

    /// Nothing works beside the open book any more.
    fn quiet(&self) {
        self.line.stop();
        self.door.shut();
        self.background.stop();
    }

    /// Syncs the open book from now on, if it is one that syncs.
    fn begin_sync(&self) {
        if let Some(open) = self.opened().as_ref() {
            self.line.start(open, (self.outside)(), self.ears());
        }
    }

    /// Moves the keys of a device that begins to sync where they belong. The keychain may ask the person first: the book is not held meanwhile.
    fn keep_keys_well(&self) -> Result<(), AppError> {
        match self.with_app(App::for_keychain)? {
            Some(keys) if keys.put() => self.with_app(|app| app.now_in_keychain(&keys)),
            _ => Ok(()),
        }
    }

    /// True when the open book is this file.
    fn is_open(&self, path: &Path) -> bool {
        let same = |open: &Open| match (open.path().canonicalize(), path.canonicalize()) {
            (Ok(one), Ok(other)) => one == other,
            _ => false,
        };
        self.opened().as_ref().is_some_and(same)
    }

    fn tell_changed(&self, operation: &'static Operation) {
        if !operation.reads && !operation.topics.is_empty() {
            self.listeners.tell(&Event::Changed { topics: operation.topics });
        }
    }
}

fn no_book() -> AppError {
    AppError::new(ErrorCode::NoBook, "no book is open").remedy("open a book or make a new one")
}

/// Nothing is the empty input.
fn read_input(name: &str, bytes: &[u8]) -> Result<Value, AppError> {
    if bytes.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(bytes)
        .map_err(|error| AppError::invalid(name, format!("the input is not JSON: {error}")))
}
