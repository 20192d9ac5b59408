//! A real book: SQLite file, Automerge documents, and somebody who changes things in it.

use super::random::Random;
use domain::transaction::Origin;
use domain::{AccountId, BalanceProof, Currency, Day, Facts, ImportBatch, Money, TransactionId};
use replica::{IdentityKey, ShardKey, Write};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::OnceLock;
use store::rusqlite::types::Value;
use store::{Commit, Reader, Store};
use sync_client::{BookJournal, Chance, Sealing};
use sync_protocol::BookTag;
use sync_protocol::seal::BookKeys;
use tempfile::TempDir;

const SECRET: [u8; 32] = [9; 32];
const ACCOUNT: AccountId = AccountId([1; 12]);
/// Rows of the statement that any device may import.
const STATEMENT: u64 = 40;
/// Numbers of typed-in rows follow those of the statement.
const TYPED: u64 = 1_000;

struct Dice(RefCell<Random>);

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        let mut random = self.0.borrow_mut();
        bytes.fill_with(|| random.next().to_le_bytes()[0]);
    }
}

/// The book.
pub struct Book {
    folder: Rc<TempDir>,
    path: PathBuf,
    tag: BookTag,
    actor: [u8; 16],
    open: RefCell<Option<(Store, Reader)>>,
    sealing: RefCell<Sealing>,
    dice: Dice,
}

fn folder() -> TempDir {
    // Memory: a seed writes as often as a person does in a week.
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() }.unwrap()
}

/// The file of a book with nothing in it: the same for all, and made once, for making one takes as long as a tenth of a seed.
fn empty() -> &'static [u8] {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    EMPTY.get_or_init(|| {
        let (folder, name) = (folder(), "empty");
        drop(Store::create_empty(&folder.path().join(name), &SECRET, [0; 16]).unwrap());
        std::fs::read(folder.path().join(name)).unwrap()
    })
}

fn id(value: u64) -> TransactionId {
    IdentityKey::new(&SECRET).transaction_id(&value.to_le_bytes())
}

fn facts(value: u64) -> Facts {
    let (month, day) = (i8::try_from(value % 3 + 1).unwrap(), i8::try_from(value % 28 + 1).unwrap());
    Facts {
        date: Day::constant(2026, month, day),
        amount: Money::new(-100 - i64::try_from(value).unwrap(), Currency::BRL),
        description: value.to_string(),
        payee: None,
        memo: None,
        bank_id: None,
        check_number: None,
        original: None,
        instalment: None,
        origin: if value < TYPED { Origin::Statement } else { Origin::Manual },
    }
}

fn shard(value: u64) -> ShardKey {
    ShardKey::for_transaction(ACCOUNT, facts(value).date)
}

fn row(value: u64) -> Write {
    Write::transaction(ACCOUNT, id(value), &facts(value)).unwrap()
}

impl Book {
    fn place(tag: BookTag, folder: Rc<TempDir>, random: &mut Random, actor: [u8; 16]) -> Self {
        let path = folder.path().join(format!("{:016x}", random.next()));
        let sealing = RefCell::new(Sealing::new(tag, BookKeys::from_secret(&SECRET)));
        let dice = Dice(RefCell::new(Random::new(random.next())));
        Self { folder, path, tag, actor, open: RefCell::new(None), sealing, dice }
    }

    fn open(&self) {
        let store = Store::open(&self.path, self.actor).unwrap();
        let reader = store.reader().unwrap();
        *self.open.borrow_mut() = Some((store, reader));
    }

