//! The journal of a real book: its SQLite file, everything sealed on the way out and opened on the way in.

use crate::journal::{Journal, Position, SealedPack};
use crate::{body, pack};
use replica::{ChangeHash, RawChange};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use store::{LogPiece, LogPosition, Reader, Store, StoreError, Unshown};
use sync_protocol::seal::{BookKeys, PlainChange, SealedChange, open, seal};
use sync_protocol::{BookTag, Chain, Epoch, HashTag, Item, Page, SnapshotHead};

/// Why a book could not go on with the log.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Its file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A page left out the body of a change that this device does not have.
    #[error("the server left out entry {0} of the log, which is not on this device")]
    NoBody(u64),
}

/// Where random bytes come from: nonces, and actors of changes made anew.
pub trait Chance {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// What a device keeps in memory beside the file while it is connected.
pub struct Sealing {
    book: BookTag,
    keys: BookKeys,
    /// Names of changes that were sent: a page may leave out their bodies.
    sent: std::cell::RefCell<HashMap<HashTag, ChangeHash>>,
    /// Everything up to this id was sent on this connection.
    upto: Cell<i64>,
    /// Changes taken from the log since somebody last asked.
    taken: usize,
    quarantined: usize,
}

impl Sealing {
    /// For a book and its keys.
    pub fn new(book: BookTag, keys: BookKeys) -> Self {
        Self { book, keys, sent: std::cell::RefCell::default(), upto: Cell::new(0), taken: 0, quarantined: 0 }
    }

    /// The connection is a new one: what was sent on the last may have been lost.
    pub fn reconnected(&mut self) {
        self.upto.set(0);
        self.sent.borrow_mut().clear();
    }

    /// Changes taken from the log, and those of them set aside as bad, since this was last asked.
    pub fn take_counts(&mut self) -> (usize, usize) {
        (std::mem::take(&mut self.taken), std::mem::take(&mut self.quarantined))
    }

    /// The book's tag and keys.
    pub(crate) const fn keys(&self) -> (BookTag, &BookKeys) {
        (self.book, &self.keys)
    }

    /// Counts what came with a packed state.
    pub(crate) const fn count(&mut self, taken: usize, quarantined: usize) {
        self.taken += taken;
        self.quarantined += quarantined;
    }

    /// Gives the keys that are there now, with which entries may open that did not.
    pub fn rekey(&mut self, keys: BookKeys) {
        self.keys = keys;
    }

    pub(crate) fn seal(&self, found: &Unshown, chance: &dyn Chance) -> Item {
        let change = PlainChange {
            document: found.change.shard.to_string(),
            hash: found.change.hash,
            actor: found.actor.clone(),
            sequence: found.sequence,
            dependencies: found.dependencies.clone(),
            group: found.group.cast_unsigned(),
            body: body::write(&found.change),
        };
        let mut nonce = [0; 24];
        chance.fill(&mut nonce);
        seal(self.book, &self.keys, &change, nonce).into_item()
    }

    /// The change of an entry; `None` when it does not open.
    pub(crate) fn open(&self, item: &Item) -> Option<RawChange> {
        let sealed = SealedChange::from_item(item.clone())?;
        let plain = open(self.book, &self.keys, &sealed).ok()?;
        body::read(&plain, item, self.keys.names())
    }
}

/// The journal of a book while one frame is dealt with.
pub struct BookJournal<'a> {
    /// The book's file.
    pub store: &'a mut Store,
    /// A reader of it.
    pub reader: &'a Reader,
    /// Keys and what was sent.
    pub sealing: &'a mut Sealing,
    /// Random bytes.
    pub chance: &'a dyn Chance,
}

/// Changes looked at together.
const READ_AT_ONCE: u32 = 256;

