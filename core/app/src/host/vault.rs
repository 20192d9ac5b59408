//! Opening with a passphrase, locking, and changing the key of the open book.

use super::open::Open;
use super::{Call, Host, Listeners, screen_lock};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::host::event::Event;
use crate::keychain;
use crate::passphrase::Passphrase;
use crate::settings;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::Key;

/// Whether a book is locked, and when the open one locks itself.
#[derive(Default)]
pub struct Vault(Mutex<State>);

#[derive(Default)]
struct State {
    locked: Option<PathBuf>,
    used: Option<Instant>,
    after: Option<Duration>,
}

impl Vault {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each field is whole by itself.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The book that is locked.
    pub fn locked(&self) -> Option<PathBuf> {
        self.state().locked.clone()
    }

    /// This book waits for its passphrase.
    pub fn keep_locked(&self, path: &Path) {
        self.state().locked = Some(path.to_owned());
    }

    /// From now on the book locks itself after this time.
    pub fn begin(&self, after: Option<Duration>) {
        *self.state() = State { locked: None, used: Some(Instant::now()), after };
    }

    /// Counts this as use; true when the time was over before it.
    fn is_over(&self) -> bool {
        let mut state = self.state();
        let over = matches!((state.after, state.used), (Some(after), Some(used)) if used.elapsed() > after);
        state.used = Some(Instant::now());
        over
    }
}

impl Host {
    /// Opens a book in the place of the one that is open. Without a passphrase the keychain is asked, unless the book was locked.
    ///
    /// # Errors
    /// `locked_book`, `wrong_passphrase`, or what keeps it from opening; the book that is open stays then.
    pub fn open_book(
        &self,
        path: &Path,
        passphrase: Option<&Passphrase>,
        call: &Call,
    ) -> Result<(), AppError> {
        let was_locked = self.vault.locked().is_some_and(|locked| locked == path);
        let key = match passphrase {
            _ if !path.is_file() || !store::is_encrypted(path)? => None,
            Some(passphrase) => Some(Key::of_file(path, passphrase.text())?),
            None if was_locked => return Err(screen_lock::locked(path)),
            None => keychain::find(path),
        };
        let encrypted = key.is_some();
        let app = App::open_with(path, key, (self.outside)())?;
        if !encrypted {
            screen_lock::check(app.reader(), path, passphrase)?;
        }
        self.put(app, call)
    }

    /// Closes the open book, which must have a passphrase, until it is given.
    ///
    /// # Errors
    /// `no_book`, or `invalid_input` when nothing would ask for a passphrase.
    pub fn lock(&self, call: &Call) -> Result<(), AppError> {
        let (path, has) = self.with_book(|open| {
            Ok((open.path().to_owned(), open.key().is_some() || open.read(screen_lock::is_set)?))
        })?;
        if !has {
            return Err(AppError::new(ErrorCode::InvalidInput, "the book has no passphrase")
                .remedy("set one in the settings, under Security"));
        }
        // Set before the book closes: who hears of that asks at once what is open now.
        self.vault.state().locked = Some(path);
        self.close(call);
        Ok(())
    }

    /// Locks the book when it was not used for as long as its settings say.
    ///
    /// # Errors
    /// `locked_book` when it did so just now.
    pub(super) fn lock_when_idle(&self, call: &Call) -> Result<(), AppError> {
        if !self.vault.is_over() || self.opened().is_none() {
            return Ok(());
        }
        match self.lock(call) {
            Ok(()) => Err(screen_lock::locked(&self.vault.locked().unwrap_or_default())),
            // Nothing would ask for a passphrase: there is nothing to lock.
            Err(_) => Ok(()),
        }
    }

    /// Reads the open book's settings of the lock again.
    pub(super) fn settle_lock(&self) {
        let minutes =
            self.with_book(|open| open.read(|reader| settings::number(reader, settings::LOCK_AFTER)));
        // A book that cannot be read now will say so to whoever reads it next.
        let after = minutes.ok().filter(|minutes| *minutes > 0);
        self.vault.begin(after.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)));
    }

    /// Writes the open book anew under another key or none. Everything else waits meanwhile.
    ///
    /// # Errors
    /// `no_book`, `busy` when another program reads the book, or a failure; the book is as it was then.
    pub fn rekey(&self, to: Option<&Key>) -> Result<(), AppError> {
        self.quiet();
        let mut place = self.open.write().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = place.take() else { return Err(super::no_book()) };
        let (path, from) = (open.path().to_owned(), open.key().cloned());
        drop(open);
        let done = store::rekey(&path, from.as_ref(), to).map_err(AppError::from);
        let key = if done.is_ok() { to.cloned() } else { from.clone() };
        match App::open_with(&path, key, (self.outside)()).and_then(Open::new) {
            Ok(open) => *place = Some(open),
            Err(error) => {
                drop(place);
                self.listeners.tell(&Event::Closed {});
                return Err(error);
            }
        }
        drop(place);
        self.begin_sync();
        if let (Ok(()), Some(from)) = (&done, &from) {
            keychain::forget(from);
        }
        done
    }

    /// Takes the open book out, replaces its file by `work`, and opens what is there then.
    ///
    /// # Errors
    /// `no_book`, or what `work` answers; the former file must be in its place then.
    pub fn replace(
        &self,
        key: Option<Key>,
        work: impl FnOnce(&Path) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        self.quiet();
        let mut place = self.open.write().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = place.take() else { return Err(super::no_book()) };
        let (path, former) = (open.path().to_owned(), open.key().cloned());
        drop(open);
        let done = work(&path);
        let key = if done.is_ok() { key } else { former };
        *place = Some(Open::new(App::open_with(&path, key, (self.outside)())?)?);
        drop(place);
        self.settle_lock();
        self.begin_sync();
        done
    }

    /// What the listeners of this host are.
    pub(super) fn ears(&self) -> std::sync::Arc<Listeners> {
        std::sync::Arc::clone(&self.listeners)
    }

    /// Every query is out of date.
    pub fn tell_everything(&self) {
        self.listeners.tell(&Event::Changed { topics: crate::actions::undo_action::ALL });
    }
}

/// Refuses a passphrase that is not the open book's.
///
/// # Errors
/// `invalid_input` when the book is not encrypted, `wrong_passphrase`.
pub fn check_current(host: &Host, passphrase: &Passphrase) -> Result<(), AppError> {
    let (key, path) = host.with_book(|open| Ok((open.key().cloned(), open.path().to_owned())))?;
    match key {
        None => Err(AppError::new(ErrorCode::InvalidInput, "the book is not encrypted")),
        Some(key) if key.fits(passphrase.text()) => Ok(()),
        Some(_) => Err(AppError::new(ErrorCode::WrongPassphrase, "this is not the passphrase of the book")
            .at(path.display().to_string())
            .remedy("check capitals and spaces and try again")),
    }
}
