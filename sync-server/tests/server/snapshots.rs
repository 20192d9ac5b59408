//! Snapshots: in parts, resumed, vouched for by somebody else, and then good enough to prune the log.

use super::device::{Device, settle};
use super::raw::{Raw, hello};
use super::stand::{Stand, random};
use super::step::devices;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use sync_client::Machine;
use sync_protocol::{
    Bye, ByeCode, Frame, Hello, Pull, SnapshotGet, SnapshotHead, SnapshotPart, SnapshotVerified, Verdict,
    Welcome,
};

/// SHA-256 by the database's own function: another implementation than the server's.
fn sha256(stand: &Stand, bytes: &[u8]) -> Vec<u8> {
    let mut hex = String::new();
    for byte in bytes {
        write!(hex, "{byte:02x}").unwrap();
    }
    let path = stand.folder.path().join("bytes.sql");
    std::fs::write(&path, format!("select encode(sha256('\\x{hex}'), 'hex')")).unwrap();
    let text = stand.postgres.sql_file("valorize", &path).unwrap();
    let text = text.trim();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

async fn offset(raw: &mut Raw) -> u64 {
    match raw.answer().await {
        Some(Frame::SnapshotGet(get)) => get.offset,
        other => panic!("{other:?}"),
    }
}

fn part(head: &SnapshotHead, bytes: &[u8], from: u64, length: usize) -> Frame {
    let at = usize::try_from(from).unwrap();
    let bytes = bytes[at..(at + length).min(bytes.len())].to_vec();
    Frame::SnapshotPart(SnapshotPart { id: head.id.clone(), offset: from, bytes })
}

async fn upload(raw: &mut Raw, head: &SnapshotHead, bytes: &[u8]) {
    raw.send(Frame::SnapshotHead(head.clone())).await;
    let mut from = offset(raw).await;
    while from < head.size {
        raw.send(part(head, bytes, from, 200_000)).await;
        let now = offset(raw).await;
        assert!(now > from, "the checksum was found wrong");
        from = now;
    }
}

#[tokio::test]
async fn a_snapshot_is_uploaded_in_parts_vouched_for_advised_and_read() {
    let stand = Stand::new();
    let server = stand.server(&["--snapshot-after", "50"]);
    let (book, mut all) = devices(&server, 2);
    for value in 0..100 {
        all[0].change(value).await;
    }
    settle(&mut all, 100).await;
    let (one, two) = ((all[0].tag, all[0].token.clone()), (all[1].tag, all[1].token.clone()));
    let bytes: Vec<u8> = (0..700_000_u32).map(|n| n.to_le_bytes()[1] ^ n.to_le_bytes()[0]).collect();
    let head = SnapshotHead {
        id: random::<16>().to_vec(),
        base: 100,
        chain: all[0].disk.position.chain.0.to_vec(),
        size: bytes.len() as u64,
        sha256: sha256(&stand, &bytes),
    };
    let (mut maker, _) = Raw::greet(&server.at, &one.1, hello(book, one.0)).await;
    // Half of it, then the connection breaks; the next one goes on.
    maker.send(Frame::SnapshotHead(head.clone())).await;
    assert_eq!(offset(&mut maker).await, 0);
    maker.send(part(&head, &bytes, 0, 256 << 10)).await;
    assert_eq!(offset(&mut maker).await, 256 << 10);
    maker.send(part(&head, &bytes, 5, 100)).await;
    assert_eq!(offset(&mut maker).await, 256 << 10, "a part that is not the next one changes nothing");
    let (mut maker, _) = Raw::greet(&server.at, &one.1, hello(book, one.0)).await;
    upload(&mut maker, &head, &bytes).await;

    // Its maker's word does not count for the connection it came over... which is not this one, so that another device speaks first.
    let fresh = |tag| Hello { cursor: 0, ..hello(book, tag) };
    let (mut other, welcome) = Raw::greet(&server.at, &two.1, fresh(two.0)).await;
    assert_eq!(welcome.verdict, i32::from(Verdict::Resume), "nobody has vouched for it");
    assert_eq!((welcome.verified, welcome.to_verify), (Some(0), Some(head.clone())));
    let mut read = Vec::new();
    while read.len() < bytes.len() {
        let from = u64::try_from(read.len()).unwrap();
        other.send(Frame::SnapshotGet(SnapshotGet { id: head.id.clone(), offset: from })).await;
        let Some(Frame::SnapshotPart(part)) = other.answer().await else { panic!("a part") };
        read.extend(part.bytes);
    }
    assert!(read == bytes);
    other.send(Frame::SnapshotVerified(SnapshotVerified { id: head.id.clone() })).await;
    other.send(Frame::SnapshotGet(SnapshotGet { id: head.id.clone(), offset: 699_999 })).await;
    let Some(Frame::SnapshotPart(last)) = other.answer().await else { panic!("a part") };
    assert_eq!(last.bytes, bytes[699_999..]);
    let (_, Welcome { verdict, snapshot, verified, to_verify, .. }) =
        Raw::greet(&server.at, &two.1, fresh(two.0)).await;
    assert_eq!((verdict, snapshot), (Verdict::SnapshotAdvised.into(), Some(head.clone())));
    assert_eq!((verified, to_verify), (Some(100), None));
    let refuses = Hello { unusable: vec![head.id], ..fresh(two.0) };
    let (_, welcome) = Raw::greet(&server.at, &two.1, refuses).await;
    assert_eq!((welcome.verdict, welcome.snapshot), (Verdict::Resume.into(), None), "it did not load there");
}

/// Lets devices that give packed states work until one of theirs was given and vouched for.
pub async fn give_and_vouch(stand: &Stand, devices: &mut [Device], values: usize) {
    settle(devices, values).await;
    let until = |what: &'static str, sql: &'static str| (what, sql, Instant::now() + Duration::from_secs(30));
    for (what, sql, end) in [
        until("given", "select count(*) from snapshot where whole"),
        until("vouched for", "select count(*) from snapshot_verified"),
    ] {
        while stand.number(sql) == 0 {
            assert!(Instant::now() < end, "nothing is {what}");
            // Who greets hears what there is to vouch for.
            devices.iter_mut().for_each(Device::drop_connection);
            settle(devices, values).await;
            for device in devices.iter_mut() {
                device.step(Duration::from_millis(50)).await;
                device.step(Duration::from_millis(50)).await;
            }
        }
    }
}

#[tokio::test]
async fn devices_give_vouch_for_and_take_packed_states_by_themselves() {
    let stand = Stand::new();
    let server = stand.server(&["--snapshot-after", "50"]);
    let (book, mut all) = devices(&server, 2);
    for device in &mut all {
        device.disk.packs.gives = true;
        device.machine = Machine::new(book, device.tag, "test").packing_after(100);
    }
    for value in 0..200 {
        all[0].change(value).await;
    }
    give_and_vouch(&stand, &mut all, 200).await;
    let mut new = Device::new(&server, book, server.sign_in("ana@example.com"));
    let mut stubborn = Device::new(&server, book, server.sign_in("ana@example.com"));
    stubborn.disk.packs.refuses = true;
    for (device, loaded) in [(&mut new, 1), (&mut stubborn, 0)] {
        settle(std::slice::from_mut(device), 200).await;
        assert_eq!((device.disk.packs.loaded, device.greetings), (loaded, 2 - loaded));
        assert_eq!(device.disk.position, all[0].disk.position);
    }
}

#[tokio::test]
async fn a_snapshot_of_another_log_or_with_a_wrong_sum_is_not_taken() {
    let stand = Stand::new();
    let server = stand.server(&["--snapshot-mib", "1"]);
    let (book, mut all) = devices(&server, 1);
    all[0].change(1).await;
    settle(&mut all, 1).await;
    let right = SnapshotHead {
        id: vec![1; 16],
        base: 1,
        chain: all[0].disk.position.chain.0.to_vec(),
        size: 1_000,
        sha256: vec![9; 32],
    };
    for wrong in [
        SnapshotHead { chain: vec![2; 32], ..right.clone() },
        SnapshotHead { base: 2, ..right.clone() },
        SnapshotHead { size: (1 << 20) + 1, ..right.clone() },
        SnapshotHead { size: 0, ..right.clone() },
    ] {
        let (mut raw, _) = Raw::greet(&server.at, &all[0].token, hello(book, all[0].tag)).await;
        raw.send(Frame::SnapshotHead(wrong)).await;
        assert_eq!(raw.farewell().await, Some(ByeCode::Protocol));
    }
    let (mut raw, _) = Raw::greet(&server.at, &all[0].token, hello(book, all[0].tag)).await;
    raw.send(Frame::SnapshotHead(right.clone())).await;
    assert_eq!(offset(&mut raw).await, 0);
    raw.send(part(&right, &[5; 1_000], 0, 1_000)).await;
    assert_eq!(offset(&mut raw).await, 0, "the sum is wrong: from the beginning");
    assert_eq!(stand.number("select count(*) from snapshot where whole"), 0);
}

#[tokio::test]
async fn bodies_go_only_when_two_verified_snapshots_hold_them_and_time_has_passed() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, mut all) = devices(&server, 2);
    let people: Vec<_> = all.iter().map(|device| (device.tag, device.token.clone())).collect();
    let prune = || {
        let mut command = stand.command("prune");
        assert!(command.args(["--prune-after-days", "90"]).status().unwrap().success());
        stand.number("select pruned from book")
    };
    for round in 0..2_u64 {
        for value in 0..50 {
            all[0].change(round * 50 + value).await;
        }
        settle(&mut all, usize::try_from(round + 1).unwrap() * 50).await;
        stand.postgres.sql("valorize", "update log set stored_at = now() - interval '91 days'").unwrap();
        let bytes = vec![u8::try_from(round).unwrap(); 1_000];
        let head = SnapshotHead {
            id: random::<16>().to_vec(),
            base: (round + 1) * 50,
            chain: all[0].disk.position.chain.0.to_vec(),
            size: 1_000,
            sha256: sha256(&stand, &bytes),
        };
        let (mut maker, _) = Raw::greet(&server.at, &people[0].1, hello(book, people[0].0)).await;
        upload(&mut maker, &head, &bytes).await;
        assert_eq!(prune(), 0, "round {round}");
        let (mut other, _) = Raw::greet(&server.at, &people[1].1, hello(book, people[1].0)).await;
        other.send(Frame::SnapshotVerified(SnapshotVerified { id: head.id.clone() })).await;
        other.send(Frame::SnapshotGet(SnapshotGet { id: head.id, offset: 0 })).await;
        assert!(matches!(other.answer().await, Some(Frame::SnapshotPart(_))));
    }
    stand.postgres.sql("valorize", "update log set stored_at = now() where place > 30").unwrap();
    assert_eq!(prune(), 30, "what is younger stays");
    stand.postgres.sql("valorize", "update log set stored_at = now() - interval '91 days'").unwrap();
    assert_eq!(prune(), 50, "up to the older of the two");
    // A device that has read them goes on; a new one is told of the snapshot, and one that cannot read one that it must be newer.
    all[0].change(1_000).await;
    settle(&mut all, 101).await;
    let (mut fresh, welcome) = Raw::greet(&server.at, &people[1].1, hello(book, people[1].0)).await;
    assert_eq!(welcome.verdict, i32::from(Verdict::SnapshotAdvised));
    fresh.send(Frame::Pull(Pull { after: 0, max_bytes: 0 })).await;
    let Some(Frame::Bye(Bye { code, .. })) = fresh.answer().await else { panic!("a farewell") };
    assert_eq!(code, i32::from(ByeCode::UpdateRequired));
}
