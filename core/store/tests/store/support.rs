//! Books, rows and comparisons for tests.

use domain::transaction::Origin;
use domain::{
    Account, AccountId, AccountKind, BatchId, Book, BookId, Category, CategoryGroup, CategoryId, CategoryKind,
};
use domain::{BalanceProof, Currency, Day, Facts, GroupId, ImportBatch, Language, Money, TransactionId};
use replica::{AutoCategory, Entity, IdentityKey, RawChange, ShardKey, Write};
use std::path::Path;
use store::rusqlite::types::Value;
use store::{Commit, Reader, Store};

pub const KEY: [u8; 32] = [9; 32];
pub const ACCOUNT: AccountId = AccountId([1; 12]);

pub fn category(n: u8) -> CategoryId {
    CategoryId([100 + n; 12])
}

/// A book with an account and four categories.
pub fn create(path: &Path, actor: u8) -> Store {
    Store::create(path, &KEY, [actor; 16], Commit::new("book.create", 1, "test", book_writes())).unwrap()
}

fn book_writes() -> Vec<Write> {
    let book =
        Book { id: BookId([5; 12]), name: "Home".into(), currency: Currency::BRL, language: Language::En };
    let account = Account {
        id: ACCOUNT,
        name: "Checking".into(),
        kind: AccountKind::Checking,
        currency: Currency::BRL,
        bank: None,
        number: None,
        opening_balance: 10_000,
        opening_date: None,
        closed: false,
    };
    let group =
        CategoryGroup { id: GroupId([7; 12]), name: "All".into(), kind: CategoryKind::Expense, position: 0 };
    let mut writes =
        vec![Write::book(&book).unwrap(), Write::account(&account).unwrap(), Write::group(&group).unwrap()];
    for n in 0..4 {
        let category = Category {
            id: category(n),
            group: group.id,
            name: format!("C{n}"),
            key: None,
            position: u32::from(n),
            archived: false,
        };
        writes.push(Write::category(&category).unwrap());
    }
    writes
}

pub fn facts(n: u32) -> Facts {
    Facts {
        date: Day::constant(2026, 1, 1).checked_add(jiff_days(n)).unwrap(),
        amount: Money::new(-100 - i64::from(n), Currency::BRL),
        description: format!("Padaria São João {n}"),
        payee: None,
        memo: n.is_multiple_of(2).then(|| format!("memo {n}")),
        bank_id: Some(format!("F{n}")),
        check_number: None,
        original: None,
        instalment: None,
        origin: if n % 5 == 4 { Origin::Manual } else { Origin::Statement },
    }
}

fn jiff_days(n: u32) -> std::time::Duration {
    std::time::Duration::from_hours(u64::from(n % 90) * 24)
}

pub fn id(n: u32) -> TransactionId {
    IdentityKey::new(&KEY).transaction_id(&n.to_le_bytes())
}

pub fn shard(n: u32) -> ShardKey {
    ShardKey::for_transaction(ACCOUNT, facts(n).date)
}

/// The import of rows `range`, as a device would commit it; rows it knows already are not added.
pub fn import(store: &mut Store, range: std::ops::Range<u32>) -> BatchId {
    let commit = import_commit(store, range);
    let batch = commit.batch.unwrap();
    store.commit(commit).unwrap();
    batch
}

pub fn import_commit(store: &Store, range: std::ops::Range<u32>) -> Commit {
    let reader = store.reader().unwrap();
    let visible = |n: &u32| {
        let sql = "select 1 from transactions where id = ?1 and removed = 0";
        reader.connection().prepare(sql).unwrap().exists([id(*n).as_bytes()]).unwrap()
    };
    let new: Vec<u32> = range.clone().filter(|n| !visible(n)).collect();
    let content = format!("{new:?}");
    let batch = ImportBatch {
        id: store.identity().batch_id(content.as_bytes()),
        account: ACCOUNT,
        file_name: "extrato.ofx".into(),
        file_sha256: [0; 32],
        format: "ofx".into(),
        added: new.iter().map(|n| id(*n)).collect(),
        merged: Vec::new(),
        filled: Vec::new(),
        same: range.len() as u32 - new.len() as u32,
        ignored: 0,
        proof: BalanceProof::Unavailable,
    };
    let mut writes: Vec<Write> =
        new.iter().map(|n| Write::transaction(ACCOUNT, id(*n), &facts(*n)).unwrap()).collect();
    for n in new.iter().filter(|n| *n % 3 == 0) {
        let auto = AutoCategory { category: category((n % 4) as u8), confidence: 900 };
        writes.push(shard(*n).set_auto_category(id(*n), Some(auto)).unwrap());
    }
    writes.push(Write::batch(&batch).unwrap());
    Commit::new("import.commit", 2, "test", writes).import(batch.id)
}

/// Every table of the projection as text, for comparison. `fields` is left out on demand: undo leaves emptied registers behind.
pub fn dump(reader: &Reader, fields: bool) -> String {
    let tables = [
        ("book", "*"),
        ("account", "*"),
        ("category_group", "*"),
        ("category", "*"),
        ("payee", "*"),
        ("rule", "*"),
        ("reconciliation", "*"),
        ("import_batch", "*"),
        ("split", "*"),
        ("tag", "*"),
        ("month_total", "*"),
        ("conflict", "*"),
        ("needs_newer", "*"),
        ("orphan", "*"),
        (
            "transactions",
            "id, account, day, amount, visible, clearing, origin, splits, category, user_category, auto_category, auto_confidence, payee, \
             description, memo, note, fact_day, fact_amount, deleted, removed, dup_of, transfer, search",
        ),
    ];
    let mut text = String::new();
    for (table, columns) in tables {
        let columns = if fields && table == "transactions" { "*" } else { columns };
        text.extend(["-- ", table, "\n"]);
        let mut rows: Vec<String> = Vec::new();
        let mut select = reader.connection().prepare(&format!("select {columns} from {table}")).unwrap();
        let count = select.column_count();
        let mut found = select.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<Value> = (0..count).map(|column| row.get(column).unwrap()).collect();
            rows.push(format!("{values:?}\n"));
        }
        rows.sort_unstable();
        text.extend(rows);
    }
    text
}

pub fn projection(store: &Store) -> String {
    dump(&store.reader().unwrap(), true)
}

pub fn visible_projection(store: &Store) -> String {
    dump(&store.reader().unwrap(), false)
}

pub fn raw_changes(store: &Store) -> Vec<RawChange> {
    store.changes_since(0, u32::MAX).unwrap().into_iter().map(|stored| stored.change).collect()
}

/// The check finds nothing wrong.
#[track_caller]
pub fn assert_sound(store: &Store) {
    let report = store.reader().unwrap().integrity_check().unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
}

pub fn count(store: &Store, sql: &str) -> i64 {
    store.reader().unwrap().connection().query_row(sql, [], |row| row.get(0)).unwrap()
}

pub fn transaction(n: u32) -> Entity {
    Entity::Transaction(id(n))
}
