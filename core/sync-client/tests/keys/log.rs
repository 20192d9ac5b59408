//! A log as a server keeps it, and devices with real books that read and write it.

use domain::transaction::Origin;
use domain::{AccountId, Currency, Day, Facts, Member, MemberId, MemberRole, Money, TransactionId};
use replica::{ShardKey, Write};
use std::cell::Cell;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use store::{Commit, Reader, Store};
use sync_client::{
    BookError, BookJournal, Chance, Journal as _, KeyError, Sealing, Settled, When, book_keys,
};
use sync_protocol::pairing::{Bundle, Role};
use sync_protocol::seal::recovery::RecoverySecret;
use sync_protocol::seal::{BookKeys, ExchangeKey};
use sync_protocol::{BookTag, Chain, DeviceTag, Item, Page};
use tempfile::TempDir;

pub const SECRET: [u8; 32] = [9; 32];
const ACCOUNT: AccountId = AccountId([1; 12]);
pub const EPOCH: [u8; 16] = [6; 16];

/// Numbers that follow from a seed (`SplitMix64`).
pub struct Dice(Cell<u64>);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    pub fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&self, bound: u64) -> u64 {
        self.next() % bound
    }
}

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.next().to_le_bytes()[7]);
    }
}

/// The log.
#[derive(Default)]
pub struct Log {
    pub items: Vec<Item>,
}

impl Log {
    pub fn push(&mut self, items: Vec<Item>) {
        let known: HashSet<Vec<u8>> = self.items.iter().map(|item| item.hash.clone()).collect();
        self.items.extend(items.into_iter().filter(|item| !known.contains(&item.hash)));
    }

    /// Everything after `cursor`, at most `most` entries.
    fn page(&self, book: BookTag, cursor: u64, most: usize) -> Option<Page> {
        let start = usize::try_from(cursor).unwrap();
        let links = |items: &[Item]| Chain::start(book).after_all(items.iter().filter_map(Item::hash));
        let items: Vec<Item> = self.items[start..].iter().take(most).cloned().collect();
        (!items.is_empty()).then(|| Page {
            epoch: EPOCH.to_vec(),
            after: cursor,
            head: self.items.len() as u64,
            chain: links(&self.items[..start + items.len()]).0.to_vec(),
            items,
            more: false,
        })
    }
}

/// A folder in memory, where there is one: a seed writes as often as a person does in a week.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap()
}

/// A device with a book in a file.
pub struct Device {
    pub tag: DeviceTag,
    pub store: Store,
    pub reader: Reader,
    pub sealing: Sealing,
    pub dice: Dice,
    key: ExchangeKey,
    name: String,
}

impl Device {
    /// A device whose empty book has the secret.
    pub fn new(folder: &Path, name: &str, number: u8) -> Self {
        Self::with_identity(folder, name, number, &SECRET)
    }

    pub fn with_identity(folder: &Path, name: &str, number: u8, identity: &[u8; 32]) -> Self {
        let store = Store::create_empty(&folder.join(name), identity, [number; 16]).unwrap();
        let reader = store.reader().unwrap();
        let (tag, key) = (DeviceTag([number; 16]), ExchangeKey::new([number; 32]));
        let keys = book_keys(&reader).unwrap();
        let sealing = Sealing::new(keys.tag(), keys).receiving(tag, key.clone());
        Self { tag, store, reader, sealing, dice: Dice::new(u64::from(number)), key, name: name.to_owned() }
    }

    pub fn id(&self) -> MemberId {
        MemberId(self.tag.0)
    }

    pub fn when(&self) -> When {
        When { at: 1, device: self.name.clone() }
    }

