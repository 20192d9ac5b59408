//! An open book: one writer, and readers beside it.

use super::Call;
use crate::error::AppError;
use crate::facade::App;
use crate::sync::{Shared, Unlocked};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::{Key, Reader};

/// Readers kept for the next query. More may run at once; those beyond are closed when done.
const KEPT: usize = 4;

/// An open book.
pub struct Open {
    // Readers stand before the writer, so that they close first; see `App`.
    readers: Mutex<Vec<Reader>>,
    writer: Arc<Mutex<App>>,
    /// Set by whoever worked with the writer, for whom sync is to look.
    touched: Arc<AtomicBool>,
    path: PathBuf,
    key: Option<Key>,
    unlocked: Unlocked,
}

impl Open {
    /// Takes an opened book.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn new(app: App) -> Result<Self, AppError> {
        let path = app.path().to_owned();
        let key = app.key().cloned();
        let unlocked = app.unlocked().clone();
        let first = Reader::open_with(&path, key.as_ref())?;
        Ok(Self {
            readers: Mutex::new(vec![first]),
            writer: Arc::new(Mutex::new(app)),
            touched: Arc::default(),
            path,
            key,
            unlocked,
        })
    }

    /// The key of an encrypted book.
    pub const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn name(&self) -> Result<String, AppError> {
        self.read(|reader| Ok(crate::queries::show_book::book(reader)?.name))
    }

    /// Runs a query. It sees one state of the book from beginning to end.
    ///
    /// # Errors
    /// The query's refusal.
    pub fn query(
        &self,
        run: fn(&Reader, Value) -> Result<Value, AppError>,
        input: Value,
    ) -> Result<Value, AppError> {
        self.read(|reader| run(reader, input))
    }

    /// Reads with one of the readers, in one state of the book.
    ///
    /// # Errors
    /// When the book cannot be read, or what `work` answers.
    pub fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T, AppError>) -> Result<T, AppError> {
        let kept = lock(&self.readers).pop();
        let reader = match kept {
            Some(reader) => reader,
            None => Reader::open_with(&self.path, self.key.as_ref())?,
        };
        let outcome = {
            let _state = reader.connection().unchecked_transaction()?;
            work(&reader)
        };
        let mut readers = lock(&self.readers);
        if readers.len() < KEPT {
            readers.push(reader);
        }
        outcome
    }

    /// Where this device syncs the book, and who has the book's keys.
    ///
    /// # Errors
    /// `not_found` when it is not synced; `no_keychain`, `locked_keys` when what lets it in is out of reach.
    pub fn shared(&self) -> Result<Shared, AppError> {
        self.read(|reader| Shared::read(reader, &self.unlocked))
    }

    /// Runs an action, after those before it.
    ///
    /// # Errors
    /// The action's refusal; the book is unchanged then.
    pub fn act(&self, name: &str, input: Value, call: &Call) -> Result<Value, AppError> {
        self.with_app(|app| app.call_with(name, input, call))
    }

    /// Works with the writer, after those before.
    ///
    /// # Errors
    /// What `work` answers.
    pub fn with_app<T>(&self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError> {
        let outcome = work(&mut lock(&self.writer));
        self.touched.store(true, Ordering::Relaxed);
        outcome
    }

    /// The writer, for sync: it must be given back before the book counts as closed.
    pub fn writer(&self) -> Arc<Mutex<App>> {
        Arc::clone(&self.writer)
    }

    /// Set when somebody worked with the writer through this.
    pub fn touched(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.touched)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The book itself is whole after every commit, whatever thread broke off between them.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
