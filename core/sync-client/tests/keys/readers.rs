//! A device that may only read: it has no secret and no key to write, and nothing it makes is taken for a change.

use super::log::{Device, Log, folder};
use super::rotation::three;
use std::collections::HashSet;
use sync_client::{BookError, Journal as _, KeyError};
use sync_protocol::pairing::{Bundle, Role};
use tempfile::TempDir;

pub fn reader(folder: &TempDir, by: &mut Device) -> (Device, Bundle) {
    let mut device = Device::with_identity(folder.path(), "reader", 8, &[0; 32]);
    let bundle = by.let_in(&device, Role::Reader);
    assert!(bundle.identity().is_some_and(|identity| identity != super::log::SECRET));
    device.accept(&bundle);
    (device, bundle)
}

#[test]
fn a_reader_follows_every_change_and_every_rotation_and_sends_nothing() {
    let folder = folder();
    let ([mut one, _, three], mut log) = three(&folder);
    let (mut guest, _) = reader(&folder, &mut one);
    one.sync(&mut log);
    guest.pull(&log, 2).unwrap();
    assert_eq!(guest.rows(), one.rows());
    one.remove(three.id());
    one.write(11);
    one.sync(&mut log);
    guest.pull(&log, 2).unwrap();
    let mut guest = guest.restart(folder.path());
    assert_eq!((guest.rows(), guest.waiting()), (one.rows(), 0));
    assert!(guest.keys().generations().all(|generation| !generation.writes()), "wrapped for a reader");
    guest.write(12);
    let sent = guest.with(|journal| journal.outbox(&HashSet::new(), 100, 1 << 20)).unwrap();
    assert_eq!(sent, []);
    let when = guest.when();
    let refused = guest.with(|journal| journal.remove_members(&[one.id()], &when));
    assert!(matches!(refused, Err(KeyError::CannotWrite(_))));
    assert_eq!(guest.settle().unwrap(), sync_client::Settled::default());
    guest.assert_sound();
}

/// The reader makes a change of its own, seals it with a writing key it made up, and the server puts it into the log.
#[test]
fn a_change_that_a_reader_and_the_server_forge_is_set_aside_and_harms_nothing() {
    let folder = folder();
    let ([mut one, mut two, _], mut log) = three(&folder);
    let (mut guest, _) = reader(&folder, &mut one);
    one.sync(&mut log);
    guest.pull(&log, 100).unwrap();
    guest.write(66);
    let forged = super::forge::forge(&mut guest);
    assert!(!forged.is_empty());
    log.items.extend(forged.iter().cloned());
    one.write(11);
    one.sync(&mut log);
    two.sync(&mut log);
    for device in [&one, &two] {
        assert!(device.rows().contains(&11) && !device.rows().contains(&66));
        assert_eq!((device.waiting(), device.count("quarantine")), (0, forged.len() as u64));
        let sql = "select reason from quarantine";
        let reason: String = device.reader.connection().query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(reason, "the change is not signed by a device that may write");
        device.assert_sound();
    }
    // A genuine change that the server delivered as a forged copy first is not shadowed by it.
    two.write(12);
    let mut ahead = Log { items: log.items.clone() };
    two.push(&mut ahead);
    let genuine = ahead.items.last().unwrap().clone();
    let copy = super::forge::resign(&guest, &genuine);
    let cursor_of_one = one.with(|journal| journal.position()).unwrap().cursor;
    assert_eq!(cursor_of_one, log.items.len() as u64);
    log.items.push(copy);
    one.pull(&log, 100).unwrap();
    assert!(!one.rows().contains(&12));
    one.store.read_log_anew([6; 16]).unwrap();
    log.items.pop();
    log.items.push(genuine);
    one.pull(&log, 100).unwrap();
    assert!(one.rows().contains(&12));
}

#[test]
fn an_entry_whose_body_was_left_out_stops_the_page() {
    let folder = folder();
    let ([mut one, mut two, _], mut log) = three(&folder);
    one.write(11);
    one.push(&mut log);
    log.items.last_mut().unwrap().body.clear();
    assert!(matches!(two.pull(&log, 100), Err(BookError::NoBody(_))));
}
