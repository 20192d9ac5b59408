//! The shared log: places, what it lacks, reading it anew, and making changes anew under another actor.

use crate::support::*;
use replica::{ChangeHash, RawChange};
use std::collections::BTreeSet;
use store::{Commit, LogPiece, LogPosition, Store};

fn hashes(changes: &[RawChange]) -> BTreeSet<ChangeHash> {
    changes.iter().map(|change| change.hash).collect()
}

fn unshown(store: &Store) -> Vec<RawChange> {
    store.reader().unwrap().unshown(0, u32::MAX).unwrap().into_iter().map(|found| found.change).collect()
}

fn note(store: &mut Store, n: u32, text: &str) {
    store.commit(Commit::new("n", 3, "one", vec![shard(n).set_note(id(n), Some(text)).unwrap()])).unwrap();
}

/// Another device's log, read by this one from its start.
fn show(store: &mut Store, changes: &[RawChange]) {
    let places: Vec<_> = (1..).zip(changes).map(|(at, change)| (change.hash, at)).collect();
    let position = LogPosition { epoch: Some([1; 16]), cursor: changes.len() as u64, chain: Some([2; 32]) };
    let sealed = [(9, vec![1])];
    let piece = LogPiece { changes, places: &places, sealed: &sealed, forged: &[], unsealed: &[], position };
    let applied = store.apply_log(&piece).unwrap();
    assert_eq!((applied.pending.len(), applied.quarantined.len()), (0, 0));
    assert_eq!(store.reader().unwrap().log_position().unwrap(), position);
}

#[test]
fn what_the_log_has_shown_is_not_sent_again_until_it_is_another_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import(&mut one, 0..10);
    let all = raw_changes(&one);
    assert_eq!(hashes(&unshown(&one)), hashes(&all));
    show(&mut one, &all);
    assert_eq!(unshown(&one), []);
    assert_eq!(one.reader().unwrap().sealed().unwrap(), [(9, vec![1])]);
    note(&mut one, 1, "later");
    let waiting = one.reader().unwrap().unshown(0, 10).unwrap();
    assert_eq!((waiting.len(), waiting[0].sequence, waiting[0].actor.as_slice()), (1, 1, &[1; 16][..]));
    assert!(!waiting[0].dependencies.is_empty());
    one.read_log_anew([3; 16]).unwrap();
    assert_eq!(unshown(&one).len(), all.len() + 1);
    let position = one.reader().unwrap().log_position().unwrap();
    assert_eq!((position.epoch, position.cursor, position.chain), (Some([3; 16]), 0, None));
    assert_eq!(one.reader().unwrap().sealed().unwrap(), []);
    assert_sound(&one);
}

#[test]
fn an_empty_book_becomes_the_book_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = create(&folder.path().join("one"), 1);
    import(&mut one, 0..40);
    note(&mut one, 3, "a note");
    let mut two = Store::create_empty(&folder.path().join("two"), &KEY, [2; 16]).unwrap();
    show(&mut two, &raw_changes(&one));
    assert_eq!(projection(&two), projection(&one));
    assert_eq!(unshown(&two), []);
    assert_sound(&two);
}

#[test]
fn a_cloned_device_makes_its_changes_anew_and_loses_none() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("one"), folder.path().join("two"));
    let mut one = create(&path, 1);
    import(&mut one, 0..20);
    note(&mut one, 1, "shown");
    let log = raw_changes(&one);
    show(&mut one, &log);
    note(&mut one, 2, "before the copy");
    drop(one);
    std::fs::copy(&path, &copy).unwrap();
    // Both go on under the same actor, as a machine that was suspended and cloned does.
    let (mut one, mut two) = (Store::open(&path, [1; 16]).unwrap(), Store::open(&copy, [1; 16]).unwrap());
    note(&mut one, 3, "of the first");
    for (n, text) in [(4, "of the second"), (2, "changed after the copy")] {
        note(&mut two, n, text);
    }
    import(&mut two, 20..30);
    let minted = hashes(&unshown(&two));
    let before = projection(&two);
    assert!(hashes(&raw_changes(&one)).is_disjoint(&hashes(&[unshown(&two)[1].clone()])));

    let (made, of) = two.remint([7; 16]).unwrap();
    assert_eq!(made, of, "every change said something");
    assert_eq!(projection(&two), before, "it is the same book");
    assert_sound(&two);
    let anew = unshown(&two);
    let kept = anew.iter().filter(|change| minted.contains(&change.hash)).count();
    assert_eq!(
        (kept, anew.len() - kept),
        (3, made),
        "an import's rows, categories and batch stay; the rest is anew"
    );
    note(&mut two, 5, "under the new actor");

    show_to_each_other(&mut one, &mut two);
    assert_eq!(visible_projection(&one), visible_projection(&two));
    let notes = "select count(*) from transactions where note is not null";
    assert_eq!(count(&one, notes), 5);
    assert_sound(&one);
    assert_sound(&two);
}

fn show_to_each_other(one: &mut Store, two: &mut Store) {
    let (from_one, from_two) = (raw_changes(one), raw_changes(two));
    for applied in [two.apply_changes(&from_one).unwrap(), one.apply_changes(&from_two).unwrap()] {
        assert_eq!((applied.pending.len(), applied.quarantined.len()), (0, 0), "{:?}", applied.quarantined);
    }
}

#[test]
fn a_forged_entry_is_set_aside_and_one_that_opens_late_leaves_its_place_in_one_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (
        create(&folder.path().join("one"), 1),
        Store::create_empty(&folder.path().join("two"), &KEY, [2; 16]).unwrap(),
    );
    import(&mut one, 0..5);
    let all = raw_changes(&one);
    let position = LogPosition { epoch: Some([1; 16]), cursor: 3, chain: Some([2; 32]) };
    let nothing = LogPiece { changes: &[], places: &[], sealed: &[], forged: &[], unsealed: &[], position };
    let (sealed, forged) = ([(1, vec![1]), (2, vec![2])], [(vec![3], "not signed".to_owned())]);
    let applied = two.apply_log(&LogPiece { sealed: &sealed, forged: &forged, ..nothing }).unwrap();
    assert_eq!((applied.quarantined.len(), two.reader().unwrap().sealed().unwrap().len()), (1, 2));
    assert_eq!(
        count(&two, "select count(*) from quarantine where reason = 'not signed' and bytes = x'03'"),
        1
    );
    // The same again is no second one.
    two.apply_log(&LogPiece { forged: &forged, ..nothing }).unwrap();
    assert_eq!(count(&two, "select count(*) from quarantine"), 1);
    two.apply_log(&LogPiece { changes: &all, unsealed: &[1], ..nothing }).unwrap();
    assert_eq!(two.reader().unwrap().sealed().unwrap(), [(2, vec![2])]);
    assert_eq!(projection(&two), projection(&one));
}
