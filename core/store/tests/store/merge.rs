//! Several replicas: convergence in any order, concurrent imports, quarantine, early changes.

use crate::support::*;
use proptest::prelude::*;
use replica::{RawChange, ShardDocument, ShardKey, Write};
use store::{Commit, Store};

#[test]
fn two_devices_importing_the_same_rows_make_the_same_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = create(&folder.path().join("two"), 2);
    import(&mut one, 0..60);
    import(&mut two, 0..60);
    let of = |store: &Store| {
        let mut minted: Vec<_> =
            raw_changes(store).into_iter().filter(|raw| raw.shard != ShardKey::Book).collect();
        minted.sort_unstable_by_key(|raw| raw.hash);
        minted
    };
    assert_eq!(of(&one), of(&two));
    // Each goes on editing before they meet; nothing is lost.
    let note = |n: u32, text: &str| shard(n).set_note(id(n), Some(text)).unwrap();
    one.commit(Commit::new("note", 3, "one", vec![note(1, "from one"), note(2, "one as well")])).unwrap();
    two.commit(Commit::new("note", 3, "two", vec![note(3, "from two")])).unwrap();
    exchange(&mut one, &mut two);
    assert_eq!(count(&one, "select count(*) from transactions where note is not null"), 3);
    assert_eq!(count(&one, "select count(*) from conflict where doc like 'tx/%'"), 0);
    assert_same(&one, &two);
}

#[test]
fn overlapping_imports_are_a_union() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = create(&folder.path().join("two"), 2);
    import(&mut one, 0..40);
    import(&mut two, 20..60);
    one.commit(Commit::new("c", 3, "one", vec![shard(30).set_category(id(30), Some(category(1))).unwrap()]))
        .unwrap();
    exchange(&mut one, &mut two);
    assert_eq!(count(&two, "select count(*) from transactions where visible = 1"), 60);
    assert_eq!(
        two.reader().unwrap().transaction(id(30)).unwrap().unwrap().transaction.category,
        Some(category(1))
    );
    assert_same(&one, &two);
}

#[test]
fn concurrent_edits_of_a_field_are_a_conflict_that_a_later_edit_settles() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = create(&folder.path().join("two"), 2);
    import(&mut one, 0..5);
    two.apply_changes(&raw_changes(&one)).unwrap();
    for (store, n) in [(&mut one, 1), (&mut two, 2)] {
        store
            .commit(Commit::new("c", 3, "x", vec![shard(1).set_category(id(1), Some(category(n))).unwrap()]))
            .unwrap();
    }
    exchange(&mut one, &mut two);
    assert_same(&one, &two);
    assert_eq!(count(&one, "select n from conflict where field = 'category'"), 2);
    let values = one
        .reader()
        .unwrap()
        .conflict_values(shard(1), transaction(1), Some(replica::Field::Category))
        .unwrap();
    assert_eq!(values.len(), 2);
    let winner = one.reader().unwrap().transaction(id(1)).unwrap().unwrap().transaction.category;
    assert_eq!(values.last().unwrap().as_deref().map(|bytes| replica::decode(bytes).unwrap()), winner);
    // Saying the winner's value again settles it, too.
    one.commit(Commit::new("c", 4, "x", vec![shard(1).set_category(id(1), winner).unwrap()])).unwrap();
    assert_eq!(count(&one, "select count(*) from conflict where field = 'category'"), 0);
    exchange(&mut one, &mut two);
    assert_same(&one, &two);
}

#[test]
fn changes_that_come_before_their_ground_wait_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import(&mut one, 0..3);
    for n in 0..4_u8 {
        let write = shard(1).set_note(id(1), Some(&format!("note {n}"))).unwrap();
        one.commit(Commit::new("note", 3, "one", vec![write])).unwrap();
    }
    let mut two = create(&folder.path().join("two"), 2);
    let mut changes: Vec<RawChange> =
        raw_changes(&one).into_iter().filter(|raw| raw.shard == shard(1)).collect();
    changes.reverse();
    for change in &changes {
        two.apply_changes(std::slice::from_ref(change)).unwrap();
        assert_sound(&two);
    }
    assert_eq!(count(&two, "select count(*) from changes where pending = 1"), 0);
    assert_eq!(count(&two, "select count(*) from transactions where note = 'note 3'"), 1);
}

