//! How the conversation comes to the book: held all the time, or only for a moment while a window works with it too.

use crate::error::AppError;
use crate::facade::App;

/// A way to the book.
pub trait Access {
    /// Does `work` with the book, after whoever works with it now.
    ///
    /// # Errors
    /// What `work` answers; `cancelled` when the book is closed.
    fn with<T>(&mut self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError>;

    /// Did anybody change the book since this was last asked?
    fn changed(&mut self) -> bool;

    /// Changes of other devices are in the book now.
    fn taken(&mut self);

    /// The server has something to tell about the book.
    fn noticed(&mut self);

    /// Does somebody want the next try to be now?
    fn hurried(&mut self) -> bool;
}

/// The book is held by who syncs: nobody else changes it meanwhile.
pub struct Alone<'a>(pub &'a mut App);

impl Access for Alone<'_> {
    fn with<T>(&mut self, work: impl FnOnce(&mut App) -> Result<T, AppError>) -> Result<T, AppError> {
        work(self.0)
    }

    fn changed(&mut self) -> bool {
        false
    }

    fn taken(&mut self) {}

    fn noticed(&mut self) {}

    fn hurried(&mut self) -> bool {
        false
    }
}
