//! Books that are in use, of another version, damaged, or where nothing can be written.

use crate::process::{Home, ran};
use std::path::Path;
use std::time::{Duration, Instant};
use testkit::ofx::{OfxFile, OfxLine};

fn imported() -> Home {
    let home = Home::with_book();
    let lines = (0..400).map(|n| OfxLine {
        date: format!("2024-{:02}-{:02}", n / 40 + 1, n % 28 + 1),
        amount: format!("-{n}.50"),
        id: Some(format!("N{n}")),
        text: format!("LOJA {n}"),
    });
    let file = home.file("bank.ofx", OfxFile { lines: lines.collect(), ..OfxFile::default() }.text());
    home.ok(&["import", &file]);
    home
}

fn sidecar(home: &Home, suffix: &str) -> std::path::PathBuf {
    home.path().join(format!("book.valorize{suffix}"))
}

#[test]
fn a_copy_of_the_file_alone_is_the_whole_book() {
    let home = imported();
    assert!(!sidecar(&home, "-wal").exists(), "the write-ahead log is folded in when the program ends");
    let copy = Home::new();
    std::fs::copy(home.book(), copy.book()).expect("a copy");
    assert_eq!(copy.rows(), 400);
    copy.assert_sound();
}

/// A second process that has the book open: it waits for a file that is a pipe nobody writes to.
#[cfg(unix)]
#[test]
fn a_book_in_use_is_said_to_be() {
    let home = imported();
    let pipe = home.path().join("pipe.ofx").display().to_string();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let hold = || home.command(&["import", &pipe]).spawn().expect("a second process");
    let mut holder = hold();
    let deadline = Instant::now() + Duration::from_mins(1);
    let refused = loop {
        let ran = home.run(&["account", "list"]);
        // The holder writes its number just after it took the lock: in between it is not named.
        let named = ran.code == Some(11) && ran.err.contains(&holder.id().to_string());
        if named || Instant::now() > deadline {
            break ran;
        }
        // Refused itself, because the command above was faster to take the lock.
        if holder.try_wait().expect("its state").is_some() {
            holder = hold();
        }
    };
    assert_eq!(refused.code, Some(11), "{}", refused.err);
    assert!(
        refused.err.contains("error[busy]") && refused.err.contains(&holder.id().to_string()),
        "{}",
        refused.err
    );
    home.refused(&["init"], 4, "already_exists");
    holder.kill().expect("the second process ends");
    holder.wait().expect("the second process ended");
    assert_eq!(home.rows(), 400);
    home.assert_sound();
}

#[test]
fn a_book_of_a_newer_version_is_left_alone() {
    let home = imported();
    let mut bytes = std::fs::read(home.book()).expect("the book");
    // PRAGMA user_version: four bytes at offset 60 (sqlite.org/fileformat.html).
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(home.book(), &bytes).expect("the book");
    for arguments in [&["account", "list"][..], &["doctor"], &["import", "bank.ofx"], &["undo"]] {
        let ran = home.refused(arguments, 12, "newer_version");
        assert!(ran.err.contains("what to do: update"), "{}", ran.err);
    }
    assert_eq!(std::fs::read(home.book()).expect("the book"), bytes);
}

#[test]
fn what_is_no_book_is_not_touched() {
    let home = Home::new();
    for content in [&b"Dear diary, this is no book.\n"[..], b"", b"SQLite format 3\0", &[0xff; 8192]] {
        std::fs::write(home.book(), content).expect("a file");
        for arguments in [&["account", "list"][..], &["import", "bank.ofx"], &["doctor", "--repair"]] {
            home.refused(arguments, 13, "damaged");
        }
        home.refused(&["init"], 4, "already_exists");
        assert_eq!(std::fs::read(home.book()).expect("the file"), content);
    }
}

#[test]
fn a_damaged_book_is_refused_or_read_but_never_a_crash() {
    let home = imported();
    let sound = std::fs::read(home.book()).expect("the book");
    let damaged = Home::new();
    let mut refused = 0;
    let positions = (0..24).map(|n| n * sound.len() / 24 + 37);
    let mut try_book = |bytes: &[u8], what: &str| {
        for suffix in ["-wal", "-shm"] {
            drop(std::fs::remove_file(sidecar(&damaged, suffix)));
        }
        std::fs::write(damaged.book(), bytes).expect("a book");
        for arguments in [&["account", "list"][..], &["transactions", "--json"], &["doctor"]] {
            let ran = damaged.run(arguments);
            assert!(matches!(ran.code, Some(0 | 13)), "{what}, {arguments:?}: {:?} {}", ran.code, ran.err);
            refused += usize::from(ran.code == Some(13));
        }
    };
    for position in positions {
        let mut bytes = sound.clone();
        for byte in &mut bytes[position..(position + 64).min(sound.len())] {
            *byte ^= 0x5a;
        }
        try_book(&bytes, &format!("64 bytes at {position} of {}", sound.len()));
    }
    for part in [1, 2, 3] {
        try_book(&sound[..sound.len() * part / 4], &format!("{part} quarters of the file"));
    }
    assert!(refused >= 10, "only {refused} damages were seen");
}

/// Root may write anywhere: a file in place of the parent folder stands for a place that cannot be written.
#[test]
fn a_place_that_cannot_be_written_is_said() {
    let home = Home::new();
    let blocked = Path::new(&home.file("file", "x")).join("folder/book.valorize").display().to_string();
    for arguments in
        [&["--book", &blocked, "init"][..], &["--book", &blocked, "import", &home.file("bank.ofx", "x")]]
    {
        let ran = home.run(arguments);
        assert!(matches!(ran.code, Some(14 | 16)), "{:?} {}", ran.code, ran.err);
        assert!(ran.err.contains("what to do"), "{}", ran.err);
    }
    home.refused(&["account", "list"], 3, "not_found");
}

#[test]
fn a_closed_pipe_is_no_crash() {
    let home = imported();
    let mut command = home.command(&["export", "--format", "csv"]);
    let mut child = command.spawn().expect("the program starts");
    drop(child.stdout.take());
    ran(&child.wait_with_output().expect("it ends"), &["export"]);
}
