//! What the device keeps: the changes, which of them the log has shown, and how far it has read.

use std::collections::HashSet;
use sync_protocol::{Chain, Epoch, HashTag, Item, Page, SnapshotHead};

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

/// A packed state of the book, sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedPack {
    /// What the server may know of it.
    pub head: SnapshotHead,
    /// Its bytes.
    pub bytes: Vec<u8>,
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

    /// Names of all changes no page has shown. A journal that cannot tell answers none; after a divergence the log is then read before
    /// anything is pushed.
    ///
    /// # Errors
    /// When it cannot be read.
    fn unshown(&self) -> Result<Vec<HashTag>, Self::Error> {
        Ok(Vec::new())
    }

    /// A fresh random number, under which changes are told apart by fingerprints.
    fn random(&self) -> u64 {
        0
    }

    /// What all documents look like at the position; `None` while something waits, did not open, or cannot be told.
    ///
    /// # Errors
    /// When it cannot be read.
    fn digest(&self) -> Result<Option<[u8; 32]>, Self::Error> {
        Ok(None)
    }

    /// The whole state at the position, packed and sealed; `None` while something waits, did not open, or cannot be packed.
    ///
    /// # Errors
    /// When it cannot be read.
    fn pack(&self) -> Result<Option<SealedPack>, Self::Error> {
        Ok(None)
    }

    /// Takes in a packed state whose checksum is right, with its place as the new position in `epoch`. False when it does not open or
    /// load: nothing of it was written then.
    ///
    /// # Errors
    /// When the disk fails; nothing of it was written.
    fn load_pack(&mut self, _epoch: Epoch, _head: &SnapshotHead, _bytes: &[u8]) -> Result<bool, Self::Error> {
        Ok(false)
    }

    /// Does a packed state of a place this journal has passed open and load, and hold exactly what the log held there?
    ///
    /// # Errors
    /// When it cannot be read.
    fn verify_pack(&self, _head: &SnapshotHead, _bytes: &[u8]) -> Result<bool, Self::Error> {
        Ok(false)
    }
}
