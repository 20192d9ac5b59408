//! The journal of a real book: its SQLite file, everything sealed on the way out and opened on the way in.

use crate::journal::{Journal, Position, SealedPack};
use crate::{body, pack};
use replica::{ChangeHash, KeyGenerationId, RawChange, ShardKey};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use store::{LogPiece, LogPosition, Reader, Store, StoreError, Unshown};
use sync_protocol::seal::{
    BookKeys, CannotWrite, ExchangeKey, GenerationId, OpenError, PlainChange, SealedChange, open, seal,
};
use sync_protocol::{BookTag, Chain, DeviceTag, Epoch, HashTag, Item, Page, SnapshotHead};

/// Why a book could not go on with the log.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Its file failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A page left out the body of a change that this device does not have.
    #[error("the server left out entry {0} of the log, which is not on this device")]
    NoBody(u64),
    /// A change hands out keys, and there is no older key it could be sealed with.
    #[error(transparent)]
    CannotWrite(#[from] CannotWrite),
}

/// Where random bytes come from: nonces, and actors of changes made anew.
pub trait Chance {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// What a device keeps in memory beside the file while it is connected.
pub struct Sealing {
    pub(crate) book: BookTag,
    pub(crate) keys: BookKeys,
    /// As whom this device opens generations that come: itself first.
    pub(crate) recipients: Vec<(DeviceTag, ExchangeKey)>,
    /// Generations in the file when it was last looked for those that others kept.
    pub(crate) learned: usize,
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
        Self {
            book,
            keys,
            recipients: Vec::new(),
            learned: 0,
            sent: std::cell::RefCell::default(),
            upto: Cell::new(0),
            taken: 0,
            quarantined: 0,
        }
    }

    /// The same, which also opens generations of keys that are wrapped for `member`: this device, given first, and, while a book
    /// is brought back, the recovery words.
    #[must_use]
    pub fn receiving(mut self, member: DeviceTag, key: ExchangeKey) -> Self {
        self.recipients.push((member, key));
        self
    }

    /// The keys that are there now.
    pub const fn keys(&self) -> &BookKeys {
        &self.keys
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

    /// Counts what came with a packed state.
    pub(crate) const fn count(&mut self, taken: usize, quarantined: usize) {
        self.taken += taken;
        self.quarantined += quarantined;
    }

    pub(crate) fn seal(
        &self,
        found: &Unshown,
        announces: Option<GenerationId>,
        chance: &dyn Chance,
    ) -> Result<Item, CannotWrite> {
        let change = PlainChange {
            document: found.change.shard.to_string(),
            hash: found.change.hash,
            actor: found.actor.clone(),
            sequence: found.sequence,
            dependencies: found.dependencies.clone(),
            group: found.group.cast_unsigned(),
            announces,
            body: body::write(&found.change),
        };
        let mut nonce = [0; 24];
        chance.fill(&mut nonce);
        Ok(seal(self.book, &self.keys, &change, nonce)?.into_item())
    }

    /// What an item is, with the keys that are here.
    pub(crate) fn open(&self, item: &Item) -> Opened {
        open_with(self.book, &self.keys, item)
    }

    /// Opens an entry of the log, as far as it opens.
    fn open_entry(&self, place: u64, item: &Item, into: &mut Entries) {
        match self.open(item) {
            Opened::Change(change) => {
                into.places.push((change.hash, place));
                into.changes.push(change);
                into.opened.push(place);
            }
            Opened::Forged(reason) => {
                into.forged.push((item.to_bytes(), reason));
                into.opened.push(place);
            }
            Opened::NotYet => into.sealed.push((place, item.to_bytes())),
        }
    }
}

/// An item, as far as it opens.
pub enum Opened {
    /// A change.
    Change(RawChange),
    /// Nobody who may write has signed it; why.
    Forged(String),
    /// A key that is still to come, or a body of a later version.
    NotYet,
}

/// Opens an item with these keys.
pub fn open_with(book: BookTag, keys: &BookKeys, item: &Item) -> Opened {
    let Some(sealed) = SealedChange::from_item(item.clone()) else { return Opened::NotYet };
    match open(book, keys, &sealed) {
        Ok(plain) => body::read(&plain, item, keys.names()).map_or(Opened::NotYet, Opened::Change),
        Err(error @ OpenError::Forged) => Opened::Forged(error.to_string()),
        Err(_) => Opened::NotYet,
    }
}

/// The protocol's name of a generation.
pub fn generation_id(id: KeyGenerationId) -> GenerationId {
    let (number, mark) = id.0.split_at(4);
    GenerationId {
        number: u32::from_be_bytes(std::array::from_fn(|at| number[at])),
        mark: std::array::from_fn(|at| mark[at]),
    }
}

/// Which changes of the keys' document that are to be sent hand out generations.
pub struct HandedOut(Vec<(i64, GenerationId)>);

impl HandedOut {
    /// By these changes.
    pub fn by(changes: &[Unshown]) -> Self {
        let handing = |found: &Unshown| Some((found.id, found.change.oldest_key_handed_out()?));
        Self(changes.iter().filter_map(handing).map(|(id, key)| (id, generation_id(key))).collect())
    }

