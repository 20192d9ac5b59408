//! OFX 1.x (SGML), OFX 2.x (XML), QFX and OFC: one tolerant reader for all of them.
//!
//! A single pass over the tags. Leaves need no closing tag, closing tags may be wrong, and a record ends where the next
//! structure begins. A broken record is rejected with its line and the rest is read. [`conformance`] asks a strict
//! reader about the document as repaired.

mod conformance;
mod money;
mod places;
mod reader;
mod record;
mod tag;
mod tokens;

pub use conformance::{CONFORMANCE_LIMIT, conformance, rewrite};

use crate::{ReadError, ReadOptions};
use domain::StatementDocument;

/// Reads OFX, QFX or OFC text.
///
/// # Errors
/// [`ReadError::NoRecords`] when there is no statement in it, with the bank's own error message if it holds one.
pub fn read(text: &str, options: &ReadOptions) -> Result<StatementDocument, ReadError> {
    reader::Reader::new(text, options).read()
}