#[test]
fn a_local_import_onto_waiting_registers_keeps_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    let mut two = create(&folder.path().join("two"), 2);
    import(&mut one, 0..9);
    // Only the minted registers arrive, not the facts.
    let registers: Vec<RawChange> = raw_changes(&one)
        .into_iter()
        .filter(|raw| {
            let mut document = ShardDocument::new(raw.shard);
            document.apply(std::slice::from_ref(raw));
            raw.shard.account().is_some() && document.read_all().0.iter().all(|state| state.facts.is_none())
        })
        .collect();
    assert!(!registers.is_empty());
    two.apply_changes(&registers).unwrap();
    assert!(count(&two, "select count(*) from orphan") > 0);
    assert_sound(&two);
    import(&mut two, 0..9);
    assert_eq!(count(&two, "select count(*) from orphan"), 0);
    assert_sound(&two);
    exchange(&mut one, &mut two);
    assert_same(&one, &two);
}

#[test]
fn flipped_bits_are_quarantined_and_never_panic_or_block() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import(&mut one, 0..8);
    one.commit(Commit::new("n", 3, "one", vec![shard(1).set_note(id(1), Some("x")).unwrap()])).unwrap();
    let good = raw_changes(&one);
    let mut two = create(&folder.path().join("two"), 2);
    let mut bad = Vec::new();
    for change in &good {
        for bit in (0..change.bytes.len() * 8).step_by(7) {
            let mut flipped = change.clone();
            flipped.bytes[bit / 8] ^= 1 << (bit % 8);
            bad.push(flipped);
        }
    }
    for change in &bad {
        // A flip inside deflate's padding may leave the content as it was: then it is the change, and good.
        assert!(change.header().is_err() || good.iter().any(|good| good.hash == change.hash));
    }
    let damaged: Vec<RawChange> = bad.into_iter().filter(|change| change.header().is_err()).collect();
    let outcome = two.apply_changes(&damaged).unwrap();
    assert!(!outcome.quarantined.is_empty() && outcome.applied.is_empty());
    two.apply_changes(&good).unwrap();
    assert_eq!(count(&two, "select count(*) from transactions where note = 'x'"), 1);
    assert_sound(&two);
}

fn exchange(one: &mut Store, two: &mut Store) {
    let (from_one, from_two) = (raw_changes(one), raw_changes(two));
    one.apply_changes(&from_two).unwrap();
    two.apply_changes(&from_one).unwrap();
}

#[track_caller]
fn assert_same(one: &Store, two: &Store) {
    assert_eq!(projection(one), projection(two));
    assert_sound(one);
    assert_sound(two);
}

#[derive(Debug, Clone)]
enum Step {
    Import(u32, u32),
    Category(u32, u8),
    Auto(u32, u8),
    Splits(u32, i64),
    Amount(u32, i64),
    Delete(u32, bool),
    Rename(String),
    Undo,
    Redo,
    Pull,
}

fn step() -> impl Strategy<Value = Step> {
    let row = 0..20_u32;
    prop_oneof![
        3 => (0..16_u32, 1..8_u32).prop_map(|(from, n)| Step::Import(from, n)),
        4 => (row.clone(), 0..5_u8).prop_map(|(n, c)| Step::Category(n, c)),
        2 => (row.clone(), 0..4_u8).prop_map(|(n, c)| Step::Auto(n, c)),
        2 => (row.clone(), -500..500_i64).prop_map(|(n, a)| Step::Splits(n, a)),
        1 => (row.clone(), any::<i64>()).prop_map(|(n, a)| Step::Amount(n, a)),
        2 => (row, any::<bool>()).prop_map(|(n, d)| Step::Delete(n, d)),
        1 => "[a-z]{1,4}".prop_map(Step::Rename),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        2 => Just(Step::Pull),
    ]
}

