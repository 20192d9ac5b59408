//! The server in memory. What it decides is the server's own code ([`sync_protocol::log`]); what is left out of that for a mutant is left out
//! of what the code is told.

use super::world::Mutant;
use std::collections::HashMap;
use sync_protocol::log::{Book, Entry, Group, HEADER_BYTES, Kept, Known, cut, judge, lacking, told, verdict};
use sync_protocol::{
    BookTag, Chain, Epoch, HashTag, Hello, Item, Page, Push, PushAck, Reconcile, SnapshotGet, SnapshotHead,
    SnapshotPart, Verdict, Want, Welcome,
};

/// Items of a page, so that most seeds need several.
const PAGE: usize = 5;
/// Entries a device is behind when a packed state is advised.
const ADVISED_AFTER: u64 = 6;
/// Bytes of a part, so that each packed state has several.
const PART: usize = 700;

#[derive(Clone)]
struct Snapshot {
    head: SnapshotHead,
    bytes: Vec<u8>,
    maker: (usize, u64),
    verified: bool,
}

pub struct Log {
    book: Book,
    known: Known,
    entries: Vec<(usize, Entry)>,
    snapshots: Vec<Snapshot>,
    digests: HashMap<u64, Vec<u8>>,
    mutant: Option<Mutant>,
    /// What devices at one place said differently.
    pub alarms: Vec<u64>,
}

impl Log {
    pub fn new(tag: BookTag, epoch: Epoch, mutant: Option<Mutant>) -> Self {
        let book = Book { tag, epoch, head: 0, chain: Chain::start(tag), room: u64::MAX, taken: 0 };
        Self {
            book,
            known: Known::default(),
            entries: Vec::new(),
            snapshots: Vec::new(),
            digests: HashMap::new(),
            mutant,
            alarms: Vec::new(),
        }
    }

    pub const fn head(&self) -> u64 {
        self.book.head
    }

    pub const fn epoch(&self) -> Epoch {
        self.book.epoch
    }

    /// Room for so many more changes of 40 bytes; more than there ever are when it is never full.
    pub const fn room_for(&mut self, changes: u64) {
        self.book.room = self.book.taken.saturating_add(changes.saturating_mul(HEADER_BYTES + 40));
    }

    pub fn item(&self, place: u64) -> Option<&Item> {
        Some(&self.entries.get(usize::try_from(place).ok()?.checked_sub(1)?)?.1.item)
    }

    pub fn items_after(&self, place: u64) -> Vec<Item> {
        self.entries[usize::try_from(place).unwrap()..].iter().map(|(_, entry)| entry.item.clone()).collect()
    }

    pub fn chain_at(&self, cursor: u64) -> Option<Chain> {
        match usize::try_from(cursor).unwrap().checked_sub(1) {
            None => Some(Chain::start(self.book.tag)),
            Some(at) => self.entries.get(at).map(|(_, entry)| entry.chain),
        }
    }

    pub fn greet(&self, who: (usize, u64), hello: &Hello) -> Welcome {
        let there = match self.mutant {
            Some(Mutant::NoChainCheck) if hello.cursor <= self.head() => hello.chain(),
            _ => self.chain_at(hello.cursor),
        };
        let resumes = verdict(self.book.epoch, there, hello);
        let all = self.mutant == Some(Mutant::NoVerification);
        let kept = |one: &Snapshot| Kept {
            head: one.head.clone(),
            verified: one.verified || all,
            own: one.maker == who,
        };
        let kept: Vec<Kept> = self.snapshots.iter().filter(|one| one.whole()).map(kept).collect();
        let mut told = told(hello, self.head(), self.head() >= hello.cursor + ADVISED_AFTER, &kept);
        if resumes != Verdict::Resume {
            (told.advised, told.to_verify) = (None, None);
        }
        Welcome {
            protocol: 1,
            epoch: self.book.epoch.0.to_vec(),
            head: self.head(),
            verdict: if told.advised.is_some() { Verdict::SnapshotAdvised } else { resumes }.into(),
            reason: String::new(),
            frame_bytes: 0,
            push_items: 3,
            pushes_in_flight: 2,
            snapshot: told.advised,
            verified: Some(told.verified),
            to_verify: told.to_verify,
        }
    }

    pub fn push(&mut self, device: usize, push: Push) -> PushAck {
        let named: Vec<Item> = push.items.clone();
        if self.mutant == Some(Mutant::NoFence) {
            self.known.slots.clear();
        }
        let mut items = push.items;
        if self.mutant == Some(Mutant::NoDependencyCheck) {
            for item in &mut items {
                item.dependencies.clear();
            }
        }
        let (ack, entries) = judge(&mut self.book, &mut self.known, push.number, items, true);
        for mut entry in entries {
            let item = named.iter().find(|item| item.hash == entry.item.hash).unwrap();
            entry.item = item.clone();
            self.entries.push((device, entry));
        }
        ack
    }

