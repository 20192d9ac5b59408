//! Undo and redo: exact, persistent, selective.

use crate::support::*;
use proptest::prelude::*;
use store::{Commit, ErrorCode, SkipReason, Store};

#[test]
fn an_import_is_undone_redone_and_imported_afresh() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    let empty = visible_count(&store);
    import(&mut store, 0..100);
    let imported = visible_projection(&store);
    store.undo_last().unwrap();
    assert_eq!(visible_count(&store), empty);
    assert_eq!(count(&store, "select count(*) from month_total"), 0);
    store.redo().unwrap();
    assert_eq!(visible_projection(&store), imported);
    store.undo_last().unwrap();
    import(&mut store, 0..100);
    assert_eq!(visible_projection(&store), imported);
    assert_sound(&store);
}

fn visible_count(store: &Store) -> i64 {
    count(store, "select count(*) from transactions where visible = 1")
}

#[test]
fn an_import_made_elsewhere_can_be_undone_here() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = create(&folder.path().join("two"), 2);
    let batch = import(&mut one, 0..30);
    two.apply_changes(&raw_changes(&one)).unwrap();
    two.undo_import(batch, 9, "two").unwrap();
    assert_eq!(visible_count(&two), 0);
    assert_eq!(two.undo_import(batch, 9, "two").unwrap_err().code(), ErrorCode::NotFound);
    one.apply_changes(&raw_changes(&two)).unwrap();
    assert_eq!(visible_count(&one), 0);
    two.undo_last().unwrap();
    assert_eq!(visible_count(&two), 30);
    assert_sound(&one);
    assert_sound(&two);
}

#[test]
fn a_selective_undo_leaves_later_changes_alone_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..5);
    let edit = |note: &str, other: u8| {
        let writes = vec![
            shard(1).set_note(id(1), Some(note)).unwrap(),
            shard(2).set_category(id(2), Some(category(other))).unwrap(),
        ];
        Commit::new("transaction.edit", 3, "test", writes)
    };
    let first = store.commit(edit("first", 1)).unwrap().action;
    store
        .commit(Commit::new("note", 4, "test", vec![shard(1).set_note(id(1), Some("second")).unwrap()]))
        .unwrap();
    let before = visible_projection(&store);
    let undone = store.undo_action(first, 5, "test").unwrap();
    assert_eq!(undone.written, 1);
    assert_eq!(
        undone.skipped.iter().map(|skipped| skipped.reason).collect::<Vec<_>>(),
        [SkipReason::ChangedSince]
    );
    assert_eq!(count(&store, "select count(*) from transactions where note = 'second'"), 1);
    assert_eq!(store.undo_action(first, 5, "test").unwrap_err().code(), ErrorCode::NotFound);
    store.undo_last().unwrap();
    assert_eq!(visible_projection(&store), before);
    assert_sound(&store);
}

#[test]
fn an_import_of_nothing_new_is_undone_as_often_as_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..5);
    let before = visible_projection(&store);
    let batches = [import(&mut store, 0..5), import(&mut store, 0..5)];
    assert_eq!(batches[0], batches[1]);
    for _ in 0..2 {
        let undone = store.undo_last().unwrap();
        assert_eq!((undone.name.as_str(), undone.skipped.len()), ("import.commit", 0));
    }
    store.redo().unwrap();
    store.redo().unwrap();
    store.undo_last().unwrap();
    store.undo_last().unwrap();
    let without = |text: &str| text.lines().filter(|line| !line.contains("extrato.ofx")).count();
    assert_eq!(without(&visible_projection(&store)), without(&before));
    assert_sound(&store);
}

#[derive(Debug, Clone)]
enum Step {
    Edit(u32, u8),
    Note(u32, String),
    Delete(u32),
    Import(u32, u32),
    Undo,
    Redo,
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..30_u32, 0..5_u8).prop_map(|(n, c)| Step::Edit(n, c)),
        (0..30_u32, "[a-c]{0,2}").prop_map(|(n, text)| Step::Note(n, text)),
        (0..30_u32).prop_map(Step::Delete),
        (0..25_u32, 1..12_u32).prop_map(|(from, n)| Step::Import(from, n)),
        Just(Step::Undo),
        Just(Step::Undo),
        Just(Step::Redo),
        Just(Step::Reopen),
    ];
    proptest::collection::vec(step, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever was done, undoing it gives the projection from before, across restarts, and the file stays sound.
    #[test]
    fn random_walks_restore_exact_projections(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book");
        let mut store = Some(create(&path, 1));
        // Projections before each action that can be undone, and after each that can be redone.
        let mut done: Vec<(String, String)> = Vec::new();
        let mut undone: Vec<(String, String)> = Vec::new();
        for (n, step) in steps.into_iter().enumerate() {
            let open = store.as_mut().unwrap();
            let before = without_batches(open);
            match step {
                Step::Reopen => {
                    drop(store.take());
                    store = Some(Store::open(&path, [n as u8 + 10; 16]).unwrap());
                }
                Step::Undo => match done.pop() {
                    None => prop_assert!(open.undo_last().is_err()),
                    Some((back, now)) => {
                        let outcome = open.undo_last().unwrap();
                        prop_assert!(outcome.skipped.is_empty(), "{:?}", outcome);
                        prop_assert_eq!(&without_batches(open), &back);
                        undone.push((back, now));
                    }
                },
                Step::Redo => match undone.pop() {
                    None => prop_assert!(open.redo().is_err()),
                    Some((back, now)) => {
                        open.redo().unwrap();
                        prop_assert_eq!(&without_batches(open), &now);
                        done.push((back, now));
                    }
                },
                step => {
                    if act(open, &step) {
                        done.push((before, without_batches(open)));
                        undone.clear();
                    } else {
                        // An action that changes nothing leaves nothing to undo, and nothing to redo.
                        undone.clear();
                    }
                }
            }
        }
        assert_sound(store.as_ref().unwrap());
    }
}

/// Does the step; false when it changed nothing.
fn act(store: &mut Store, step: &Step) -> bool {
    let known = |store: &Store, n: u32| store.reader().unwrap().shard_of(id(n)).unwrap().is_some();
    let writes = match step {
        Step::Edit(n, c) if known(store, *n) => {
            vec![shard(*n).set_category(id(*n), (*c < 4).then(|| category(*c))).unwrap()]
        }
        Step::Note(n, text) if known(store, *n) => {
            vec![shard(*n).set_note(id(*n), (!text.is_empty()).then_some(text.as_str())).unwrap()]
        }
        Step::Delete(n) if known(store, *n) => vec![shard(*n).set_deleted(id(*n), true).unwrap()],
        Step::Import(from, n) => {
            import(store, *from..*from + *n);
            return true;
        }
        _ => vec![],
    };
    store.commit(Commit::new("step", 1, "test", writes)).unwrap().changes > 0
}

/// The projection without rows that an undo keeps as traces: batches, and transactions it removed.
fn without_batches(store: &Store) -> String {
    let reader = store.reader().unwrap();
    let removed: Vec<Vec<u8>> = reader
        .connection()
        .prepare("select id from transactions where removed = 1")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let removed: Vec<String> = removed.iter().map(|id| format!("[Blob({id:?})")).collect();
    let text = visible_projection(store);
    let mut keep = true;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with("--") {
            keep = line != "-- import_batch";
        }
        if keep && !removed.iter().any(|id| line.starts_with(id.as_str())) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}
