//! Devices that take others out and rotate keys without knowing of each other.

use super::log::{Device, Dice, Log, folder};
use super::rotation::three;
use std::collections::BTreeSet;
use sync_protocol::pairing::Role;

/// Everybody who is a member syncs and settles until nobody has anything to do.
fn come_together(devices: &mut [&mut Device], log: &mut Log) {
    for round in 0.. {
        let before = log.items.len();
        for device in devices.iter_mut() {
            device.sync(log);
            device.settle().unwrap();
            device.sync(log);
        }
        if log.items.len() == before {
            return;
        }
        assert!(round < 10, "it never ends");
    }
}

#[test]
fn two_devices_that_rotate_apart_end_with_one_key_that_no_one_taken_out_has() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    let mut four = Device::new(folder.path(), "four", 4);
    let bundle = one.let_in(&four, Role::Editor);
    four.accept(&bundle);
    for device in [&mut one, &mut two, &mut four] {
        device.sync(&mut log);
    }
    let mut gone = [three, four];
    // One takes `three` out, the other `four`; each wraps its new key for whom the other takes out.
    one.remove(gone[0].id());
    two.remove(gone[1].id());
    one.write(11);
    two.write(12);
    one.push(&mut log);
    two.push(&mut log);
    come_together(&mut [&mut one, &mut two], &mut log);
    assert_eq!(one.keys().newest().id(), two.keys().newest().id());
    let before = log.items.len();
    one.write(13);
    two.write(14);
    come_together(&mut [&mut one, &mut two], &mut log);
    let all = BTreeSet::from([1, 2, 3, 11, 12, 13, 14]);
    assert_eq!((one.rows(), two.rows()), (all.clone(), all));
    for device in &mut gone {
        device.pull(&log, 4).unwrap();
        assert!(!device.rows().contains(&13) && !device.rows().contains(&14));
        assert!(device.waiting() >= log.items.len() - before);
        assert!(!device.keys().has(one.keys().newest().id()));
    }
    one.assert_sound();
    two.assert_sound();
}

#[test]
fn a_device_that_is_let_in_while_another_rotates_gets_the_new_key() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    let mut four = Device::new(folder.path(), "four", 4);
    one.remove(three.id());
    let bundle = two.let_in(&four, Role::Editor);
    four.accept(&bundle);
    one.write(11);
    one.push(&mut log);
    two.push(&mut log);
    four.pull(&log, 2).unwrap();
    assert!(!four.rows().contains(&11), "nobody has handed it the key yet");
    come_together(&mut [&mut one, &mut two], &mut log);
    four.pull(&log, 2).unwrap();
    assert_eq!((four.rows().contains(&11), four.waiting()), (true, 0));
    four.write(12);
    come_together(&mut [&mut four, &mut one, &mut two], &mut log);
    assert!(two.rows().contains(&12));
    assert_eq!(one.count("conflict"), 0, "keys are nothing a person has to decide on");
}

#[test]
fn a_log_that_was_lost_is_filled_again_and_can_be_read_from_its_start() {
    let folder = folder();
    let ([mut one, mut two, three], mut log) = three(&folder);
    one.remove(three.id());
    one.write(11);
    come_together(&mut [&mut one, &mut two], &mut log);
    // The server lost its log. Each change is sealed anew, what hands out the key with the older one.
    let mut anew = Log::default();
    two.store.read_log_anew([6; 16]).unwrap();
    two.push(&mut anew);
    let keys: BTreeSet<u32> = anew.items.iter().map(|item| item.key).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    let mut five = Device::new(folder.path(), "five", 5);
    // A newcomer that has the secret alone, and is wrapped for: `one`'s key on another disk.
    five.sealing = sync_client::Sealing::new(five.keys().tag(), five.keys().clone())
        .receiving(one.tag, sync_protocol::seal::ExchangeKey::new([1; 32]));
    five.pull(&anew, 2).unwrap();
    assert_eq!((five.rows(), five.waiting()), (two.rows(), 0));
}

/// Five devices, everything at random: whoever stays ends with the same book, and who was taken out opens nothing written after.
#[test]
fn in_any_order_of_events_those_who_stay_have_everything_and_others_nothing_new() {
    for seed in 0..16 {
        let done = std::panic::catch_unwind(|| random_run(seed));
        assert!(done.is_ok(), "seed {seed}");
    }
}

fn random_run(seed: u64) {
    let (folder, dice, mut log) = (folder(), Dice::new(seed), Log::default());
    let mut devices = vec![Device::new(folder.path(), "d1", 1)];
    devices[0].enrol();
    for n in 2..6 {
        let mut other = Device::new(folder.path(), &format!("d{n}"), n);
        let bundle = devices[0].let_in(&other, Role::Editor);
        other.accept(&bundle);
        devices.push(other);
    }
    for device in &mut devices {
        device.sync(&mut log);
    }
    let mut next = 1;
    let mut removals = 0;
    for _ in 0..40 {
        let at = usize::try_from(dice.below(5)).unwrap();
        let member = devices[at].reader.members().unwrap();
        let present = |id| member.iter().any(|(member, removed)| member.id == id && !removed);
        let is_member = present(devices[at].id());
        match dice.below(9) {
            0..=2 => {
                devices[at].write(next);
                next += 1;
            }
            3 => devices[at].push(&mut log),
            4 => devices[at].pull(&log, 2).unwrap(),
            5 | 6 => drop(devices[at].settle()),
            // The first two stay: devices that take each other out need the words.
            7 if removals < 3 && is_member && at < 2 => {
                let other = devices[2 + usize::try_from(dice.below(3)).unwrap()].id();
                if present(other) {
                    devices[at].remove(other);
                    removals += 1;
                }
            }
            _ => {
                let device = devices.remove(at).restart(folder.path());
                devices.insert(at, device);
            }
        }
    }
    let mut out = devices.split_off(2);
    let (first, second) = devices.split_at_mut(1);
    come_together(&mut [&mut first[0], &mut second[0]], &mut log);
    let members = first[0].reader.members().unwrap();
    let removed: BTreeSet<_> = members.iter().filter(|found| found.1).map(|found| found.0.id).collect();
    let (mut stay, mut gone): (Vec<_>, Vec<_>) =
        out.iter_mut().partition(|device| !removed.contains(&device.id()));
    stay.extend([&mut first[0], &mut second[0]]);
    come_together(&mut stay, &mut log);
    stay[0].write(200);
    come_together(&mut stay, &mut log);
    let rows = stay[0].rows();
    assert!(rows.contains(&200));
    for device in &stay {
        assert_eq!((device.rows(), device.waiting(), device.count("quarantine")), (rows.clone(), 0, 0));
        assert_eq!(device.count("conflict where field = ''"), 0);
    }
    for device in &mut gone {
        device.pull(&log, 3).unwrap();
        assert!(!device.rows().contains(&200) && !device.keys().has(stay[0].keys().newest().id()));
    }
}
