//! What leaves the device fits: however large an import or an edit, every change stays below the limit of a body on the wire.

use crate::support::*;
use domain::transaction::Origin;
use domain::{BalanceProof, Currency, Day, Facts, ImportBatch, Money};
use replica::{ChangeHash, Field, RawChange, ShardKey, Write};
use std::collections::BTreeSet;
use store::{Commit, Store, StoreError};

/// Bytes of a change at most: a body of 480 KiB less what sealing adds.
const MOST: usize = 440 << 10;
/// Enough for several changes of each kind; the time a document takes grows faster than its rows.
const ROWS: u32 = 20_000;

fn month() -> ShardKey {
    ShardKey::Transactions { account: ACCOUNT, year: 2026, month: 7 }
}

fn busy_row(n: u32) -> Write {
    let day = i8::try_from(n % 31 + 1).unwrap();
    let facts = Facts {
        date: Day::constant(2026, 7, day),
        amount: Money::new(-1 - i64::from(n), Currency::BRL),
        description: format!("Compra {n} no cartão, loja {}", n % 977),
        payee: None,
        memo: Some(format!("ref {:08x}", n.wrapping_mul(2_654_435_761))),
        bank_id: Some(format!("2026070{n:09}")),
        check_number: None,
        original: None,
        instalment: None,
        origin: Origin::Statement,
    };
    Write::transaction(ACCOUNT, id(n), &facts).unwrap()
}

fn import_month(store: &mut Store, rows: std::ops::Range<u32>) {
    let batch = ImportBatch {
        id: store.identity().batch_id(format!("{rows:?}").as_bytes()),
        account: ACCOUNT,
        file_name: "julho.ofx".into(),
        file_sha256: [0; 32],
        format: "ofx".into(),
        added: rows.clone().map(id).collect(),
        merged: Vec::new(),
        filled: Vec::new(),
        same: 0,
        ignored: 0,
        proof: BalanceProof::Unavailable,
    };
    let mut writes: Vec<Write> = rows.map(busy_row).collect();
    writes.push(Write::batch(&batch).unwrap());
    store.commit(Commit::new("import.commit", 2, "test", writes).import(batch.id)).unwrap();
}

fn all_fit(store: &Store) -> usize {
    let changes = store.reader().unwrap().unshown(0, u32::MAX).unwrap();
    let largest = changes.iter().map(|found| found.change.bytes.len()).max().unwrap();
    let builds_on = changes.iter().map(|found| found.dependencies.len()).max().unwrap();
    println!("{} changes, the largest {largest} bytes, on at most {builds_on} others", changes.len());
    assert!(largest <= MOST, "{largest}");
    assert!(builds_on <= 2_048, "{builds_on}");
    changes.len()
}

fn minted(store: &Store) -> BTreeSet<ChangeHash> {
    raw_changes(store).iter().filter(|raw| raw.shard != ShardKey::Book).map(|raw| raw.hash).collect()
}

#[test]
fn twenty_thousand_rows_of_one_month_leave_in_changes_that_fit() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import_month(&mut one, 0..ROWS);
    assert!(all_fit(&one) > 10);
    let batch = one.identity().batch_id(format!("{:?}", 0..ROWS).as_bytes());
    let found = one.reader().unwrap().import_batch(batch).unwrap().expect("the batch");
    assert_eq!(found.added.len(), ROWS as usize, "its facts are whole again");

    let mut two = create(&folder.path().join("two"), 2);
    import_month(&mut two, 0..ROWS);
    assert_eq!(minted(&one), minted(&two), "the same file gives the same changes");

    let notes = (0..ROWS).map(|n| month().set_note(id(n), Some(&format!("note {n}"))).unwrap()).collect();
    one.commit(Commit::new("transaction.edit_many", 3, "one", notes)).unwrap();
    all_fit(&one);

    let applied = two.apply_changes(&raw_changes(&one)).unwrap();
    assert_eq!((applied.pending.len(), applied.quarantined.len()), (0, 0), "{:?}", applied.quarantined);
    assert_eq!(visible_projection(&two), visible_projection(&one));
    two.undo_import(batch, 4, "two").unwrap();
    all_fit(&two);
    assert_eq!(count(&two, "select count(*) from transactions where visible = 1"), 0);
    assert_sound(&two);
}

#[test]
fn files_that_overlap_share_most_changes_and_are_a_union() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = create(&folder.path().join("two"), 2);
    import_month(&mut one, 0..20_000);
    import_month(&mut two, 0..20_001);
    let (of_one, of_two) = (minted(&one), minted(&two));
    let shared = of_one.intersection(&of_two).count();
    assert!(shared + 3 >= of_one.len() && shared > 4, "{shared} of {}", of_one.len());
    two.apply_changes(&raw_changes(&one)).unwrap();
    one.apply_changes(&raw_changes(&two)).unwrap();
    assert_eq!(count(&one, "select count(*) from transactions"), 20_001);
    assert_eq!(visible_projection(&one), visible_projection(&two));
    assert_sound(&one);
}

#[test]
fn a_batch_is_there_when_all_its_parts_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import_month(&mut one, 0..40_000);
    let mut two = create(&folder.path().join("two"), 2);
    let (batch, rest): (Vec<RawChange>, Vec<RawChange>) =
        raw_changes(&one).into_iter().partition(|raw| matches!(raw.shard, ShardKey::Import(_)));
    assert!(batch.len() > 1, "{}", batch.len());
    for part in &batch {
        assert_eq!(count(&two, "select count(*) from import_batch"), 0);
        two.apply_changes(std::slice::from_ref(part)).unwrap();
        assert_sound(&two);
    }
    assert_eq!(count(&two, "select count(*) from import_batch"), 1);
    two.apply_changes(&rest).unwrap();
    assert_eq!(visible_projection(&two), visible_projection(&one));
}

#[test]
fn a_value_no_change_could_carry_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import(&mut one, 0..2);
    let note = shard(1).set_note(id(1), Some(&"x".repeat(200_000))).unwrap();
    let refused = one.commit(Commit::new("n", 3, "one", vec![note])).unwrap_err();
    assert!(matches!(refused, StoreError::TooLong { field: Field::Note, .. }), "{refused}");
}