fn act(stores: &mut [Store], device: usize, step: &Step) {
    let known = |store: &Store, n: u32| store.reader().unwrap().shard_of(id(n)).unwrap().is_some();
    let auto = |c: u8| replica::AutoCategory { category: category(c), confidence: u16::from(c) };
    let store = &mut stores[device];
    let mut automatic = false;
    let writes = match step {
        Step::Import(from, n) => {
            import(store, *from..*from + *n);
            return;
        }
        Step::Category(n, c) if known(store, *n) => {
            vec![shard(*n).set_category(id(*n), (*c < 4).then(|| category(*c))).unwrap()]
        }
        Step::Auto(n, c) if known(store, *n) => {
            automatic = true;
            vec![shard(*n).set_auto_category(id(*n), Some(auto(*c))).unwrap()]
        }
        Step::Splits(n, amount) if known(store, *n) => {
            let part = domain::Split { amount: *amount, category: Some(category(1)), note: None };
            let parts = if *amount % 3 == 0 { vec![] } else { vec![part] };
            vec![shard(*n).set_splits(id(*n), &parts).unwrap()]
        }
        Step::Amount(n, amount) if known(store, *n) => {
            vec![shard(*n).set_amount(id(*n), Some(*amount)).unwrap()]
        }
        Step::Delete(n, deleted) if known(store, *n) => {
            vec![shard(*n).set_deleted(id(*n), *deleted).unwrap()]
        }
        Step::Rename(name) => {
            let account = replica::Entity::Account(ACCOUNT);
            vec![Write::set(ShardKey::Book, account, replica::Field::Name, Some(name)).unwrap()]
        }
        Step::Undo => return drop(store.undo_last()),
        Step::Redo => return drop(store.redo()),
        Step::Pull => {
            let others: Vec<RawChange> = stores.iter().flat_map(raw_changes).collect();
            stores[device].apply_changes(&others).unwrap();
            return;
        }
        _ => return,
    };
    let commit = Commit::new("step", 1, "test", writes);
    store.commit(if automatic { commit.automatic() } else { commit }).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Any actions on three devices; then a fourth gets all changes in any order, repeated and in any batches: all four say
    /// the same, and so does each one's rebuild.
    #[test]
    fn replicas_converge(
        steps in proptest::collection::vec((0..3_usize, step()), 1..30),
        order in any::<prop::sample::Index>(),
        batch in 1..9_usize,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut stores: Vec<Store> = (0..4_u8).map(|n| create(&folder.path().join(n.to_string()), n + 1)).collect();
        for (device, step) in &steps {
            act(&mut stores, *device, step);
        }
        let all: Vec<RawChange> = stores.iter().flat_map(raw_changes).collect();
        let turn = order.index(all.len());
        let shuffled: Vec<RawChange> = all[turn..].iter().rev().chain(all[..turn].iter()).chain(all.iter().step_by(3)).cloned().collect();
        for part in shuffled.chunks(batch) {
            stores[3].apply_changes(part).unwrap();
        }
        for store in &mut stores[..3] {
            let outcome = store.apply_changes(&all).unwrap();
            prop_assert!(outcome.quarantined.is_empty());
        }
        let first = projection(&stores[0]);
        for store in &mut stores {
            prop_assert_eq!(&projection(store), &first);
            assert_sound(store);
            store.rebuild_projection().unwrap();
            prop_assert_eq!(&projection(store), &first);
            for key in store.reader().unwrap().shards().unwrap() {
                store.compact(key).unwrap();
            }
            assert_sound(store);
        }
    }
}
