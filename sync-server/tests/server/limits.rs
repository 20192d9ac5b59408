//! More than there is room for: connections of one address, and a disk.

use super::device::{Device, settle};
use super::faults::assert_sound;
use super::http::try_ask_from;
use super::stand::Stand;
use super::step::devices;
use std::io::{ErrorKind, Read as _};
use std::net::TcpStream;
use std::os::unix::fs::MetadataExt as _;
use std::process::Command;
use std::time::Duration;

/// Is the connection still held by the other end?
fn is_held(stream: &mut TcpStream) -> bool {
    let mut byte = [0];
    match stream.read_exact(&mut byte) {
        Ok(()) => false,
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}

#[test]
fn ten_thousand_connections_of_one_address_leave_room_for_others() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let mut held: Vec<TcpStream> = Vec::new();
    for _ in 0..20 {
        for _ in 0..500 {
            let stream = TcpStream::connect(&server.at).unwrap();
            stream.set_nonblocking(true).unwrap();
            held.push(stream);
        }
        // The server closes what has no place; that takes it a moment.
        std::thread::sleep(Duration::from_millis(100));
        held.retain_mut(is_held);
    }
    // 256 WebSockets an address, and 64 plain ones.
    assert_eq!(held.len(), 320);
    let ask = |from: [u8; 4]| try_ask_from(from, &server.at, "GET", "/readyz");
    assert!(ask([127, 0, 0, 1]).is_err(), "this address has no place left");
    assert_eq!(ask([127, 0, 0, 9]).unwrap().status, 200);
    held.clear();
    let mut tries = 0;
    while ask([127, 0, 0, 1]).is_err() {
        tries += 1;
        assert!(tries < 100, "places that were given up are not free");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(server.metric("valorize_refused_connections_total") >= 9_680.0);
}

async fn work(devices: &mut [Device], steps: usize) {
    for _ in 0..steps {
        for device in devices.iter_mut() {
            device.step(Duration::from_millis(2)).await;
        }
    }
}

/// Two devices, one of which writes until the disk is full; `free` makes room again.
async fn fill(stand: &Stand, free: impl FnOnce(&Stand)) {
    let server = stand.server(&["--poll-seconds", "1"]);
    let (_, mut devices) = devices(&server, 2);
    devices[0].disk.size = 4_000;
    settle(&mut devices, 0).await;
    let mut value = 0;
    while server.metric("valorize_failed_commits_total") < 1.0 {
        (0..50).for_each(|_| {
            devices[0].disk.change(value);
            value += 1;
        });
        devices[0].drop_connection();
        work(&mut devices, 30).await;
        assert!(value < 5_000, "the disk is not full");
    }
    work(&mut devices, 30).await;
    let kept = stand.number("select count(*) from log");
    let waiting = devices[0].disk.waiting();
    println!("{kept} entries on the full disk, {waiting} wait on the device");
    assert!(kept > 0 && waiting > 0 && devices.iter().all(|device| device.stopped.is_none()));
    // The other device still reads, and the server still answers.
    assert_eq!(i64::try_from(devices[1].disk.values().len()).unwrap(), kept);
    assert_eq!(server.get("/readyz", "").status, 200);
    free(stand);
    devices[0].drop_connection();
    settle(&mut devices, usize::try_from(value).unwrap()).await;
    assert_sound(stand);
}

#[tokio::test]
async fn what_the_database_refuses_for_want_of_room_waits_on_the_device() {
    let stand = Stand::new();
    assert!(stand.command("migrate").status().unwrap().success());
    // What Postgres says when it cannot extend a file, said at a size that is soon reached.
    let full = "create function full_disk() returns trigger language plpgsql as $$ begin
          if (select count(*) from log) >= 120 then
            raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
          end if; return null; end $$;
        create trigger full_disk after insert on log for each statement execute function full_disk();";
    stand.postgres.sql("valorize", full).unwrap();
    fill(&stand, |stand| drop(stand.postgres.sql("valorize", "drop trigger full_disk on log").unwrap()))
        .await;
}

/// A small disk of memory; unmounted with this value.
struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    fn mount(stand: &Stand) -> Option<Self> {
        let path = stand.folder.path().join("small");
        std::fs::create_dir(&path).unwrap();
        // Postgres takes only what belongs to the user it runs as.
        let user = std::fs::metadata(stand.folder.path().join("postgres")).unwrap();
        let options = format!("size=6m,mode=700,uid={},gid={}", user.uid(), user.gid());
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "none"]).arg(&path);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(path))
    }

    fn grow(&self) {
        let mut mount = Command::new("mount");
        assert!(mount.args(["-o", "remount,size=64m"]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_real_disk_that_is_full_loses_nothing() {
    let stand = Stand::new();
    let Some(disk) = SmallDisk::mount(&stand) else {
        println!("A SMALL DISK CANNOT BE MOUNTED HERE: NOT TRIED");
        return;
    };
    assert!(stand.command("migrate").status().unwrap().success());
    let place = format!("create tablespace small location '{}'", disk.0.display());
    stand.postgres.sql("valorize", &place).unwrap();
    let parts = (0..16).map(|part| {
        format!(
            "alter table log_{part} set tablespace small;
             alter index log_{part}_pkey set tablespace small;"
        )
    });
    stand.postgres.sql("valorize", &parts.collect::<String>()).unwrap();
    fill(&stand, |_| disk.grow()).await;
    // Postgres lies on the disk: it ends first.
    drop(stand);
}
