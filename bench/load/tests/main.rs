//! The program itself, on real stores and a real server: a few seconds of load, with and without things going wrong.
#![allow(clippy::unwrap_used, reason = "a panic is how a test says no")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A scenario of some seconds, in which users read and write.
fn scenario(folder: &Path, seconds: u32) -> PathBuf {
    let path = folder.join("small.toml");
    let text = format!(
        "title = 'Small'\nsays = 'A few users.'\n[work.requests]\nmodel = 'closed'\nthink_seconds = 0.1\ntimeout_seconds = 5.0\n\
         ramp_seconds = 0.5\nmix = {{ list = 50, create = 40, accounts = 10 }}\n\
         filters = {{ none = 10, account = 25, month = 25, category = 15, amount = 15, text = 10 }}\n\
         books = {{ transactions = 30 }}\nstages = [{{ users = 2, seconds = {seconds} }}, {{ users = 4, seconds = {seconds} }}]\n\
         [[targets]]\nwhat = 'failed_percent'\nat_most = 0.0\n[[targets]]\nwhat = 'lost_writes'\nat_most = 0.0\n"
    );
    std::fs::write(&path, text).unwrap();
    path
}

fn load(folder: &Path, scenario: &str, further: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_load"));
    let server = program.with_file_name("sync-server");
    assert!(server.is_file(), "no {}: run `cargo build -p sync-server`", server.display());
    let mut command = Command::new(program);
    command.arg("run").arg(scenario).arg("--server").arg(server).arg("--results").arg(folder).args(further);
    command.output().unwrap()
}

/// The rows of the only CSV in a folder: scenario, what, value.
fn rows(folder: &Path) -> Vec<(String, String, f64)> {
    let files = std::fs::read_dir(folder).unwrap().filter_map(|entry| Some(entry.ok()?.path()));
    let file = files.filter(|path| path.extension().is_some_and(|ending| ending == "csv")).last().unwrap();
    let mut reader = csv::Reader::from_path(file).unwrap();
    reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[0].to_owned(), row[1].to_owned(), row[2].parse().unwrap()))
        .collect()
}

fn value(rows: &[(String, String, f64)], scenario: &str, what: &str) -> f64 {
    let row = rows.iter().find(|row| row.0.starts_with(scenario) && row.1 == what);
    row.unwrap_or_else(|| panic!("no row `{scenario}`, `{what}` in {rows:?}")).2
}

/// What must be nought of acknowledged writes of users, and of changes of devices.
const WRITES: [&str; 2] = ["target: acknowledged writes lost", "target: writes done twice"];
const CHANGES: [&str; 3] = [
    "target: acknowledged changes lost",
    "target: changes there twice",
    "target: devices that hold another log",
];

fn nothing_lost(rows: &[(String, String, f64)], scenario: &str, targets: &[&str], said: &str) {
    for what in targets {
        assert!(value(rows, scenario, what).abs() < 1e-9, "{what}: {said}");
    }
}

/// No fault showed longer than is promised.
fn over_soon(rows: &[(String, String, f64)], scenario: &str, what: &str, said: &str) {
    for fault in ["server killed", "Redis killed", "Postgres restarted", "latency"] {
        let until = value(rows, &format!("{scenario}, {fault}"), what);
        assert!(until < 10.0, "{fault}: {until} s\n{said}");
    }
}

#[test]
fn a_few_users_read_and_write_and_all_of_it_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let done = load(folder.path(), scenario(folder.path(), 2).to_str().unwrap(), &[]);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    let rows = rows(folder.path());
    assert!(value(&rows, "small, 4 users", "requests") > 15.0, "{said}");
    assert!(value(&rows, "small, 4 users", "p95") > 0.0);
    assert!(value(&rows, "small, 2 users", "server memory") > 1.0);
    nothing_lost(&rows, "small", &WRITES[..1], &said);
    assert!(value(&rows, "small", "target: failed").abs() < 1e-9, "{said}");
    assert!(said.contains("acknowledged writes 0 are lost") && !said.contains("of 0 acknowledged"), "{said}");
    let html = std::fs::read_dir(folder.path())
        .unwrap()
        .any(|entry| entry.unwrap().path().extension().is_some_and(|it| it == "html"));
    assert!(html);
}

#[test]
fn what_was_acknowledged_outlives_kills_and_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("{}+faults", scenario(folder.path(), 8).display());
    let done = load(folder.path(), &name, &[]);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    let rows = rows(folder.path());
    nothing_lost(&rows, "small+faults", &WRITES, &said);
    over_soon(&rows, "small+faults", "target: until the last failed request", &said);
}

#[test]
fn what_devices_were_told_is_on_the_server_outlives_kills_and_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("few.toml");
    let text = "title = 'Few'\nsays = 'A few devices.'\n[work.sync]\nparts = []\n[work.sync.under_faults]\nsays = 'They push.'\n\
        books = 3\neach = 2\nrate = 30.0\nseconds = 16.0\nawake_seconds = 4.0\nasleep_seconds = 0.3\n";
    std::fs::write(&path, text).unwrap();
    let done = load(folder.path(), &format!("{}+faults", path.display()), &[]);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    let rows = rows(folder.path());
    nothing_lost(&rows, "few+faults", &CHANGES, &said);
    assert!(value(&rows, "few+faults", "acknowledged") > 10.0, "{said}");
    assert!(value(&rows, "few+faults", "connections lost") > 1.0, "{said}");
    over_soon(&rows, "few+faults", "target: until every device had caught up", &said);
}

#[test]
fn books_live_in_cells_and_move_while_their_devices_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("two.toml");
    let text = "title = 'Two'\nsays = 'Two cells.'\n[work.cells]\ncounts = [1, 2]\n[work.cells.devices]\nsays = 'They push.'\n\
        books = 6\neach = 2\nrate = 40.0\nseconds = 2.0\nawake_seconds = 4.0\nasleep_seconds = 0.3\n";
    std::fs::write(&path, text).unwrap();
    let done = load(folder.path(), path.to_str().unwrap(), &[]);
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    let rows = rows(folder.path());
    nothing_lost(&rows, "two", &CHANGES, &said);
    assert!(value(&rows, "two, 2 of them", "acknowledged") > 10.0, "{said}");
    assert!(value(&rows, "two, 2 of them", "Postgres connections of servers") > 1.0, "{said}");
    assert!(value(&rows, "two, one comes to 1 others", "books moved") >= 1.0, "{said}");
}

#[test]
fn what_cannot_be_run_is_said_before_anything_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, further, says) in [
        ("lunch", &[][..], "no scenario is named `lunch`"),
        ("drain+faults", &[], "faults are made for scenarios of requests, and of sync"),
        ("read", &["--scale", "2"], "a scale of 2: 0.01 to 1"),
    ] {
        let done = load(folder.path(), name, further);
        assert!(!done.status.success());
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains(says), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