    pub fn with<T>(&self, work: impl FnOnce(&mut BookJournal<'_>) -> T) -> T {
        let (mut open, mut sealing) = (self.open.borrow_mut(), self.sealing.borrow_mut());
        let (store, reader) = open.as_mut().unwrap();
        work(&mut BookJournal { store, reader, sealing: &mut sealing, chance: &self.dice })
    }

    /// The numbers of all rows.
    pub fn rows(&self) -> BTreeSet<u64> {
        self.with(|journal| {
            let mut find =
                journal.reader.connection().prepare_cached("select description from transactions").unwrap();
            let texts = find.query_map([], |row| row.get::<_, String>(0)).unwrap();
            texts.map(|text| text.unwrap().parse().unwrap()).collect()
        })
    }

    fn import(&self, first: u64) {
        let known = self.rows();
        let new: Vec<u64> = (first..first + 4).filter(|value| !known.contains(value)).collect();
        let batch = ImportBatch {
            id: IdentityKey::new(&SECRET).batch_id(format!("{new:?}").as_bytes()),
            account: ACCOUNT,
            file_name: "extrato.ofx".into(),
            file_sha256: [0; 32],
            format: "ofx".into(),
            added: new.iter().map(|value| id(*value)).collect(),
            merged: Vec::new(),
            filled: Vec::new(),
            same: 0,
            ignored: 0,
            proof: BalanceProof::Unavailable,
        };
        let mut writes: Vec<Write> = new.iter().map(|value| row(*value)).collect();
        writes.push(Write::batch(&batch).unwrap());
        self.commit(Commit::new("import.commit", 1, "one", writes).import(batch.id));
    }

    fn commit(&self, commit: Commit) {
        self.with(|journal| journal.store.commit(commit).map(drop)).unwrap();
    }
}

impl Book {
    /// An empty one in a folder of its own.
    pub fn make(tag: BookTag, random: &mut Random) -> Self {
        let actor = random.bytes();
        let book = Self::place(tag, Rc::new(folder()), random, actor);
        std::fs::write(&book.path, empty()).unwrap();
        book.open();
        book
    }

    /// The program starts: a fresh actor.
    pub fn start(&mut self, random: &mut Random) {
        self.open.take();
        self.actor = random.bytes();
        self.sealing = RefCell::new(Sealing::new(self.tag, BookKeys::from_secret(&SECRET)));
        self.open();
    }

    /// A copy of the running book, under the same actor.
    pub fn copy(&self, random: &mut Random) -> Self {
        let copy = Self::place(self.tag, Rc::clone(&self.folder), random, self.actor);
        self.with(|journal| journal.store.backup_to(&copy.path)).unwrap();
        copy.open();
        copy
    }

    /// A copy to be started later.
    pub fn backup(&self) -> Self {
        let mut random = Random::new(self.dice.0.borrow_mut().next());
        let copy = Self::place(self.tag, Rc::clone(&self.folder), &mut random, self.actor);
        self.with(|journal| journal.store.backup_to(&copy.path)).unwrap();
        copy
    }

    /// Somebody edits a row, imports a piece of the statement or types a row in.
    pub fn change(&mut self, value: u64, random: &mut Random) {
        let known: Vec<u64> = self.rows().into_iter().collect();
        match random.below(10) {
            0..=3 if !known.is_empty() => {
                let of = known[random.below(known.len())];
                let note = shard(of).set_note(id(of), Some(&format!("note {value}"))).unwrap();
                self.commit(Commit::new("transaction.edit", 1, "one", vec![note]));
            }
            4 | 5 => self.import(random.next() % (STATEMENT - 4)),
            _ => self.commit(Commit::new("transaction.create", 1, "one", vec![row(TYPED + value)])),
        }
    }

    /// Snapshots take the place of what the log has shown.
    pub fn compact(&mut self) {
        self.with(|journal| {
            for shard in journal.store.worth_compacting(2, 4).unwrap() {
                journal.store.compact(shard).unwrap();
            }
        });
    }

    /// What a person sees; the same on every device in the end.
    pub fn picture(&self) -> String {
        let tables = [
            ("transactions", "id, day, amount, note, visible, description, fields"),
            ("month_total", "*"),
            ("import_batch", "*"),
            ("conflict", "*"),
            ("quarantine", "hash"),
            ("sealed", "place"),
        ];
        self.with(|journal| {
            let report = journal.reader.integrity_check().unwrap();
            let mut text = format!("{:?}\n", report.problems);
            for (table, columns) in tables {
                let sql = format!("select {columns} from {table} order by 1, 2");
                let sql = if columns.contains(',') || columns == "*" { sql } else { sql.replace(", 2", "") };
                let mut find = journal.reader.connection().prepare(&sql).unwrap();
                let width = find.column_count();
                let mut rows = find.query([]).unwrap();
                while let Some(row) = rows.next().unwrap() {
                    let values: Vec<Value> = (0..width).map(|at| row.get(at).unwrap()).collect();
                    writeln!(text, "{table} {values:?}").unwrap();
                }
            }
            text
        })
    }
}
