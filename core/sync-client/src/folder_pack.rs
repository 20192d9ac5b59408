//! The packed state of a book for a shared folder, and what devices say there of how far they have read.

use crate::book::{BookError, BookJournal};
use crate::pack::{Contents, contents, documents, keys_with, sealed_keys, set_aside};
use replica::{ChangeHash, RawChange};
use std::collections::HashSet;
use store::{PackedShard, Quarantined, StoreError};
use sync_protocol::seal::{BlobKind, OpenError, open_blob, seal_blob};
use sync_protocol::{FolderMark, FolderPack, LanePlace, PackedBook};

/// A pack, opened and checked: every document loads and is what it says.
#[derive(Debug)]
pub struct OpenedPack {
    /// It holds everything up to these places.
    pub lanes: Vec<LanePlace>,
    /// Its documents.
    pub shards: Vec<PackedShard>,
    /// Changes it names as bad.
    pub aside: Vec<Quarantined>,
    /// All its changes, each after what it builds on.
    pub changes: Vec<RawChange>,
}

impl OpenedPack {
    /// Hashes of everything in it, bad changes among them.
    pub fn hashes(&self) -> HashSet<ChangeHash> {
        let bad = self.aside.iter().map(|bad| bad.hash);
        self.changes.iter().map(|change| change.hash).chain(bad).collect()
    }
}

/// A pack, as far as it opens.
#[derive(Debug)]
pub enum PackState {
    /// It is good.
    Good(OpenedPack),
    /// Of a key that is still to come.
    NoKey,
    /// Damaged, or not all of it is there yet.
    Broken,
    /// Nobody who may write has signed it.
    Forged,
}

/// What a pack has that is not here.
#[derive(Debug, Default)]
pub struct PackNews {
    /// Changes of shards of which something is here.
    pub changes: Vec<RawChange>,
    /// Shards of which nothing is.
    pub shards: Vec<PackedShard>,
    /// Changes of this book that the folder counts as lacking, and that the pack has.
    pub shown: Vec<ChangeHash>,
}

impl BookJournal<'_> {
    /// Packs the whole state, which holds everything up to `lanes`, bound to `place`; `None` on a device that may only read, or that lacks
    /// the older keys others need. All that is here must have been written to the folder before.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn folder_pack(&self, lanes: Vec<LanePlace>, place: &[u8]) -> Result<Option<Vec<u8>>, BookError> {
        if !self.may_give() {
            return Ok(None);
        }
        let shards = self.reader.pack()?;
        let Some(keys) = sealed_keys(self, &shards)? else { return Ok(None) };
        let pack = FolderPack { lanes, documents: documents(shards), set_aside: set_aside(self)? };
        let state = self.seal(BlobKind::FolderPack, place, &pack.to_bytes())?;
        Ok(Some(PackedBook { keys, state }.to_bytes()))
    }

    /// Opens a pack.
    pub fn open_folder_pack(&self, place: &[u8], bytes: &[u8]) -> PackState {
        let Some(packed) = PackedBook::from_bytes(bytes) else { return PackState::Broken };
        let keys = keys_with(self, &packed.keys);
        let plain = match open_blob(self.sealing.book, &keys, BlobKind::FolderPack, place, &packed.state) {
            Ok(plain) => plain,
            Err(OpenError::KeyMissing(_)) => return PackState::NoKey,
            Err(OpenError::Forged) => return PackState::Forged,
            Err(_) => return PackState::Broken,
        };
        let Some(pack) = FolderPack::from_bytes(&plain) else { return PackState::Broken };
        let Some(Contents { shards, quarantine }) = contents(pack.documents, pack.set_aside) else {
            return PackState::Broken;
        };
        let mut changes = Vec::new();
        for packed in &shards {
            match packed.changes() {
                Ok(of_shard) => changes.extend(of_shard),
                Err(_) => return PackState::Broken,
            }
        }
        PackState::Good(OpenedPack { lanes: pack.lanes, shards, aside: quarantine, changes })
    }

    /// What a pack has that is not here.
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn news_of(&self, pack: &OpenedPack) -> Result<PackNews, StoreError> {
        let mut news = PackNews::default();
        for packed in &pack.shards {
            if !self.reader.has_shard(packed.shard)? {
                news.shards.push(packed.clone());
            }
        }
        let fresh: HashSet<_> = news.shards.iter().map(|packed| packed.shard).collect();
        let of_known = pack.changes.iter().filter(|change| !fresh.contains(&change.shard)).cloned();
        news.changes = self.reader.lacking(of_known.collect())?;
        let unwritten = self.reader.unwritten_hashes()?;
        let hashes = pack.changes.iter().map(|change| change.hash);
        news.shown = hashes.filter(|hash| unwritten.contains(hash)).collect();
        // Rows that are made now are shown by where they come from.
        news.shown.extend(news.changes.iter().map(|change| change.hash));
        Ok(news)
    }

    /// Does a pack hold exactly what the book holds?
    ///
    /// # Errors
    /// When the book's file fails.
    pub fn is_all(&self, pack: &OpenedPack) -> Result<bool, StoreError> {
        let known: HashSet<ChangeHash> = pack.aside.iter().map(|bad| bad.hash).collect();
        let aside = self.reader.quarantine()?.iter().all(|bad| known.contains(&bad.hash));
        Ok(aside && self.reader.equals(&pack.shards)?)
    }

    /// Seals what this device says of how far it has read.
    ///
    /// # Errors
    /// When this device may only read.
    pub fn seal_mark(&self, mark: &FolderMark, place: &[u8]) -> Result<Vec<u8>, BookError> {
        self.seal(BlobKind::FolderMark, place, &mark.to_bytes())
    }

    /// Opens what another device says; `None` when it does not open, or not yet.
    pub fn open_mark(&self, place: &[u8], bytes: &[u8]) -> Option<FolderMark> {
        let keys = &self.sealing.keys;
        let plain = open_blob(self.sealing.book, keys, BlobKind::FolderMark, place, bytes).ok()?;
        FolderMark::from_bytes(&plain)
    }

    fn seal(&self, kind: BlobKind, place: &[u8], bytes: &[u8]) -> Result<Vec<u8>, BookError> {
        let mut salt = [0; 32];
        self.chance.fill(&mut salt);
        Ok(seal_blob(self.sealing.book, &self.sealing.keys, kind, place, bytes, salt)?)
    }
}
