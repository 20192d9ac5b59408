//! Bringing a book back with words alone, and words that were replaced.

use super::log::{Device, Log, SECRET, folder};
use super::rotation::three;
use std::collections::BTreeSet;
use sync_protocol::seal::UnwrapError;
use sync_protocol::seal::recovery::{ENVELOPE_BYTES, RecoverySecret, open_envelope};
use tempfile::TempDir;

fn renew(device: &mut Device, words: &RecoverySecret) -> Vec<u8> {
    let when = device.when();
    let envelope = device.with(|journal| journal.renew_recovery(words, "words", &when)).unwrap();
    assert!(envelope.len() <= ENVELOPE_BYTES);
    envelope
}

/// A new disk, the words, the envelope and the log: nothing else.
fn bring_back(folder: &TempDir, name: &str, words: &RecoverySecret, envelope: &[u8], log: &Log) -> Device {
    let probe = Device::new(folder.path(), &format!("{name} probe"), 90);
    let recovered = open_envelope(probe.keys().tag(), words, envelope).unwrap();
    assert_eq!(*recovered.secret, SECRET);
    let mut device =
        Device::with_identity(folder.path(), name, 9, &recovered.secret).with_words(words, recovered.keys);
    device.pull(log, 2).unwrap();
    device
}

#[test]
fn words_bring_a_book_back_after_any_number_of_rotations() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    let words = RecoverySecret::new([33; 32]);
    let envelope = renew(&mut one, &words);
    one.sync(&mut log);
    two.sync(&mut log);
    one.remove(three.id());
    one.write(11);
    one.sync(&mut log);
    two.sync(&mut log);
    // The envelope is the old one: later keys are wrapped for the words' key in the book.
    let mut back = bring_back(&folder, "back", &words, &envelope, &log);
    assert_eq!((back.rows(), back.waiting()), (BTreeSet::from([1, 2, 3, 11]), 0));
    // It names itself, and is a device like any other: the words are not needed again.
    back.enrol();
    back.write(12);
    back.sync(&mut log);
    two.sync(&mut log);
    assert!(two.rows().contains(&12));
    let id = two.id();
    one.sync(&mut log);
    one.remove(id);
    one.write(13);
    one.sync(&mut log);
    let mut back = back.restart(folder.path());
    back.sync(&mut log);
    assert!(back.rows().contains(&13));
    back.assert_sound();
}

#[test]
fn old_words_open_nothing_that_comes_after_new_ones() {
    let folder = folder();
    let ([mut one, mut two, _], mut log) = three(&folder);
    let (old, new) = (RecoverySecret::new([33; 32]), RecoverySecret::new([34; 32]));
    let old_envelope = renew(&mut one, &old);
    one.write(11);
    one.sync(&mut log);
    two.sync(&mut log);
    // Another device makes new words.
    let new_envelope = renew(&mut two, &new);
    two.write(12);
    two.sync(&mut log);
    one.sync(&mut log);
    assert!(one.rows().contains(&12));
    let stale = bring_back(&folder, "stale", &old, &old_envelope, &log);
    assert!(stale.rows().contains(&11) && !stale.rows().contains(&12));
    let tag = one.keys().tag();
    assert_eq!(open_envelope(tag, &old, &new_envelope).err(), Some(UnwrapError::Broken));
    let back = bring_back(&folder, "back", &new, &new_envelope, &log);
    assert_eq!((back.rows(), back.waiting()), (one.rows(), 0));
}

#[test]
fn of_words_made_on_two_devices_apart_one_is_kept() {
    let folder = folder();
    let ([mut one, mut two, _], mut log) = three(&folder);
    let words = [RecoverySecret::new([33; 32]), RecoverySecret::new([34; 32])];
    let envelopes = [renew(&mut one, &words[0]), renew(&mut two, &words[1])];
    for _ in 0..2 {
        for device in [&mut one, &mut two] {
            device.sync(&mut log);
            device.settle().unwrap();
            device.sync(&mut log);
        }
    }
    for (at, (words, envelope)) in words.iter().zip(&envelopes).enumerate() {
        let back = bring_back(&folder, &format!("back {at}"), words, envelope, &log);
        assert_eq!((back.rows(), back.waiting()), (one.rows(), 0));
    }
    // A person keeps the second: the first opens nothing that comes after.
    let when = one.when();
    let kept = one.with(|journal| journal.keep_recovery(&words[1], &when)).unwrap();
    one.write(14);
    one.sync(&mut log);
    two.sync(&mut log);
    assert!(two.rows().contains(&14));
    let stale = bring_back(&folder, "stale", &words[0], &envelopes[0], &log);
    assert!(!stale.rows().contains(&14));
    for (name, envelope) in [("kept", &kept), ("as before", &envelopes[1])] {
        let back = bring_back(&folder, name, &words[1], envelope, &log);
        assert_eq!((back.rows(), back.waiting()), (one.rows(), 0));
    }
    let newest = one.keys().newest().id();
    one.with(|journal| journal.keep_recovery(&words[1], &when)).unwrap();
    assert_eq!(one.keys().newest().id(), newest, "they are the only ones already");
    assert!(one.with(|journal| journal.keep_recovery(&words[0], &when)).is_err());
}
