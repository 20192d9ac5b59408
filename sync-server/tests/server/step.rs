//! Devices in step: no faults.

use super::device::{Device, settle};
use super::stand::{Server, Stand};
use std::time::{Duration, Instant};
use sync_protocol::BookTag;

/// `count` devices of one account on one server.
pub fn devices(server: &Server, count: usize) -> (BookTag, Vec<Device>) {
    let first = server.sign_up("ana@example.com");
    let book = server.book(&first.1);
    let mut devices = vec![Device::new(server, book, first)];
    for _ in 1..count {
        devices.push(Device::new(server, book, server.sign_in("ana@example.com")));
    }
    (book, devices)
}

#[tokio::test]
async fn a_change_on_one_device_is_on_the_other_at_once() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (_, mut devices) = devices(&server, 2);
    settle(&mut devices, 0).await;
    let mut slowest = Duration::ZERO;
    for value in 1..=50 {
        let started = Instant::now();
        devices[usize::from(value % 2 == 0)].change(value).await;
        settle(&mut devices, usize::try_from(value).unwrap()).await;
        slowest = slowest.max(started.elapsed());
    }
    println!("slowest of 50 changes from one device to the other: {slowest:?}");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    assert_eq!(devices.iter().map(|device| device.greetings).max(), Some(1));
}

#[tokio::test]
async fn five_devices_import_the_same_file_apart_and_edit_at_once() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (_, mut devices) = devices(&server, 5);
    for device in &mut devices {
        (0..300).for_each(|row| device.disk.import(row));
    }
    for (number, device) in (1_u64..).zip(&mut devices) {
        (0..40).for_each(|at| device.disk.change(number * 1_000 + at));
    }
    settle(&mut devices, 300 + 5 * 40).await;
    assert_eq!(stand.number("select count(*) from log"), 300 + 5 * 40, "each import is in the log once");
    // Weeks offline, then back.
    let mut away = devices.pop().unwrap();
    away.drop_connection();
    for at in 0..400 {
        devices[at % 4].change(10_000 + u64::try_from(at).unwrap()).await;
        away.disk.change(20_000 + u64::try_from(at).unwrap());
    }
    settle(&mut devices, 500 + 400).await;
    devices.push(away);
    settle(&mut devices, 500 + 800).await;
    let places = "select count(*) from log l join book b on b.id = l.book
        where l.place between 1 and b.head";
    assert_eq!(stand.number(places), 1_300);
    assert_eq!(stand.number("select head from book"), 1_300);
}

#[tokio::test]
async fn everybody_sees_how_far_each_device_is() {
    let stand = Stand::new();
    let server = stand.server(&["--ping-seconds", "1"]);
    let ana = server.sign_up("ana");
    let book = server.book(&ana.1);
    let desk = server.sign_in("ana");
    let place = |tag: &sync_protocol::DeviceTag| {
        let said = server.get(&format!("/v1/books/{book}/reading"), &ana.1).json();
        let items = said["items"].as_array().expect("devices").clone();
        let item = items.into_iter().find(|item| item["tag"] == tag.to_string());
        (item.map_or(0, |item| item["place"].as_u64().unwrap()), said["head"].as_u64().unwrap())
    };
    let mut devices = vec![Device::new(&server, book, ana.clone()), Device::new(&server, book, desk.clone())];
    devices[0].change(1).await;
    devices[0].change(2).await;
    settle(&mut devices, 2).await;
    assert_eq!((place(&ana.0), place(&desk.0)), ((2, 2), (2, 2)));

    // Gone, it stays where it was.
    devices[1].drop_connection();
    let until = std::time::Instant::now() + Duration::from_secs(10);
    while stand.number("select count(*) from reading where place = 2") < 2
        && std::time::Instant::now() < until
    {
        devices[0].step(Duration::from_millis(20)).await;
    }
    devices[0].change(3).await;
    for _ in 0..50 {
        devices[0].step(Duration::from_millis(5)).await;
    }
    assert_eq!((place(&ana.0), place(&desk.0)), ((3, 3), (2, 3)));

    let bob = server.sign_up("bob");
    let foreign = server.get(&format!("/v1/books/{book}/reading"), &bob.1);
    let none = server.get(&format!("/v1/books/{}/reading", BookTag([7; 16])), &bob.1);
    assert_eq!((foreign.status, &foreign.body), (404, &none.body), "not to be told apart");
}

#[tokio::test]
async fn what_was_sent_twice_is_there_once() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (_, mut devices) = devices(&server, 2);
    for round in 0..20 {
        devices[0].change(round).await;
        // Gone before the answer is read: the change is pushed again.
        devices[0].drop_connection();
        devices[0].step(Duration::from_millis(1)).await;
    }
    settle(&mut devices, 20).await;
    assert_eq!(stand.number("select count(*) from log"), 20);
    assert!(devices[0].greetings > 10);
}

#[tokio::test]
async fn a_copied_device_makes_its_changes_anew() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, mut devices) = devices(&server, 1);
    devices[0].change(1).await;
    settle(&mut devices, 1).await;
    devices[0].drop_connection();
    let mut copy = Device::new(&server, book, (devices[0].tag, devices[0].token.clone()));
    copy.disk = devices[0].disk.clone();
    devices.push(copy);
    for value in 2..10 {
        devices[0].disk.change(value);
        devices[1].disk.change(value + 100);
    }
    settle(&mut devices, 1 + 8 + 8).await;
    assert!(devices.iter().map(|device| device.disk.reminted).sum::<usize>() >= 1);
}

#[tokio::test]
async fn a_device_restored_to_an_older_state_gets_back_what_it_pushed_itself() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (_, mut devices) = devices(&server, 1);
    devices[0].change(1).await;
    settle(&mut devices, 1).await;
    let backup = devices[0].disk.clone();
    for value in 2..20 {
        devices[0].change(value).await;
    }
    settle(&mut devices, 19).await;
    devices[0].drop_connection();
    devices[0].disk = backup;
    settle(&mut devices, 19).await;
}

#[tokio::test]
async fn a_new_device_reads_a_long_log_page_by_page() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, mut all) = devices(&server, 1);
    (0..20_000).for_each(|row| all[0].disk.import(row));
    let started = Instant::now();
    settle(&mut all, 20_000).await;
    let pushed = started.elapsed();
    let mut fresh = vec![Device::new(&server, book, server.sign_in("ana@example.com"))];
    let started = Instant::now();
    settle(&mut fresh, 20_000).await;
    println!(
        "20,000 changes: pushed and echoed in {pushed:?}, read by a new device in {:?}",
        started.elapsed()
    );
    assert_eq!(fresh[0].disk.position, all[0].disk.position);
}
