//! What a shared folder needs of a book's journal: sealed items out, items in, without a log that numbers them.

use crate::book::{BookError, BookJournal, HandedOut, Opened};
use replica::{ChangeHash, RawChange, ShardKey};
use sync_protocol::Item;
use sync_protocol::seal::NameKey;

/// Items as far as they could be opened.
#[derive(Debug, Default)]
pub struct OpenedItems {
    /// Changes that opened and are not here.
    pub changes: Vec<RawChange>,
    /// Hashes of all that opened.
    pub hashes: Vec<ChangeHash>,
    /// Items that nobody who may write has signed, and why they count as such.
    pub forged: Vec<(Vec<u8>, String)>,
    /// How many did not open, and may when a key comes.
    pub unopened: u64,
}

/// A change for the folder.
#[derive(Debug)]
pub struct Outgoing {
    /// Its id in the journal.
    pub id: i64,
    /// Its hash.
    pub hash: ChangeHash,
    /// Sealed.
    pub item: Item,
}

impl BookJournal<'_> {
    /// The book's name key.
    pub const fn names(&self) -> &NameKey {
        self.sealing.keys.names()
    }

    /// Opens items.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn open_items(&self, items: &[Item]) -> Result<OpenedItems, BookError> {
        let mut opened = OpenedItems::default();
        let mut changes = Vec::new();
        for item in items {
            match self.sealing.open(item) {
                Opened::Change(change) => {
                    opened.hashes.push(change.hash);
                    changes.push(change);
                }
                Opened::Forged(reason) => opened.forged.push((item.to_bytes(), reason)),
                Opened::NotYet => opened.unopened += 1,
            }
        }
        opened.changes = self.reader.lacking(changes)?;
        Ok(opened)
    }

    /// Changes the folder lacks with an id above `after`, sealed, each after those it builds on, of about `bytes` bytes together.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn to_folder(&self, after: i64, bytes: usize) -> Result<Vec<Outgoing>, BookError> {
        const AT_ONCE: u32 = 64;
        let (mut out, mut size, mut after): (Vec<Outgoing>, usize, i64) = (Vec::new(), 0, after);
        if !self.may_give() {
            return Ok(out);
        }
        let handed_out = HandedOut::by(&self.reader.to_folder_of(ShardKey::Keys)?);
        loop {
            let found = self.reader.to_folder(after, AT_ONCE)?;
            let last = found.len() < AT_ONCE as usize;
            for change in found {
                let of_keys = change.change.shard == ShardKey::Keys;
                let announces = if of_keys { handed_out.from(change.id) } else { None };
                let item = self.sealing.seal(&change, announces, self.chance)?;
                after = change.id;
                size += item.body.len();
                out.push(Outgoing { id: change.id, hash: change.change.hash, item });
                if size >= bytes {
                    return Ok(out);
                }
            }
            if last {
                return Ok(out);
            }
        }
    }

    /// May this device write to the book at all?
    pub fn may_give(&self) -> bool {
        self.sealing.keys.newest().writes()
    }

    /// Makes what was never given to the folder anew under a fresh actor, so that no copy of this device can ever have given another
    /// change of the same actor and number.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn make_anew(&mut self) -> Result<(), BookError> {
        crate::Journal::remint(self)
    }
}
