//! Kill -9: a child process commits in a loop and says what was acknowledged; the parent kills it at random moments. Nothing
//! acknowledged may be lost, and the file must be sound each time.
//!
//! `KILLS=1000 cargo test -p store crash` for more than the usual number.

use crate::support::*;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::{Commit, Store};

const CHILD: &str = "VALORIZE_CRASH_CHILD";

#[test]
fn killed_processes_lose_nothing_acknowledged() {
    if let Ok(path) = std::env::var(CHILD) {
        work(Path::new(&path));
    }
    let kills: u64 = std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let mut store = create(&path, 1);
    import(&mut store, 0..20);
    drop(store);
    let mut acknowledged_in_all = 0;
    for kill in 0..kills {
        // On a busy machine the first commit may come later than any moment drawn: every other child has got that far.
        let after = Duration::from_micros(500 + kill.wrapping_mul(7_919) % 12_000);
        let acknowledged = run_and_kill(&path, after, kill % 2 == 1);
        acknowledged_in_all += acknowledged.len();
        let store = Store::open(&path, [3; 16]).unwrap();
        let reader = store.reader().unwrap();
        let newest: i64 =
            reader.connection().query_row("select max(id) from action", [], |row| row.get(0)).unwrap();
        for line in &acknowledged {
            let (action, note) = line.split_once(' ').unwrap();
            assert!(
                action.parse::<i64>().unwrap() <= newest,
                "kill {kill}: action {action} was acknowledged and is gone"
            );
            let sql = "select count(*) from changes where grp = ?1";
            let changes: i64 = reader.connection().query_row(sql, [action], |row| row.get(0)).unwrap();
            assert!(changes > 0, "kill {kill}: the change of {note} was acknowledged and is gone");
        }
        let report = reader.integrity_check().unwrap();
        assert_eq!(report.problems, Vec::<String>::new(), "kill {kill}");
    }
    println!("{kills} kills, {acknowledged_in_all} acknowledged commits, 0 lost");
    assert!(acknowledged_in_all > 0, "the child never got to commit");
}

/// Kills a child some time after it is ready, or after it has acknowledged its first commit. Answers what it acknowledged.
fn run_and_kill(path: &Path, after: Duration, after_commit: bool) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "crash::killed_processes_lose_nothing_acknowledged",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let ready = lines.by_ref().any(|line| line.ends_with("ready"));
    assert!(ready, "the child did not start");
    let first = if after_commit { lines.by_ref().find(|line| line.ends_with(" end")) } else { None };
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    // A last line cut in two was not acknowledged.
    first
        .into_iter()
        .chain(lines)
        .filter_map(|line| {
            line.strip_prefix("ack ").and_then(|rest| rest.strip_suffix(" end")).map(str::to_owned)
        })
        .collect()
}

/// The child: opens the book and commits until it is killed.
fn work(path: &Path) -> ! {
    let process = std::process::id().to_le_bytes();
    let mut actor = [7; 16];
    actor[..4].copy_from_slice(&process);
    let start = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    actor[4..12].copy_from_slice(&(start as u64).to_le_bytes());
    let mut store = Store::open(path, actor).unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "\nready").unwrap();
    for n in 0_u32.. {
        let note = format!("{start}-{n}");
        let action = match n % 5 {
            4 => store.undo_last().unwrap().action,
            3 => {
                let from = u32::from_le_bytes(process) % 50_000 + n * 10;
                let commit = import_commit(&store, from..from + 8);
                store.commit(commit).unwrap().action
            }
            _ => {
                let row = n % 20;
                let write = shard(row).set_note(id(row), Some(&note)).unwrap();
                store.commit(Commit::new("note", i64::from(n), "child", vec![write])).unwrap().action
            }
        };
        if n % 5 != 3 {
            writeln!(out, "ack {action} {note} end").unwrap();
            out.flush().unwrap();
        }
    }
    unreachable!("the numbers do not run out before the kill")
}
