//! Members that get another role, and several that are taken out together.

use super::log::folder;
use super::rotation::three;
use replica::{MemberId, MemberRole};
use std::collections::BTreeSet;
use sync_client::{KeyError, first_role, may_only_read};

#[test]
fn an_editor_who_may_only_read_reads_on_and_sends_what_waited_when_they_may_write_again() {
    let folder = folder();
    let ([mut one, mut two, mut other], mut log) = three(&folder);
    two.write(7);
    let when = one.when();
    one.with(|journal| journal.give_role(&[two.id()], MemberRole::Reader, &when)).unwrap();
    one.sync(&mut log);
    two.pull(&log, 100).unwrap();
    assert!(!two.keys().newest().writes() && may_only_read(&two.reader, two.tag).unwrap());
    assert!(!may_only_read(&one.reader, one.tag).unwrap());
    let before = log.items.len();
    two.push(&mut log);
    assert_eq!(log.items.len(), before, "nothing goes out");
    other.sync(&mut log);
    other.write(8);
    other.sync(&mut log);
    let mut two = two.restart(folder.path());
    two.pull(&log, 100).unwrap();
    assert_eq!(
        (two.rows(), two.waiting()),
        (BTreeSet::from([1, 2, 3, 7, 8]), 0),
        "it reads, and keeps its own"
    );

    one.sync(&mut log);
    assert_eq!(first_role(&one.reader, two.id()).unwrap(), Some(MemberRole::Editor), "as it was let in");
    one.with(|journal| journal.give_role(&[two.id()], MemberRole::Editor, &when)).unwrap();
    one.sync(&mut log);
    two.pull(&log, 100).unwrap();
    assert!(!may_only_read(&two.reader, two.tag).unwrap());
    two.push(&mut log);
    for device in [&mut one, &mut other] {
        device.pull(&log, 100).unwrap();
        assert_eq!(device.rows(), two.rows());
    }
    for device in [&one, &two, &other] {
        device.assert_sound();
    }
}

#[test]
fn who_is_taken_out_together_gets_none_of_the_keys_made_for_it() {
    let folder = folder();
    let ([mut one, mut two, mut other], mut log) = three(&folder);
    let when = one.when();
    let gone = [two.id(), other.id()];
    let nobody = [two.id(), MemberId([99; 16])];
    let refused = one.with(|journal| journal.remove_members(&nobody, &when));
    assert!(matches!(refused, Err(KeyError::NotFound(_))), "all or none");
    one.with(|journal| journal.remove_members(&gone, &when)).unwrap();
    one.write(9);
    let generations = one.keys().generations().count();
    one.sync(&mut log);
    assert_eq!(one.keys().generations().count(), generations, "one for both");
    for device in [&mut two, &mut other] {
        device.pull(&log, 100).unwrap();
        assert!(!device.rows().contains(&9) && device.settle().is_err());
        device.assert_sound();
    }
}
