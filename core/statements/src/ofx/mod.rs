//! OFX 1.x (SGML), 2.x (XML), QFX and OFC.

use crate::{LooksLike, ReadError, ReadOptions, StatementDocument};

/// Reads a file of this format.
///
/// # Errors
/// [`ReadError`].
pub fn read(_text: &str, _options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    Err(ReadError::NotAStatement(LooksLike::PlainText))
}
