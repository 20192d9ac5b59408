//! Creating, committing, reading, refusing.

use crate::support::*;
use domain::{Clearing, Split};
use replica::{Field, Write};
use store::{Commit, ErrorCode, Reader, Store};

#[test]
fn an_import_is_projected_and_summed_and_survives_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.valorize");
    let mut store = create(&path, 1);
    import(&mut store, 0..200);
    let total: i64 = (0..200).map(|n| facts(n).amount.minor).sum();
    assert_eq!(count(&store, "select sum(amount) from month_total"), total);
    assert_eq!(count(&store, "select count(*) from transactions where visible = 1"), 200);
    assert_sound(&store);
    let before = projection(&store);
    drop(store);
    let mut store = Store::open(&path, [2; 16]).unwrap();
    assert_eq!(projection(&store), before);
    store.rebuild_projection().unwrap();
    assert_eq!(projection(&store), before);
}

#[test]
fn the_same_import_again_adds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    let commit = import_commit(&store, 0..50);
    store.commit(commit.clone()).unwrap();
    let changes = raw_changes(&store).len();
    let again = store.commit(commit).unwrap();
    assert_eq!(again.changes, 0);
    assert_eq!(raw_changes(&store).len(), changes);
    assert_sound(&store);
}

#[test]
fn edits_show_and_splits_leave_a_remainder() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..10);
    let part = Split { amount: -40, category: Some(category(1)), note: None };
    let writes = vec![
        shard(3).set_category(id(3), Some(category(2))).unwrap(),
        shard(3).set_note(id(3), Some("Não esquecer")).unwrap(),
        shard(3).set_tags(id(3), &["b".into(), "a".into(), "b".into()]).unwrap(),
        shard(4).set_splits(id(4), &[part]).unwrap(),
    ];
    store.commit(Commit::new("transaction.edit", 3, "test", writes)).unwrap();
    let state = store.reader().unwrap().transaction(id(3)).unwrap().unwrap();
    assert_eq!(state.transaction.category, Some(category(2)));
    assert_eq!(state.transaction.auto_category, Some(category(3)));
    assert_eq!(state.transaction.tags, ["a", "b"]);
    assert_eq!(count(&store, "select sum(amount) from split"), facts(4).amount.minor);
    assert_eq!(count(&store, "select count(*) from split where remainder = 1"), 1);
    assert_eq!(count(&store, "select count(*) from transactions where search like '%nao esquecer%'"), 1);
    assert_sound(&store);
}

#[test]
fn automatic_categories_come_later_without_loading_and_never_beat_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..12);
    let person = vec![shard(1).set_category(id(1), Some(category(2))).unwrap()];
    store.commit(Commit::new("transaction.categorize", 3, "test", person)).unwrap();
    let auto = replica::AutoCategory { category: category(0), confidence: 500 };
    let writes = |auto| (0..12).map(|n| shard(n).set_auto_category(id(n), Some(auto)).unwrap()).collect();
    store.commit(Commit::new("categorizer.suggest", 4, "test", writes(auto)).automatic()).unwrap();
    assert_sound(&store);
    // Again with another value: the rows have the register now, so this must follow what is there.
    let auto = replica::AutoCategory { category: category(3), confidence: 600 };
    store.commit(Commit::new("categorizer.suggest", 5, "test", writes(auto)).automatic()).unwrap();
    assert_sound(&store);
    assert_eq!(count(&store, "select count(*) from transactions where auto_confidence = 600"), 12);
    let state = store.reader().unwrap().transaction(id(1)).unwrap().unwrap();
    assert_eq!(state.transaction.category, Some(category(2)));
    assert_eq!(count(&store, "select count(*) from conflict"), 0);
}

#[test]
fn reconciled_rows_are_locked_until_the_reconciliation_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..5);
    let locks = (0..5).map(|n| shard(n).set_clearing(id(n), Some(Clearing::Reconciled)).unwrap()).collect();
    let action = store.commit(Commit::new("account.reconcile", 3, "test", locks)).unwrap().action;
    let before = projection(&store);
    for write in [
        shard(2).set_category(id(2), Some(category(1))).unwrap(),
        shard(2).set_clearing(id(2), None).unwrap(),
        shard(2).set_deleted(id(2), true).unwrap(),
    ] {
        let error = store.commit(Commit::new("transaction.edit", 4, "test", vec![write])).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LockedRow);
    }
    assert_eq!(store.undo_import(only_batch(&store), 5, "test").unwrap_err().code(), ErrorCode::LockedRow);
    assert_eq!(projection(&store), before);
    store.undo_action(action, 6, "test").unwrap();
    store
        .commit(Commit::new("transaction.edit", 7, "test", vec![shard(2).set_category(id(2), None).unwrap()]))
        .unwrap();
    assert_sound(&store);
}

fn only_batch(store: &Store) -> domain::BatchId {
    let reader = store.reader().unwrap();
    domain::BatchId(
        reader.connection().query_row("select id from import_batch", [], |row| row.get(0)).unwrap(),
    )
}

#[test]
fn a_stale_plan_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..5);
    let version = store.reader().unwrap().account_version(ACCOUNT).unwrap();
    let commit = || Commit {
        expect_version: Some((ACCOUNT, version)),
        ..Commit::new("transaction.edit", 3, "test", vec![shard(2).set_note(id(2), Some("x")).unwrap()])
    };
    store.commit(commit()).unwrap();
    assert_eq!(store.commit(commit()).unwrap_err().code(), ErrorCode::StalePlan);
}

#[test]
fn a_failing_local_write_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..5);
    let before = projection(&store);
    let commit =
        Commit::new("transaction.edit", 3, "test", vec![shard(2).set_note(id(2), Some("x")).unwrap()]);
    store
        .commit_with(commit.clone(), |tx| tx.execute("insert into nowhere values (1)", []).map(drop))
        .unwrap_err();
    assert_eq!(projection(&store), before);
    store
        .commit_with(commit, |tx| tx.execute("insert into setting values ('a', '1')", []).map(drop))
        .unwrap();
    assert_eq!(count(&store, "select count(*) from setting"), 1);
    assert_sound(&store);
}

#[test]
fn writes_to_missing_rows_and_readers_that_write_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let mut store = create(&path, 1);
    let commit =
        Commit::new("transaction.edit", 3, "test", vec![shard(2).set_note(id(2), Some("x")).unwrap()]);
    assert_eq!(store.commit(commit).unwrap_err().code(), ErrorCode::InvalidInput);
    let reader = Reader::open(&path).unwrap();
    assert!(reader.connection().execute("delete from changes", []).is_err());
}

#[test]
fn accounts_are_edited_field_by_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    let rename =
        Write::set(replica::ShardKey::Book, replica::Entity::Account(ACCOUNT), Field::Name, Some("Conta"))
            .unwrap();
    store.commit(Commit::new("account.rename", 3, "test", vec![rename])).unwrap();
    assert_eq!(count(&store, "select count(*) from account where name = 'Conta'"), 1);
    store.undo_last().unwrap();
    assert_eq!(count(&store, "select count(*) from account where name = 'Checking'"), 1);
    assert_sound(&store);
}
