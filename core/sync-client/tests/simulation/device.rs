//! A device: what is on its disk, and what is lost when it is switched off. [`Model`] is a disk in memory, for speed.

use super::random::Random;
use super::world::Mutant;
use sha2::Digest as _;
use std::collections::{BTreeSet, HashMap, HashSet};
use sync_client::{Journal, Machine, Position, SealedPack};
use sync_protocol::{
    BookTag, Chain, DeviceTag, Epoch, Frame, HashTag, Item, Limits, Page, Push, SnapshotHead,
};

/// What is on a disk, with a person who changes things.
pub trait Disk: Journal<Error: std::fmt::Debug> + Sized {
    /// An empty one.
    fn new(book: BookTag, random: &mut Random, mutant: Option<Mutant>) -> Self;
    /// The program starts: a fresh actor.
    fn start(&mut self, random: &mut Random);
    /// A copy of the running device: the same actor goes on in both, but chance does not repeat itself.
    fn copy(&self, random: &mut Random) -> Self;
    /// What a backup keeps, to be started later.
    fn backup(&self) -> Self;
    /// A person changes something that can be told by this number.
    fn change(&mut self, value: u64, random: &mut Random);
    /// Everything that was changed, as far as it is here.
    fn values(&self) -> BTreeSet<u64>;
    /// Changes the log has not shown.
    fn waiting(&self) -> usize;
    /// The machine is connected anew.
    fn reconnected(&mut self) {}
    /// What the mutant that trusts acknowledgements does.
    fn believe(&mut self, _: &[HashTag]) {}
    /// The program tidies up: what the log has shown may go from where it is not needed.
    fn compact(&mut self) {}
    /// What was written is on the disk now, for mutants that write it in parts.
    fn sync(&mut self) {}
    /// What a person sees; the same on every device in the end.
    fn picture(&self) -> String {
        String::new()
    }
}

/// A disk in memory.
#[derive(Clone)]
pub struct Model {
    book: BookTag,
    changes: Vec<(Item, bool)>,
    known: HashSet<HashTag>,
    position: Position,
    /// The process's actor: fresh at each start, the same in a machine that was suspended and copied.
    actor: [u8; 16],
    sequence: u64,
    spare: Vec<[u8; 16]>,
    mutant: Option<Mutant>,
    /// What a mutant that writes its position before its rows would find after a crash.
    torn: Option<Box<Model>>,
}

/// The value a change carries: what a person would miss.
fn value(item: &Item) -> u64 {
    u64::from_le_bytes(item.body.as_slice().try_into().unwrap())
}

fn hash(actor: &[u8], sequence: u64, value: u64, dependencies: &[Vec<u8>]) -> HashTag {
    // Any injective mix will do: the chain's hash function is at hand.
    let mut chain = Chain([0; 32]);
    let mut eat = |bytes: &[u8]| {
        let mut block = [0; 32];
        block[..bytes.len()].copy_from_slice(bytes);
        chain = chain.after(HashTag(block));
    };
    eat(actor);
    eat(&sequence.to_le_bytes());
    eat(&value.to_le_bytes());
    for dependency in dependencies {
        eat(dependency);
    }
    HashTag(chain.0)
}

impl Disk for Model {
    fn new(book: BookTag, random: &mut Random, mutant: Option<Mutant>) -> Self {
        let position = Position { epoch: None, cursor: 0, chain: Chain::start(book) };
        let (actor, spare) = (random.bytes(), (0..64).map(|_| random.bytes()).collect());
        let (changes, known) = (Vec::new(), HashSet::new());
        Self { book, changes, known, position, actor, sequence: 0, spare, mutant, torn: None }
    }

    fn start(&mut self, random: &mut Random) {
        if let Some(torn) = self.torn.take() {
            *self = *torn;
        }
        self.actor = random.bytes();
        self.sequence = 0;
        self.spare = (0..64).map(|_| random.bytes()).collect();
    }

    fn copy(&self, random: &mut Random) -> Self {
        Self { spare: (0..64).map(|_| random.bytes()).collect(), ..self.clone() }
    }

    fn backup(&self) -> Self {
        self.clone()
    }

    fn sync(&mut self) {
        self.torn = None;
    }

    fn change(&mut self, value: u64, random: &mut Random) {
        let mut dependencies = BTreeSet::new();
        for _ in 0..random.below(6).saturating_sub(3) {
            if !self.changes.is_empty() {
                dependencies.insert(self.changes[random.below(self.changes.len())].0.hash.clone());
            }
        }
        let item = self.mint(value, dependencies.into_iter().collect());
        self.known.insert(item.hash().unwrap());
        self.changes.push((item, false));
    }

    fn values(&self) -> BTreeSet<u64> {
        self.changes.iter().map(|(item, _)| value(item)).collect()
    }

    fn waiting(&self) -> usize {
        self.changes.iter().filter(|(_, shown)| !shown).count()
    }

    fn believe(&mut self, hashes: &[HashTag]) {
        for (item, shown) in &mut self.changes {
            *shown |= item.hash().is_some_and(|hash| hashes.contains(&hash));
        }
    }
}

impl Model {
    fn mint(&mut self, value: u64, dependencies: Vec<Vec<u8>>) -> Item {
        self.sequence += 1;
        Item {
            document: vec![1; 16],
            hash: hash(&self.actor, self.sequence, value, &dependencies).0.to_vec(),
            actor: self.actor.to_vec(),
            sequence: self.sequence,
            dependencies,
            key: 1,
            nonce: vec![0; 24],
            body: value.to_le_bytes().to_vec(),
            group: 0,
        }
    }
}

impl Journal for Model {
    type Error = std::convert::Infallible;

