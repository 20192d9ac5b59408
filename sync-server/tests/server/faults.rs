//! Servers, Redis and Postgres that end at the worst moment. What was acknowledged stays, and everything comes level.

use super::device::{Device, open_narrow, settle};
use super::raw::{Raw, hello};
use super::stand::{Server, Stand};
use super::step::devices;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use sync_protocol::{Frame, HashTag, Pull};

const QUICK: &[&str] = &["--poll-seconds", "1", "--ping-seconds", "1"];

/// Every acknowledged change is in the log.
fn assert_kept(stand: &Stand, devices: &[Device]) {
    let text = stand.postgres.sql("valorize", "select encode(hash, 'hex') from log").unwrap();
    let kept: BTreeSet<String> = text.lines().map(str::to_owned).collect();
    let acknowledged = devices.iter().flat_map(|device| &device.acknowledged);
    let lost: Vec<&HashTag> = acknowledged.filter(|hash| !kept.contains(&hash.to_string())).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

/// The log is as the rules want it: no gap, no number used twice, the chain as its changes say.
pub fn assert_sound(stand: &Stand) {
    let wrong = "select count(*) from (
        select chain, sha256(coalesce(lag(chain) over (order by place),
          sha256(convert_to('valorize log 1', 'UTF8') || book)) || hash) as right,
          place, row_number() over (order by place) as n
        from log) l where chain <> l.right or place <> n";
    assert_eq!(stand.number(wrong), 0);
}

fn move_to(devices: &mut [Device], server: &Server) {
    for device in devices {
        device.at.clone_from(&server.at);
    }
}

