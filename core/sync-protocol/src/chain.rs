//! The hash chain over a book's log: whoever holds the same link has seen the same changes in the same order.

use crate::{BookTag, HashTag};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A link of the chain: SHA-256 over everything before.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chain(pub [u8; 32]);

impl Chain {
    /// The link before the first change of a book.
    pub fn start(book: BookTag) -> Self {
        Self(Sha256::new().chain_update(b"valorize log 1").chain_update(book).finalize().into())
    }

    /// The link after one more change.
    #[must_use]
    pub fn after(self, change: HashTag) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(change).finalize().into())
    }

    /// The link after these changes.
    #[must_use]
    pub fn after_all(self, changes: impl IntoIterator<Item = HashTag>) -> Self {
        changes.into_iter().fold(self, Self::after)
    }

    /// From 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({})", HashTag(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_omission_and_book_all_show() {
        let [a, b] = [HashTag([1; 32]), HashTag([2; 32])];
        let start = Chain::start(BookTag([9; 16]));
        assert_eq!(start.after_all([a, b]), start.after(a).after(b));
        assert_ne!(start.after_all([a, b]), start.after_all([b, a]));
        assert_ne!(start.after_all([a, b]), start.after_all([b]));
        assert_ne!(start, Chain::start(BookTag([8; 16])));
    }
}