    fn position(&self) -> Result<Position, Self::Error> {
        Ok(self.position)
    }

    fn outbox(&self, sent: &HashSet<HashTag>, items: usize, _: usize) -> Result<Vec<Item>, Self::Error> {
        let waiting =
            self.changes.iter().filter(|(item, shown)| !shown && !sent.contains(&item.hash().unwrap()));
        Ok(waiting.take(items).map(|(item, _)| item.clone()).collect())
    }

    fn apply(&mut self, page: &Page) -> Result<(), Self::Error> {
        let position = Position {
            epoch: self.position.epoch,
            cursor: page.after + page.items.len() as u64,
            chain: Chain::from_slice(&page.chain).unwrap(),
        };
        if self.mutant == Some(Mutant::CursorAlone) {
            // The position is written now, the rows after it: a crash in between leaves only the position.
            self.torn = Some(Box::new(Self { position, torn: None, ..self.clone() }));
        }
        for item in &page.items {
            if self.known.insert(item.hash().unwrap()) {
                self.changes.push((item.clone(), true));
            } else if let Some((_, shown)) =
                self.changes.iter_mut().find(|(known, _)| known.hash == item.hash)
            {
                *shown = true;
            }
        }
        self.position = position;
        Ok(())
    }

    fn begin_anew(&mut self, epoch: Epoch) -> Result<(), Self::Error> {
        self.position = Position { epoch: Some(epoch), cursor: 0, chain: Chain::start(self.book) };
        self.changes.iter_mut().for_each(|(_, shown)| *shown = false);
        Ok(())
    }

    fn remint(&mut self) -> Result<(), Self::Error> {
        if self.mutant == Some(Mutant::NoRemint) {
            return Ok(());
        }
        self.actor = self.spare.pop().unwrap();
        self.sequence = 0;
        let mut renamed: HashMap<Vec<u8>, Vec<u8>> = HashMap::new();
        for at in 0..self.changes.len() {
            let (old, shown) = self.changes[at].clone();
            if shown {
                continue;
            }
            let dependencies =
                old.dependencies.iter().map(|hash| renamed.get(hash).unwrap_or(hash).clone()).collect();
            let fresh = self.mint(value(&old), dependencies);
            renamed.insert(old.hash.clone(), fresh.hash.clone());
            self.known.remove(&old.hash().unwrap());
            self.known.insert(fresh.hash().unwrap());
            self.changes[at].0 = fresh;
        }
        Ok(())
    }

    fn unshown(&self) -> Result<Vec<HashTag>, Self::Error> {
        let unshown = self.changes.iter().filter(|(_, shown)| !shown);
        Ok(unshown.filter_map(|(item, _)| item.hash()).collect())
    }

    fn random(&self) -> u64 {
        self.sequence ^ u64::from(self.actor[0])
    }

    fn digest(&self) -> Result<Option<[u8; 32]>, Self::Error> {
        let sorted: BTreeSet<HashTag> = self.known.iter().copied().collect();
        Ok((self.waiting() == 0).then(|| Chain([0; 32]).after_all(sorted).0))
    }

    fn pack(&self) -> Result<Option<SealedPack>, Self::Error> {
        if self.waiting() > 0 {
            return Ok(None);
        }
        let mut items: Vec<Item> = self.changes.iter().map(|(item, _)| item.clone()).collect();
        if self.actor[0].is_multiple_of(4) {
            // A device with a defect: its packed states lack something.
            items.pop();
        }
        let bytes = Frame::Push(Push { number: 0, items }).encode();
        let mut head = SnapshotHead {
            id: self.spare[0][..].to_vec(),
            base: self.position.cursor,
            chain: self.position.chain.0.to_vec(),
            size: bytes.len() as u64,
            sha256: Vec::new(),
        };
        head.id[..8].copy_from_slice(&self.position.cursor.to_le_bytes());
        head.sha256 = sha2::Sha256::digest(&bytes).to_vec();
        Ok(Some(SealedPack { head, bytes }))
    }

    fn load_pack(&mut self, epoch: Epoch, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, Self::Error> {
        for item in unpacked(bytes) {
            if self.known.insert(item.hash().unwrap()) {
                self.changes.push((item, true));
            } else if let Some((_, shown)) = self.changes.iter_mut().find(|(own, _)| own.hash == item.hash) {
                *shown = true;
            }
        }
        let chain = Chain::from_slice(&head.chain).unwrap();
        self.position = Position { epoch: Some(epoch), cursor: head.base, chain };
        Ok(true)
    }

    fn verify_pack(&self, head: &SnapshotHead, bytes: &[u8]) -> Result<bool, Self::Error> {
        let items = unpacked(bytes);
        let known = items.iter().all(|item| self.known.contains(&item.hash().unwrap()));
        Ok(known && items.len() as u64 == head.base)
    }
}

/// Large limits: a pack of the model is a push of everything.
fn unpacked(bytes: &[u8]) -> Vec<Item> {
    let limits = Limits { push_items: usize::MAX, push_bytes: usize::MAX, ..Limits::DEFAULT };
    match Frame::decode(bytes, &limits).unwrap() {
        Frame::Push(push) => push.items,
        other => panic!("{other:?}"),
    }
}

/// A device with its connection.
pub struct Device<D> {
    pub disk: D,
    pub machine: Machine,
    pub backups: Vec<D>,
}

impl<D: Disk> Device<D> {
    pub fn new(book: BookTag, disk: D, number: u8) -> Self {
        // Packing often, so that most seeds have several packed states.
        let machine = Machine::new(book, DeviceTag([number; 16]), "simulation").packing_after(7);
        Self { disk, machine, backups: Vec::new() }
    }
}
