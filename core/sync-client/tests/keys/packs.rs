//! Packed states of a book whose keys were rotated.

use super::log::{Device, EPOCH, folder};
use super::readers::reader;
use super::rotation::three;
use sync_client::{Journal as _, SealedPack};
use sync_protocol::Epoch;
use sync_protocol::seal::recovery::{RecoverySecret, open_envelope};

fn packed(device: &mut Device) -> SealedPack {
    device.with(|journal| journal.pack()).unwrap().expect("it is level")
}

fn loads(device: &mut Device, pack: &SealedPack) -> bool {
    device.with(|journal| journal.load_pack(Epoch(EPOCH), &pack.head, &pack.bytes)).unwrap()
}

#[test]
fn words_open_a_state_packed_after_later_rotations() {
    let folder = folder();
    let ([mut one, mut two, mut three], mut log) = three(&folder);
    let words = RecoverySecret::new([33; 32]);
    let when = one.when();
    let envelope = one.with(|journal| journal.renew_recovery(&words, "words", &when)).unwrap();
    one.sync(&mut log);
    one.remove(three.id());
    one.write(11);
    one.sync(&mut log);
    two.sync(&mut log);
    let id = two.id();
    one.remove(id);
    one.write(12);
    one.sync(&mut log);
    let pack = packed(&mut one);

    // Of the log nothing is left: the state alone, the words and the envelope of before the rotations.
    let probe = Device::new(folder.path(), "probe", 90);
    let recovered = open_envelope(probe.keys().tag(), &words, &envelope).unwrap();
    let mut back =
        Device::with_identity(folder.path(), "back", 9, &recovered.secret).with_words(&words, recovered.keys);
    assert!(loads(&mut back, &pack));
    assert_eq!((back.rows(), back.waiting()), (one.rows(), 0));
    assert_eq!(back.keys().newest().id(), one.keys().newest().id());
    back.assert_sound();
    let position = one.with(|journal| journal.position()).unwrap();
    assert_eq!(back.with(|journal| journal.position()).unwrap(), position);
    // It goes on from there like any other device.
    back.enrol();
    back.write(13);
    back.sync(&mut log);
    one.sync(&mut log);
    assert!(one.rows().contains(&13));

    // Those who were taken out have nothing that opens it.
    assert!(!loads(&mut two, &pack) && !loads(&mut three, &pack));
    assert!(!two.rows().contains(&12));
}

#[test]
fn a_reader_takes_a_packed_state_in_and_gives_none() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    let (mut guest, _) = reader(&folder, &mut one);
    one.sync(&mut log);
    one.remove(three.id());
    one.write(11);
    one.sync(&mut log);
    let pack = packed(&mut one);
    assert!(loads(&mut guest, &pack));
    assert_eq!((guest.rows(), guest.waiting()), (one.rows(), 0));
    assert!(guest.keys().generations().all(|generation| !generation.writes()));
    assert_eq!(guest.with(|journal| journal.pack()).unwrap(), None);
    guest.assert_sound();
    // Another device vouches for it, and not for one of another place.
    two.sync(&mut log);
    let vouches = |device: &mut Device, pack: &SealedPack| {
        device.with(|journal| journal.verify_pack(&pack.head, &pack.bytes)).unwrap()
    };
    assert!(vouches(&mut two, &pack));
    let mut moved = pack.clone();
    moved.head.base -= 1;
    assert!(!vouches(&mut two, &moved));
}