    pub fn with<T>(&mut self, work: impl FnOnce(&mut BookJournal<'_>) -> T) -> T {
        let Self { store, reader, sealing, dice, .. } = self;
        work(&mut BookJournal { store, reader, sealing, chance: dice })
    }

    /// The program ends and starts again: what is not in the file is gone.
    pub fn restart(self, folder: &Path) -> Self {
        let Self { tag, store, reader, sealing, dice, key, name } = self;
        drop((store, reader, sealing));
        let mut actor = [0; 16];
        dice.fill(&mut actor);
        let store = Store::open(&folder.join(&name), actor).unwrap();
        let reader = store.reader().unwrap();
        let keys = book_keys(&reader).unwrap();
        let sealing = Sealing::new(keys.tag(), keys).receiving(tag, key.clone());
        Self { tag, store, reader, sealing, dice, key, name }
    }

    /// A copy of the device as it is, actor and all, as of a machine that was suspended and cloned.
    pub fn copy(&self, folder: &Path) -> Self {
        let name = format!("{} copied", self.name);
        self.store.backup_to(&folder.join(&name)).unwrap();
        let store = Store::open(&folder.join(&name), self.tag.0).unwrap();
        let reader = store.reader().unwrap();
        let (tag, key) = (self.tag, self.key.clone());
        let keys = book_keys(&reader).unwrap();
        let sealing = Sealing::new(keys.tag(), keys).receiving(tag, key.clone());
        Self { tag, store, reader, sealing, dice: Dice::new(77), key, name }
    }

    /// Opens what is wrapped for these words too, as a device does that brings a book back.
    pub fn with_words(mut self, words: &RecoverySecret, keys: BookKeys) -> Self {
        let sealing = Sealing::new(keys.tag(), keys).receiving(self.tag, self.key.clone());
        self.sealing = sealing.receiving(words.member(), words.exchange());
        self
    }

    pub fn as_member(&self, role: MemberRole, added_by: Option<MemberId>) -> Member {
        let public_key = self.key.public();
        let (id, name) = (self.id(), self.name.clone());
        Member { id, name, role, public_key, added_by, handed: Vec::new(), account: None }
    }

    /// This device names itself in the book.
    pub fn enrol(&mut self) {
        let (me, when) = (self.as_member(MemberRole::Editor, None), self.when());
        self.with(|journal| journal.admit(me, &when)).unwrap();
    }

    /// Lets another in, as pairing does, and gives what to hand over.
    pub fn let_in(&mut self, other: &Self, role: Role) -> Bundle {
        let member = match role {
            Role::Editor => other.as_member(MemberRole::Editor, Some(self.id())),
            Role::Reader => other.as_member(MemberRole::Reader, Some(self.id())),
        };
        let when = self.when();
        self.with(|journal| journal.admit(member, &when)).unwrap();
        Bundle::new(self.sealing.keys(), &SECRET, role)
    }

    /// Takes what it was handed.
    pub fn accept(&mut self, bundle: &Bundle) {
        let keys = sync_client::keep_invitation(&mut self.store, bundle).unwrap();
        self.sealing = Sealing::new(keys.tag(), keys).receiving(self.tag, self.key.clone());
    }

    pub fn push(&mut self, log: &mut Log) {
        self.sealing.reconnected();
        let items = self.with(|journal| journal.outbox(&HashSet::new(), usize::MAX, usize::MAX)).unwrap();
        log.push(items);
    }

    pub fn pull(&mut self, log: &Log, most: usize) -> Result<(), BookError> {
        // Another connection than the one that pushed: pages carry every body.
        self.sealing.reconnected();
        loop {
            let position = self.with(|journal| journal.position())?;
            let epoch = sync_protocol::Epoch(EPOCH);
            if position.epoch.is_none() {
                self.with(|journal| journal.begin_anew(epoch))?;
            }
            let Some(page) = log.page(self.sealing.keys().tag(), position.cursor, most) else {
                return Ok(());
            };
            assert!(page.continues(epoch, position.cursor, position.chain));
            self.with(|journal| journal.apply(&page))?;
        }
    }

    pub fn sync(&mut self, log: &mut Log) {
        self.push(log);
        self.pull(log, 3).unwrap();
    }

    pub fn settle(&mut self) -> Result<Settled, KeyError> {
        let when = self.when();
        self.with(|journal| journal.settle_keys(&when))
    }

    pub fn remove(&mut self, other: MemberId) -> Settled {
        let when = self.when();
        self.with(|journal| journal.remove_members(&[other], &when)).unwrap()
    }

    /// Types a row in.
    pub fn write(&mut self, number: u8) {
        let facts = Facts {
            date: Day::constant(2026, 3, 5),
            amount: Money::new(-100, Currency::BRL),
            description: number.to_string(),
            payee: None,
            memo: None,
            bank_id: None,
            check_number: None,
            original: None,
            instalment: None,
            origin: Origin::Manual,
        };
        let write = Write::transaction(ACCOUNT, TransactionId([number; 12]), &facts).unwrap();
        self.store.commit(Commit::new("transaction.create", 1, "one", vec![write])).unwrap();
    }

    pub fn note(&mut self, number: u8, text: &str) {
        let shard = ShardKey::for_transaction(ACCOUNT, Day::constant(2026, 3, 5));
        let write = shard.set_note(TransactionId([number; 12]), Some(text)).unwrap();
        self.store.commit(Commit::new("transaction.edit", 1, "one", vec![write])).unwrap();
    }

    /// The numbers of the rows that are here.
    pub fn rows(&self) -> BTreeSet<u8> {
        let mut find = self.reader.connection().prepare("select description from transactions").unwrap();
        let texts = find.query_map([], |row| row.get::<_, String>(0)).unwrap();
        texts.map(|text| text.unwrap().parse().unwrap()).collect()
    }

    pub fn count(&self, table: &str) -> u64 {
        let sql = format!("select count(*) from {table}");
        self.reader.connection().query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap().cast_unsigned()
    }

    pub fn keys(&self) -> &BookKeys {
        self.sealing.keys()
    }

    /// Is the file sound, and the projection what the journal says?
    pub fn assert_sound(&self) {
        assert_eq!(self.reader.integrity_check().unwrap().problems, Vec::<String>::new(), "{}", self.name);
    }

    /// Entries that have not opened.
    pub fn waiting(&self) -> usize {
        self.reader.sealed().unwrap().len()
    }
}

/// Names of changes in the log, by the number of the key they were sealed with.
pub fn numbers(log: &Log) -> Vec<u32> {
    log.items.iter().map(|item| item.key).collect()
}
