//! The server's log, as the rules want it, in memory.

use super::world::Mutant;
use std::collections::{HashMap, HashSet};
use sync_protocol::{
    ActorTag, BookTag, Chain, DocumentTag, Epoch, HashTag, Hello, Item, Page, Push, PushAck, PushResult,
    Verdict, Welcome,
};

/// Items of a page, so that most seeds need several.
const PAGE: usize = 5;

#[derive(Clone)]
pub struct Log {
    book: BookTag,
    pub epoch: Epoch,
    pub items: Vec<Item>,
    places: HashMap<HashTag, u64>,
    slots: HashMap<(DocumentTag, ActorTag, u64), HashTag>,
    mutant: Option<Mutant>,
}

impl Log {
    pub fn new(book: BookTag, epoch: Epoch, mutant: Option<Mutant>) -> Self {
        Self { book, epoch, items: Vec::new(), places: HashMap::new(), slots: HashMap::new(), mutant }
    }

    pub fn head(&self) -> u64 {
        self.items.len() as u64
    }

    pub fn chain_at(&self, cursor: u64) -> Chain {
        let upto = usize::try_from(cursor).unwrap();
        Chain::start(self.book).after_all(self.items[..upto].iter().filter_map(Item::hash))
    }

    pub fn greet(&self, hello: &Hello) -> Welcome {
        let known = hello.epoch().is_none_or(|epoch| epoch == self.epoch) && hello.cursor <= self.head();
        let same = self.mutant == Some(Mutant::NoChainCheck)
            || known && hello.chain() == Some(self.chain_at(hello.cursor));
        let verdict = if known && same { Verdict::Resume } else { Verdict::Diverged };
        Welcome {
            protocol: 1,
            epoch: self.epoch.0.to_vec(),
            head: self.head(),
            verdict: verdict.into(),
            reason: String::new(),
            frame_bytes: 0,
            push_items: 3,
            pushes_in_flight: 2,
            snapshot: None,
        }
    }

    pub fn push(&mut self, push: &Push) -> PushAck {
        let outcomes: Vec<(PushResult, u64)> = push.items.iter().map(|item| self.append(item)).collect();
        PushAck {
            number: push.number,
            results: outcomes.iter().map(|(result, _)| (*result).into()).collect(),
            places: outcomes.iter().map(|(_, place)| *place).collect(),
        }
    }

    fn append(&mut self, item: &Item) -> (PushResult, u64) {
        let hash = item.hash().unwrap();
        if let Some(place) = self.places.get(&hash) {
            return (PushResult::Known, *place);
        }
        let slot = (item.document().unwrap(), item.actor().unwrap(), item.sequence);
        if self.slots.contains_key(&slot) && self.mutant != Some(Mutant::NoFence) {
            return (PushResult::Conflict, 0);
        }
        let missing = item.dependencies().any(|dependency| !self.places.contains_key(&dependency));
        if missing && self.mutant != Some(Mutant::NoDependencyCheck) {
            return (PushResult::MissingDependencies, 0);
        }
        self.items.push(item.clone());
        self.places.insert(hash, self.head());
        self.slots.insert(slot, hash);
        (PushResult::Stored, self.head())
    }

    pub fn page(&self, after: u64) -> Page {
        let from = usize::try_from(after).unwrap().min(self.items.len());
        let to = (from + PAGE).min(self.items.len());
        Page {
            epoch: self.epoch.0.to_vec(),
            after,
            items: self.items[from..to].to_vec(),
            head: self.head(),
            chain: self.chain_at(to as u64).0.to_vec(),
            more: false,
        }
    }

    /// The log as it was when it had `length` entries, as after restoring a backup.
    pub fn restored(&self, length: usize, epoch: Epoch) -> Self {
        let mut log = Self::new(self.book, epoch, self.mutant);
        for item in &self.items[..length] {
            log.append(item);
        }
        log
    }

    /// What may never be, however the log came about.
    pub fn check(&self) -> Result<(), String> {
        let (mut seen, mut slots) = (HashSet::new(), HashSet::new());
        for (at, item) in self.items.iter().enumerate() {
            if item.dependencies().any(|dependency| !seen.contains(&dependency)) {
                return Err(format!("entry {} stands before what it builds on", at + 1));
            }
            if !slots.insert((item.document(), item.actor(), item.sequence)) {
                return Err(format!("entry {} uses an actor's number a second time", at + 1));
            }
            if !seen.insert(item.hash().unwrap()) {
                return Err(format!("entry {} is in the log twice", at + 1));
            }
        }
        Ok(())
    }
}