async fn work(devices: &mut [Device], values: std::ops::Range<u64>, steps: usize) {
    let count = devices.len();
    for value in values {
        devices[usize::try_from(value).unwrap() % count].change(value).await;
    }
    for _ in 0..steps {
        for device in devices.iter_mut() {
            device.step(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_server_is_killed_in_mid_push() {
    let stand = Stand::new();
    let mut server = stand.server(QUICK);
    let (_, mut devices) = devices(&server, 3);
    for round in 0..8 {
        work(&mut devices, round * 300..(round + 1) * 300, usize::try_from(round).unwrap()).await;
        server.kill();
        assert_kept(&stand, &devices);
        server = stand.server(QUICK);
        move_to(&mut devices, &server);
    }
    settle(&mut devices, 2_400).await;
    assert_kept(&stand, &devices);
    assert_sound(&stand);
    assert!(devices.iter().map(|device| device.acknowledged.len()).sum::<usize>() > 300);
}

#[tokio::test]
async fn postgres_restarted_costs_a_pause_and_nothing_else() {
    let mut stand = Stand::new();
    let server = stand.server(QUICK);
    let (_, mut devices) = devices(&server, 3);
    for round in 0..3 {
        work(&mut devices, round * 300..(round + 1) * 300, 3).await;
        stand.postgres.stop().unwrap();
        assert_eq!(server.get("/readyz", "").status, 503);
        assert_eq!(server.get("/healthz", "").status, 200);
        work(&mut devices, 10_000 + round * 10..10_000 + (round + 1) * 10, 5).await;
        stand.postgres.resume().unwrap();
        let started = Instant::now();
        settle(&mut devices, usize::try_from((round + 1) * 310).unwrap()).await;
        println!("level {:?} after Postgres was back", started.elapsed());
        assert_kept(&stand, &devices);
    }
    assert_eq!(server.get("/readyz", "").status, 200);
    assert_sound(&stand);
}

#[tokio::test]
async fn a_database_restored_from_an_older_dump_gets_back_what_it_lost() {
    let stand = Stand::new();
    let server = stand.server(QUICK);
    let (_, mut devices) = devices(&server, 3);
    work(&mut devices, 0..100, 0).await;
    settle(&mut devices, 100).await;
    let epoch = devices[0].disk.position.epoch;
    let dump = stand.folder.path().join("dump.sql");
    stand.postgres.dump(&dump).unwrap();
    work(&mut devices, 100..200, 0).await;
    settle(&mut devices, 200).await;
    // The server goes on running on the database that is replaced below it.
    stand.postgres.restore(&dump).unwrap();
    assert_eq!(stand.number("select head from book"), 100);
    work(&mut devices, 200..230, 0).await;
    settle(&mut devices, 230).await;
    // The chain may have shown it before the server looked; then the epoch follows.
    let until = Instant::now() + Duration::from_secs(20);
    while devices[0].disk.position.epoch == epoch {
        assert!(Instant::now() < until, "still the same life of the log");
        devices[0].step(Duration::from_millis(5)).await;
    }
    settle(&mut devices, 230).await;
    assert_sound(&stand);
}

#[tokio::test]
async fn a_log_cut_short_and_filled_again_is_noticed_by_its_chain_alone() {
    let stand = Stand::new();
    let mut server = stand.server(QUICK);
    let (_, mut devices) = devices(&server, 2);
    work(&mut devices, 0..50, 0).await;
    settle(&mut devices, 50).await;
    let epoch = devices[0].disk.position.epoch;
    server.kill();
    devices.iter_mut().for_each(Device::drop_connection);
    // A replica that lagged was promoted: the last ten are gone, and nothing else says so.
    let cut = "delete from log where place > 40;
        update book set head = 40, chain = (select chain from log where place = 40)";
    stand.postgres.sql("valorize", cut).unwrap();
    let server = stand.server(QUICK);
    move_to(&mut devices, &server);
    // One device comes back, brings its own and more; then the other, whose cursor is within the log again.
    work(&mut devices[..1], 50..70, 0).await;
    settle(&mut devices[..1], 70).await;
    settle(&mut devices, 70).await;
    assert_eq!(devices[0].disk.position.epoch, epoch, "the same life");
    assert_sound(&stand);
}

#[tokio::test]
async fn a_slow_device_loses_hints_and_no_change() {
    let stand = Stand::new();
    let server = stand.server(&["--ping-seconds", "60"]);
    let (book, mut devices) = devices(&server, 2);
    let slow = devices.pop().unwrap();
    let mut raw = Raw(open_narrow(&server.at, &slow.token).await);
    raw.send(Frame::Hello(hello(book, slow.tag))).await;
    assert!(matches!(raw.next().await, Some(Frame::Welcome(_))));
    // It does not read while the other writes more than the wire between could hold.
    devices[0].disk.size = 7_000;
    settle(&mut devices, 0).await;
    for value in 0..900 {
        devices[0].change(value).await;
        // One by one, so that each is small enough to travel with its hint.
        while devices[0].disk.waiting() > 0 {
            devices[0].step(Duration::from_millis(5)).await;
        }
    }
    let lost = server.metric("valorize_lost_hints_total");
    println!("hints lost: {lost}");
    assert!(lost > 0.0);
    // It hears of the newest head all the same, and is not thrown out.
    loop {
        match raw.next().await {
            Some(Frame::Head(head)) if head.head == 900 => break,
            Some(_) => {}
            None => panic!("thrown out"),
        }
    }
    raw.send(Frame::Pull(Pull { after: 0, max_bytes: 0 })).await;
    assert!(matches!(raw.answer().await, Some(Frame::Page(page)) if page.items.len() > 50));
    assert_sound(&stand);
}

#[tokio::test]
async fn sigterm_sends_the_devices_away_and_ends_in_time() {
    let stand = Stand::new();
    let mut server = stand.server(&[]);
    let (_, mut devices) = devices(&server, 3);
    work(&mut devices, 0..600, 2).await;
    let started = Instant::now();
    server.terminate();
    let mut ended = None;
    while ended.is_none() && started.elapsed() < Duration::from_secs(10) {
        for device in &mut devices {
            device.step(Duration::from_millis(2)).await;
        }
        ended = server.ended(Duration::from_millis(5));
    }
    println!("ended {:?} after SIGTERM", started.elapsed());
    assert_eq!(ended, Some(true));
    assert_kept(&stand, &devices);
    let server = stand.server(&[]);
    move_to(&mut devices, &server);
    settle(&mut devices, 600).await;
}
