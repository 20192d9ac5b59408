//! How far long work is, and whether to go on with it.

use crate::error::{AppError, ErrorCode};
use schemars::JsonSchema;
use serde::Serialize;

/// What long work is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading a file.
    Reading,
    /// Comparing with what the book has.
    Comparing,
    /// Choosing categories.
    Categorising,
    /// Writing to the book. From here on nothing can be stopped.
    Writing,
    /// Checking the result.
    Checking,
    /// Taking what other devices changed.
    Receiving,
}

/// Hears how far long work is and says whether it goes on.
pub trait Progress: Send + Sync {
    /// `done` of `total` units of `stage`; a total of 0 is one that is not known.
    ///
    /// # Errors
    /// `cancelled` when the person stopped the work; the caller then leaves the book as it was.
    fn report(&self, stage: Stage, done: u64, total: u64) -> Result<(), AppError>;
}

/// Nobody listens and nobody stops.
pub struct Silent;

impl Progress for Silent {
    fn report(&self, _: Stage, _: u64, _: u64) -> Result<(), AppError> {
        Ok(())
    }
}

/// The refusal of stopped work.
pub fn cancelled() -> AppError {
    AppError::new(ErrorCode::Cancelled, "stopped before the end; nothing was changed")
}