impl Journal for BookJournal<'_> {
    type Error = BookError;

    fn position(&self) -> Result<Position, BookError> {
        let LogPosition { epoch, cursor, chain } = self.reader.log_position()?;
        let chain = chain.map_or_else(|| Chain::start(self.sealing.book), Chain);
        Ok(Position { epoch: epoch.map(Epoch), cursor, chain })
    }

    fn outbox(&self, sent: &HashSet<HashTag>, items: usize, bytes: usize) -> Result<Vec<Item>, BookError> {
        let mut out = Vec::new();
        let mut size = 0;
        loop {
            let found = self.reader.unshown(self.sealing.upto.get(), READ_AT_ONCE)?;
            let last = found.len() < READ_AT_ONCE as usize;
            for change in found {
                let tag = self.sealing.keys.names().hash(&change.change.hash);
                if sent.contains(&tag) {
                    self.sealing.upto.set(change.id);
                    continue;
                }
                let item = self.sealing.seal(&change, self.chance);
                let takes = item.body.len() + item.dependencies.iter().map(Vec::len).sum::<usize>();
                if out.len() == items || (!out.is_empty() && size + takes > bytes) {
                    return Ok(out);
                }
                size += takes;
                self.sealing.upto.set(change.id);
                self.sealing.sent.borrow_mut().insert(tag, change.change.hash);
                out.push(item);
            }
            if last {
                return Ok(out);
            }
        }
    }

    fn apply(&mut self, page: &Page) -> Result<(), BookError> {
        let (mut changes, mut places, mut sealed) = (Vec::new(), Vec::new(), Vec::new());
        for (place, item) in (page.after + 1..).zip(&page.items) {
            let known = item.hash().and_then(|tag| self.sealing.sent.borrow_mut().remove(&tag));
            if let Some(hash) = known {
                places.push((hash, place));
            } else if item.body.is_empty() {
                return Err(BookError::NoBody(place));
            } else if let Some(change) = self.sealing.open(item) {
                places.push((change.hash, place));
                changes.push(change);
            } else {
                sealed.push((place, item.to_bytes()));
            }
        }
        if self.reader.clash(&changes)? {
            // What the log has of this device stays as it is; only what it lacks is made anew.
            let position = self.reader.log_position()?;
            self.store.apply_log(&LogPiece { changes: &[], places: &places, sealed: &[], position })?;
            self.remint()?;
        }
        let position = LogPosition {
            epoch: self.position()?.epoch.map(|epoch| epoch.0),
            cursor: page.after + page.items.len() as u64,
            chain: page.chain.as_slice().try_into().ok(),
        };
        let piece = LogPiece { changes: &changes, places: &places, sealed: &sealed, position };
        let applied = self.store.apply_log(&piece)?;
        self.sealing.taken += applied.applied.len();
        self.sealing.quarantined += applied.quarantined.len();
        Ok(())
    }

    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), BookError> {
        self.sealing.reconnected();
        Ok(self.store.read_log_anew(epoch.0)?)
    }

    fn remint(&mut self) -> Result<(), BookError> {
        let mut actor = [0; 16];
        self.chance.fill(&mut actor);
        self.store.remint(actor)?;
        self.sealing.reconnected();
        Ok(())
    }

    fn unshown(&self) -> Result<Vec<HashTag>, BookError> {
        let names = self.sealing.keys.names();
        Ok(self.reader.unshown_hashes()?.iter().map(|hash| names.hash(hash)).collect())
    }

    fn random(&self) -> u64 {
        let mut bytes = [0; 8];
        self.chance.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn digest(&self) -> Result<Option<[u8; 32]>, BookError> {
        if !self.reader.is_level()? {
            return Ok(None);
        }
        let mut documents = Vec::new();
        for (name, heads) in self.reader.heads()? {
            documents.extend_from_slice(&(name.len() as u64).to_le_bytes());
            documents.extend_from_slice(name.as_bytes());
            documents.extend_from_slice(&(heads.len() as u64).to_le_bytes());
            heads.iter().for_each(|head| documents.extend_from_slice(head));
        }
        Ok(Some(self.sealing.keys.names().digest(&documents)))
    }

    fn pack(&self) -> Result<Option<SealedPack>, BookError> {
        pack::pack(self)
    }

    fn load_pack(&mut self, epoch: Epoch, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, BookError> {
        pack::load(self, epoch, head, bytes)
    }

    fn verify_pack(&self, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, BookError> {
        pack::verify(self, head, bytes)
    }
}

impl BookJournal<'_> {
    /// Tries what did not open once more, after a key has come. Answers how many entries opened.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn open_sealed(&mut self) -> Result<usize, BookError> {
        let (mut changes, mut places) = (Vec::new(), Vec::new());
        for (place, bytes) in self.reader.sealed()? {
            if let Some(change) = Item::from_bytes(&bytes).and_then(|item| self.sealing.open(&item)) {
                places.push((change.hash, place));
                changes.push(change);
            }
        }
        let position = self.reader.log_position()?;
        self.store.apply_log(&LogPiece { changes: &changes, places: &places, sealed: &[], position })?;
        let opened: Vec<u64> = places.iter().map(|(_, place)| *place).collect();
        self.store.unsealed(&opened)?;
        self.sealing.taken += changes.len();
        Ok(changes.len())
    }
}
