//! A device that was taken out opens nothing new; those who stay open everything, in whatever order it comes.

use super::log::{Device, Log, folder, numbers};
use std::collections::BTreeSet;
use sync_protocol::pairing::Role;
use sync_protocol::seal::{BookKeys, OpenError, SealedChange, open};
use tempfile::TempDir;

/// Three devices of one book, in step.
pub fn three(folder: &TempDir) -> ([Device; 3], Log) {
    let mut log = Log::default();
    let [mut one, mut two, mut three] =
        [("one", 1), ("two", 2), ("three", 3)].map(|(name, n)| Device::new(folder.path(), name, n));
    one.enrol();
    one.write(1);
    for other in [&mut two, &mut three] {
        let bundle = one.let_in(other, Role::Editor);
        other.accept(&bundle);
    }
    for device in [&mut one, &mut two, &mut three] {
        device.sync(&mut log);
    }
    two.write(2);
    three.write(3);
    for _ in 0..2 {
        for device in [&mut one, &mut two, &mut three] {
            device.sync(&mut log);
        }
    }
    for device in [&one, &two, &three] {
        assert_eq!(device.rows(), BTreeSet::from([1, 2, 3]));
    }
    ([one, two, three], log)
}

#[test]
fn a_device_that_was_taken_out_keeps_what_it_has_and_opens_nothing_new() {
    let folder = folder();
    let ([mut one, mut two, mut three], mut log) = three(&folder);
    let before = log.items.len();
    assert!(one.remove(three.id()).rotated);
    one.write(4);
    one.sync(&mut log);
    two.sync(&mut log);
    two.write(5);
    two.note(1, "seen by two alone");
    two.sync(&mut log);
    one.sync(&mut log);
    // The one that was taken out goes on reading the log, with the secret and its own key.
    three.pull(&log, 1).unwrap();

    for device in [&one, &two] {
        assert_eq!(device.rows(), BTreeSet::from([1, 2, 3, 4, 5]));
        assert_eq!((device.waiting(), device.count("quarantine")), (0, 0));
        device.assert_sound();
    }
    assert_eq!(three.rows(), BTreeSet::from([1, 2, 3]), "what it had");
    // It reads that it was taken out, sealed with the old key, and nothing after.
    assert_eq!(three.waiting(), log.items.len() - before - 1);
    assert!(three.settle().is_err(), "it knows that it is no member");
    let keys = numbers(&log);
    assert!(keys[before] == 1 && keys[before + 1..].iter().all(|key| key >> 16 == 2), "{keys:?}");
    // Not only the program: whatever follows from the secret and from what it was handed does not open them.
    let known = BookKeys::from_secret(&super::log::SECRET);
    for item in &log.items[before + 1..] {
        let sealed = SealedChange::from_item(item.clone()).unwrap();
        for keys in [&known, three.keys()] {
            assert!(matches!(open(keys.tag(), keys, &sealed), Err(OpenError::KeyMissing(_))));
        }
    }
    three.assert_sound();
}

#[test]
fn a_key_that_comes_in_the_page_of_what_it_opens_opens_it() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    one.remove(three.id());
    one.write(4);
    one.push(&mut log);
    two.pull(&log, 1_000).unwrap();
    assert_eq!((two.rows().contains(&4), two.waiting()), (true, 0));
    let mut two = two.restart(folder.path());
    assert_eq!(two.keys().newest().id(), one.keys().newest().id(), "it is kept");
    two.write(5);
    two.push(&mut log);
    one.pull(&log, 1_000).unwrap();
    assert!(one.rows().contains(&5));
}

#[test]
fn what_came_before_its_key_is_kept_and_opens_when_the_key_comes() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    one.remove(three.id());
    one.write(4);
    one.note(1, "a note");
    let before = log.items.len();
    one.push(&mut log);
    // A log may hold them in another order: a push was refused and came again later.
    log.items[before..].rotate_left(1);
    let late = log.items.pop().unwrap();
    two.pull(&log, 1).unwrap();
    assert_eq!((two.rows().contains(&4), two.waiting()), (false, 2));
    let mut two = two.restart(folder.path());
    log.items.push(late);
    two.pull(&log, 1).unwrap();
    assert_eq!((two.rows().contains(&4), two.waiting()), (true, 0));
    one.pull(&log, 1).unwrap();
    assert_eq!(two.count("transactions where note = 'a note'"), 1);
    two.assert_sound();
}

/// A copied device makes changes under one actor twice. That shows only when the entry opens, which may be late.
#[test]
fn a_clash_that_shows_only_when_an_entry_opens_is_made_good() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    one.remove(three.id());
    one.push(&mut log);
    let handing_out = log.items.pop().unwrap();
    // `two` is copied before it has the key; the copy goes on under the same actor, and gets the key first.
    let mut copy = two.copy(folder.path());
    let with_key = Log { items: [log.items.clone(), vec![handing_out.clone()]].concat() };
    copy.pull(&with_key, 100).unwrap();
    copy.note(1, "of the copy");
    let mut ahead = Log { items: with_key.items.clone() };
    copy.push(&mut ahead);
    let of_copy = ahead.items.last().unwrap().clone();
    two.note(1, "of the first");
    // The copy's change comes before the key that opens it.
    log.items.push(of_copy);
    two.pull(&log, 100).unwrap();
    assert_eq!(two.waiting(), 1);
    log.items.push(handing_out);
    two.pull(&log, 100).unwrap();
    assert_eq!((two.waiting(), two.count("quarantine")), (0, 0));
    two.push(&mut log);
    one.pull(&log, 100).unwrap();
    assert_eq!(one.count("conflict"), 1, "both notes are there");
    two.assert_sound();
    one.assert_sound();
}
