//! The way of another thread to the open book.

use super::open::Open;
use crate::error::AppError;
use crate::facade::App;
use crate::progress::cancelled;
use std::sync::{Arc, Mutex, PoisonError};

/// The way to the book's writer; shut for good when the book closes.
#[derive(Clone)]
pub struct Gate(Arc<Mutex<Option<Arc<Mutex<App>>>>>);

impl Gate {
    /// A way to this book.
    pub fn to(open: &Open) -> Self {
        Self(Arc::new(Mutex::new(Some(open.writer()))))
    }

    /// Nobody comes through any more; who is inside is waited for.
    pub fn shut(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Is it shut?
    pub fn is_shut(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Works with the book, after those before.
    ///
    /// # Errors
    /// `cancelled` when it is shut; what `work` answers.
    pub fn with<T>(&self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError> {
        // Held until the work is done: who shuts the gate waits for that.
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(app) = &*open else { return Err(cancelled()) };
        // The book itself is whole after every commit, whatever thread broke off between them.
        work(&mut app.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
