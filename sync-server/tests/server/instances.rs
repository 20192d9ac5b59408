//! Two instances on one database, and a Redis between them that comes and goes.

use super::device::{Device, settle};
use super::faults::assert_sound;
use super::http::ask;
use super::stand::{Server, Stand};
use std::time::{Duration, Instant};
use sync_protocol::ByeCode;

/// Two devices on each of two servers.
fn four(one: &Server, two: &Server) -> Vec<Device> {
    let first = one.sign_up("ana@example.com");
    let book = one.book(&first.1);
    let mut devices = vec![Device::new(one, book, first)];
    for server in [two, one, two] {
        devices.push(Device::new(server, book, server.sign_in("ana@example.com")));
    }
    devices
}

/// How long a change takes from the first instance to the second.
async fn across(devices: &mut [Device], value: u64, values: usize) -> Duration {
    let started = Instant::now();
    devices[0].change(value).await;
    settle(devices, values).await;
    started.elapsed()
}

#[tokio::test]
async fn devices_on_two_instances_are_in_step_with_redis_without_it_and_with_it_again() {
    let mut stand = Stand::with_redis();
    // The poll alone would take longer than is waited for below.
    let options = ["--poll-seconds", "4", "--ping-seconds", "60"];
    let (one, two) = (stand.server(&options), stand.server(&options));
    let mut devices = four(&one, &two);
    settle(&mut devices, 0).await;
    // The subscription may still be on its way.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let with = across(&mut devices, 1, 1).await;
    let _warm = across(&mut devices, 2, 2).await;
    stand.redis.as_mut().unwrap().stop();
    let without = across(&mut devices, 3, 3).await;
    stand.redis.as_mut().unwrap().resume().unwrap();
    let until = Instant::now() + Duration::from_secs(10);
    let (mut value, mut again) = (3, Duration::MAX);
    while again > Duration::from_secs(1) && Instant::now() < until {
        value += 1;
        again = across(&mut devices, value, usize::try_from(value).unwrap()).await;
    }
    println!("across instances: {with:?}; without Redis {without:?}; with it again {again:?}");
    assert!(with < Duration::from_secs(2) && without < Duration::from_secs(10), "{with:?} {without:?}");
    assert!(again <= Duration::from_secs(1), "{again:?}");
    assert!(devices.iter().all(|device| device.greetings == 1), "nobody had to connect again");
    assert_sound(&stand);
}

#[tokio::test]
async fn two_instances_write_one_log_at_once() {
    let stand = Stand::with_redis();
    let (one, two) = (stand.server(&["--poll-seconds", "2"]), stand.server(&["--poll-seconds", "2"]));
    let mut devices = four(&one, &two);
    for value in 0..1_200 {
        devices[usize::try_from(value % 4).unwrap()].disk.change(value);
    }
    settle(&mut devices, 1_200).await;
    assert_sound(&stand);
}

#[tokio::test]
async fn a_revoked_device_is_sent_away_wherever_it_is_connected() {
    let stand = Stand::with_redis();
    let options = ["--poll-seconds", "60"];
    let (one, two) = (stand.server(&options), stand.server(&options));
    let mut devices = four(&one, &two);
    settle(&mut devices, 0).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let path = format!("/v1/devices/{}", devices[1].tag);
    assert_eq!(ask(&one.at, "DELETE", &path, &devices[0].token, None).status, 204);
    let started = Instant::now();
    while devices[1].stopped.is_none() && started.elapsed() < Duration::from_secs(5) {
        devices[1].step(Duration::from_millis(5)).await;
    }
    println!("sent away by the other instance after {:?}", started.elapsed());
    assert_eq!(devices[1].stopped, Some(ByeCode::Unauthorised));
    assert_eq!(two.get("/v1/books", &devices[1].token).status, 401);
    devices.remove(1);
    devices[0].change(1).await;
    settle(&mut devices, 1).await;
}

#[tokio::test]
async fn a_revoked_device_is_found_by_the_poll_when_redis_is_away() {
    let mut stand = Stand::with_redis();
    let options = ["--poll-seconds", "1"];
    let (one, two) = (stand.server(&options), stand.server(&options));
    let mut devices = four(&one, &two);
    settle(&mut devices, 0).await;
    stand.redis.as_mut().unwrap().stop();
    let path = format!("/v1/devices/{}", devices[1].tag);
    assert_eq!(ask(&one.at, "DELETE", &path, &devices[0].token, None).status, 204);
    // What it writes in between is refused by the database itself.
    devices[1].change(1).await;
    let until = Instant::now() + Duration::from_secs(10);
    while devices[1].stopped.is_none() && Instant::now() < until {
        devices[1].step(Duration::from_millis(5)).await;
    }
    assert_eq!(devices[1].stopped, Some(ByeCode::Unauthorised));
    assert_eq!(stand.number("select count(*) from log"), 0);
}
