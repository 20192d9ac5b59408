//! A real folder on a real disk.

use crate::simulation::book::Book;
use crate::simulation::random::Random;
use std::fs;
use std::path::{Path, PathBuf};
use sync_folder::{FolderError, FolderRemote, Turn, readings};
use sync_protocol::{BookTag, DeviceTag};

const TAG: BookTag = BookTag([4; 16]);

fn segments(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for lane in fs::read_dir(folder.join(format!("valorize-{TAG}"))).unwrap() {
        found.extend(fs::read_dir(lane.unwrap().path()).unwrap().map(|file| file.unwrap().path()));
    }
    found.retain(|file| !file.to_string_lossy().ends_with("read.mark"));
    found.sort();
    found
}

fn turn(device: u8) -> Turn {
    Turn { device: DeviceTag([device; 16]), now_ms: 0, last: true }
}

#[test]
fn two_books_keep_in_step_over_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new(5);
    let (mut one, mut two) = (Book::make(TAG, &mut random), Book::make(TAG, &mut random));
    assert!(
        matches!(FolderRemote::open(folder.path(), TAG), Err(FolderError::NotThere(_))),
        "it is not made by itself"
    );
    let mut first = FolderRemote::create(folder.path(), TAG).unwrap();
    let mut second = FolderRemote::open(folder.path(), TAG).unwrap();
    for value in 1..20 {
        one.change(value, &mut random);
        two.change(100 + value, &mut random);
        if value % 5 == 0 {
            one.with(|journal| first.exchange(journal, turn(1))).unwrap();
            two.with(|journal| second.exchange(journal, turn(2))).unwrap();
        }
    }
    for _ in 0..2 {
        one.with(|journal| first.exchange(journal, turn(1))).unwrap();
        two.with(|journal| second.exchange(journal, turn(2))).unwrap();
    }
    assert_eq!(one.picture(), two.picture());
    assert_eq!(segments(folder.path()).len(), 2, "one file for each, and no drafts");

    // Nothing new: nothing is read and nothing written.
    let looked = first.changed_since(None).unwrap();
    let done = one.with(|journal| first.exchange(journal, turn(1))).unwrap();
    assert_eq!((done.sent, done.taken, done.waiting), (0, 0, 0));
    assert_eq!(first.changed_since(looked).unwrap(), None);
    two.change(500, &mut random);
    two.with(|journal| second.exchange(journal, turn(2))).unwrap();
    assert!(first.changed_since(looked).unwrap().is_some());
    let behind = |book: &Book| book.with(|journal| readings(journal.reader)).unwrap();
    assert_eq!(behind(&two)[0].behind, 1, "one has not read it");
    one.with(|journal| first.exchange(journal, turn(1))).unwrap();
    two.with(|journal| second.exchange(journal, turn(2))).unwrap();
    assert!(behind(&two).iter().chain(&behind(&one)).all(|reading| reading.behind == 0));

    // A file is torn, and another is a tool's draft.
    let file = segments(folder.path()).remove(0);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() - 5]).unwrap();
    fs::write(file.with_file_name(".syncthing.000002.seg.tmp"), b"half").unwrap();
    fs::write(file.with_file_name("000009.seg"), b"garbage").unwrap();
    for _ in 0..4 {
        one.with(|journal| first.exchange(journal, turn(1))).unwrap();
        two.with(|journal| second.exchange(journal, turn(2))).unwrap();
    }
    assert_eq!(one.picture(), two.picture());
    let three = Book::make(TAG, &mut random);
    let mut third = FolderRemote::open(folder.path(), TAG).unwrap();
    three.with(|journal| third.exchange(journal, turn(3))).unwrap();
    assert_eq!(three.picture(), one.picture(), "who joins now gets everything");

    fs::remove_dir_all(folder.path().join(format!("valorize-{TAG}"))).unwrap();
    let gone = one.with(|journal| first.exchange(journal, turn(1)));
    assert!(
        matches!(gone, Err(FolderError::NotThere(_))),
        "a drive that is not connected is not filled anew"
    );
}
