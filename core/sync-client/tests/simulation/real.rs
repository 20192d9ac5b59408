//! A disk with a real book on it.

use super::book::Book;
use super::device::Disk;
use super::random::Random;
use super::world::Mutant;
use std::collections::{BTreeSet, HashSet};
use sync_client::{BookError, Journal, Position, SealedPack};
use sync_protocol::{BookTag, Epoch, HashTag, Item, Page, SnapshotHead};

impl Disk for Book {
    fn new(tag: BookTag, random: &mut Random, _: Option<Mutant>) -> Self {
        Self::make(tag, random)
    }

    fn start(&mut self, random: &mut Random) {
        Self::start(self, random);
    }

    fn copy(&self, random: &mut Random) -> Self {
        Self::copy(self, random)
    }

    fn backup(&self) -> Self {
        Self::backup(self)
    }

    fn change(&mut self, value: u64, random: &mut Random) {
        Self::change(self, value, random);
    }

    fn values(&self) -> BTreeSet<u64> {
        self.rows()
    }

    fn waiting(&self) -> usize {
        self.with(|journal| usize::try_from(journal.reader.unshown_count().unwrap()).unwrap())
    }

    fn reconnected(&mut self) {
        self.with(|journal| journal.sealing.reconnected());
    }

    fn compact(&mut self) {
        Self::compact(self);
    }

    fn picture(&self) -> String {
        Self::picture(self)
    }
}

impl Journal for Book {
    type Error = BookError;

    fn position(&self) -> Result<Position, BookError> {
        self.with(|journal| journal.position())
    }

    fn outbox(&self, sent: &HashSet<HashTag>, items: usize, bytes: usize) -> Result<Vec<Item>, BookError> {
        self.with(|journal| journal.outbox(sent, items, bytes))
    }

    fn apply(&mut self, page: &Page) -> Result<(), BookError> {
        self.with(|journal| journal.apply(page))
    }

    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), BookError> {
        self.with(|journal| journal.begin_anew(epoch))
    }

    fn remint(&mut self) -> Result<(), BookError> {
        self.with(|journal| journal.remint())
    }

    fn unshown(&self) -> Result<Vec<HashTag>, BookError> {
        self.with(|journal| journal.unshown())
    }

    fn random(&self) -> u64 {
        self.with(|journal| journal.random())
    }

    fn digest(&self) -> Result<Option<[u8; 32]>, BookError> {
        self.with(|journal| journal.digest())
    }

    fn pack(&self) -> Result<Option<SealedPack>, BookError> {
        self.with(|journal| journal.pack())
    }

    fn load_pack(&mut self, epoch: Epoch, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, BookError> {
        self.with(|journal| journal.load_pack(epoch, head, bytes))
    }

    fn verify_pack(&self, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, BookError> {
        self.with(|journal| journal.verify_pack(head, bytes))
    }
}