    pub fn page(&self, after: u64) -> Page {
        let from = usize::try_from(after).unwrap().min(self.entries.len());
        let group = |(device, entry): &(usize, Entry)| (i64::try_from(*device).unwrap(), entry.item.group);
        let fitting: Vec<Group> = self.entries[from..].iter().take(PAGE).map(group).collect();
        let (keep, more) = cut(&fitting, self.entries.get(from + PAGE).map(group));
        let to = from + keep;
        Page {
            epoch: self.book.epoch.0.to_vec(),
            after,
            items: self.entries[from..to].iter().map(|(_, entry)| entry.item.clone()).collect(),
            head: self.head(),
            chain: self.chain_at(to as u64).unwrap().0.to_vec(),
            more,
        }
    }

    pub fn lacking(&self, asked: &Reconcile) -> Want {
        lacking(asked, self.entries.iter().filter_map(|(_, entry)| entry.item.hash()))
    }

    pub fn digest(&mut self, at: u64, sha256: &[u8]) {
        let first = self.digests.entry(at).or_insert_with(|| sha256.to_vec());
        if *first != sha256 {
            self.alarms.push(at);
        }
    }

    /// A device announces a packed state; `None` when it is of another log.
    pub fn announce(&mut self, who: (usize, u64), head: &SnapshotHead) -> Option<SnapshotGet> {
        if self.chain_at(head.base).is_none_or(|chain| head.base == 0 || chain.0 != head.chain.as_slice()) {
            return None;
        }
        if self.snapshots.iter().all(|one| one.head.id != head.id) {
            self.snapshots.push(Snapshot {
                head: head.clone(),
                bytes: Vec::new(),
                maker: who,
                verified: false,
            });
            self.snapshots.sort_by_key(|one| one.head.base);
        }
        self.progress(&head.id)
    }

    fn progress(&self, id: &[u8]) -> Option<SnapshotGet> {
        let found = self.snapshots.iter().find(|one| one.head.id == id)?;
        Some(SnapshotGet { id: id.to_vec(), offset: found.bytes.len() as u64 })
    }

    pub fn receive(&mut self, part: &SnapshotPart) -> Option<SnapshotGet> {
        let found = self.snapshots.iter_mut().find(|one| one.head.id == part.id)?;
        if found.bytes.len() as u64 == part.offset {
            found.bytes.extend_from_slice(&part.bytes);
            if found.bytes.len() as u64 == found.head.size && !found.head.is_of(&found.bytes) {
                found.bytes.clear();
            }
        }
        self.progress(&part.id)
    }

    pub fn part(&self, get: &SnapshotGet) -> Option<SnapshotPart> {
        let found = self.snapshots.iter().find(|one| one.head.id == get.id && one.whole())?;
        let rest = found.bytes.get(usize::try_from(get.offset).unwrap()..)?;
        let bytes = rest[..rest.len().min(PART)].to_vec();
        Some(SnapshotPart { id: get.id.clone(), offset: get.offset, bytes })
    }

    pub fn verified(&mut self, who: (usize, u64), id: &[u8]) {
        for one in self.snapshots.iter_mut().filter(|one| one.head.id == id && one.maker != who) {
            one.verified = one.whole() || one.verified;
        }
    }

    /// A bit of a packed state flips where the server keeps it.
    pub fn rot(&mut self, which: usize, at: usize) {
        let count = self.snapshots.len();
        if let Some(one) = self.snapshots.get_mut(which % count.max(1)).filter(|one| !one.bytes.is_empty()) {
            let at = at % one.bytes.len();
            one.bytes[at] ^= 4;
        }
    }

    /// The log as it was when it had `length` entries, as after restoring a backup. Packed states of what it no longer holds stay: a
    /// device must find out by itself.
    pub fn restored(&self, length: usize, epoch: Epoch) -> Self {
        let mut log = Self::new(self.book.tag, epoch, self.mutant);
        for (device, entry) in &self.entries[..length] {
            log.push(*device, Push { number: 0, items: vec![entry.item.clone()] });
        }
        log.snapshots.clone_from(&self.snapshots);
        log.alarms.clone_from(&self.alarms);
        log
    }

    /// What may never be, however the log came about.
    pub fn check(&self) -> Result<(), String> {
        let mut seen: std::collections::HashSet<HashTag> = std::collections::HashSet::new();
        let mut slots = std::collections::HashSet::new();
        for (at, (_, Entry { item, .. })) in self.entries.iter().enumerate() {
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
        if self.alarms.is_empty() {
            Ok(())
        } else {
            Err(format!("devices at one place of the log hold different books: {:?}", self.alarms))
        }
    }
}

impl Snapshot {
    fn whole(&self) -> bool {
        self.bytes.len() as u64 == self.head.size
    }
}
