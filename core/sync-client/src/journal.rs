//! What the device keeps: the changes, which of them the log has shown, and how far it has read.

use std::collections::HashSet;
use sync_protocol::{Chain, Epoch, HashTag, Item, Page};

/// How far a device has read the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Life of the log it was read in; none before the first connection.
    pub epoch: Option<Epoch>,
    /// Entries applied, from the first on.
    pub cursor: u64,
    /// The chain there.
    pub chain: Chain,
}

/// The durable side of a device.
pub trait Journal {
    /// Why it fails: a full disk, a damaged file.
    type Error;

    /// How far it has read.
    ///
    /// # Errors
    /// When it cannot be read.
    fn position(&self) -> Result<Position, Self::Error>;

    /// Changes no page has shown yet and that are not in `sent`, each after those it builds on, within the limits.
    ///
    /// # Errors
    /// When it cannot be read.
    fn outbox(&self, sent: &HashSet<HashTag>, items: usize, bytes: usize) -> Result<Vec<Item>, Self::Error>;

    /// Applies a page that continues its position: rows, what the log has shown, and the new position, in one transaction.
    ///
    /// # Errors
    /// When nothing of it was written.
    fn apply(&mut self, page: &Page) -> Result<(), Self::Error>;

    /// The log is another than the one read so far: nothing counts as shown any more, and reading begins anew in `epoch`.
    ///
    /// # Errors
    /// When nothing of it was written.
    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), Self::Error>;

    /// Another change stands in the log where this one's actor and number should: everything not yet shown is made again under a
    /// fresh actor.
    ///
    /// # Errors
    /// When nothing of it was written.
    fn remint(&mut self) -> Result<(), Self::Error>;
}