    /// The oldest generation that this change hands out, or one that waits after it: those build on it, and who needs them must be
    /// able to open it too.
    pub fn from(&self, id: i64) -> Option<GenerationId> {
        self.0.iter().filter(|(later, _)| *later >= id).map(|(_, generation)| *generation).min()
    }
}

/// Entries of the log, as far as they opened.
#[derive(Default)]
struct Entries {
    changes: Vec<RawChange>,
    places: Vec<(ChangeHash, u64)>,
    sealed: Vec<(u64, Vec<u8>)>,
    forged: Vec<(Vec<u8>, String)>,
    /// Places of those that are dealt with.
    opened: Vec<u64>,
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
        let mut handed_out = None;
        if !self.sealing.keys.newest().writes() {
            return Ok(out);
        }
        loop {
            let found = self.reader.unshown(self.sealing.upto.get(), READ_AT_ONCE)?;
            let last = found.len() < READ_AT_ONCE as usize;
            for change in found {
                let tag = self.sealing.keys.names().hash(&change.change.hash);
                if sent.contains(&tag) {
                    self.sealing.upto.set(change.id);
                    continue;
                }
                let announces = match change.change.shard {
                    ShardKey::Keys => {
                        if handed_out.is_none() {
                            handed_out = Some(HandedOut::by(&self.reader.unshown_of(ShardKey::Keys)?));
                        }
                        handed_out.as_ref().and_then(|keys| keys.from(change.id))
                    }
                    _ => None,
                };
                let item = self.sealing.seal(&change, announces, self.chance)?;
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
        let mut entries = Entries::default();
        for (place, item) in (page.after + 1..).zip(&page.items) {
            let known = item.hash().and_then(|tag| self.sealing.sent.borrow_mut().remove(&tag));
            if let Some(hash) = known {
                entries.places.push((hash, place));
            } else if item.body.is_empty() {
                return Err(BookError::NoBody(place));
            } else {
                self.sealing.open_entry(place, item, &mut entries);
            }
        }
        let cursor = page.after + page.items.len() as u64;
        self.take(&entries, Some((cursor, page.chain.as_slice().try_into().ok())))?;
        // What came may hand out keys that open what came with it.
        self.take_keys()?;
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
            documents.extend(heads.concat());
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
    /// Writes entries that opened, and where the log was read to if they are its next.
    fn take(&mut self, entries: &Entries, next: Option<(u64, Option<[u8; 32]>)>) -> Result<(), BookError> {
        let Entries { changes, places, sealed, forged, opened } = entries;
        if self.reader.clash(changes)? {
            // What the log has of this device stays as it is; only what it lacks is made anew.
            let position = self.reader.log_position()?;
            let known = LogPiece { changes: &[], places, sealed: &[], forged: &[], unsealed: &[], position };
            self.store.apply_log(&known)?;
            self.remint()?;
        }
        let mut position = self.reader.log_position()?;
        if let Some((cursor, chain)) = next {
            position = LogPosition { cursor, chain, ..position };
        }
        let piece = LogPiece { changes, places, sealed, forged, unsealed: opened, position };
        let applied = self.store.apply_log(&piece)?;
        self.sealing.taken += applied.applied.len();
        self.sealing.quarantined += applied.quarantined.len();
        Ok(())
    }

    /// Tries once more what did not open: after a key has come, and when a new version of the program starts. Answers how many
    /// entries are dealt with now.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn open_sealed(&mut self) -> Result<usize, BookError> {
        let mut entries = Entries::default();
        for (place, bytes) in self.reader.sealed()? {
            if let Some(item) = Item::from_bytes(&bytes) {
                self.sealing.open_entry(place, &item, &mut entries);
            }
        }
        // They are kept already.
        entries.sealed.clear();
        if !entries.opened.is_empty() {
            self.take(&entries, None)?;
        }
        Ok(entries.opened.len())
    }
}
