//! Encrypted books: what opens them, what stands in their files, and what is left when the program dies on the way.

use crate::support::*;
use std::path::Path;
use store::{Commit, ErrorCode, Key, Reader, Store, is_encrypted, rekey};

const PASSPHRASE: &str = "correto cavalo bateria grampo";

fn book(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("book.valorize");
    let mut store = create(&path, 1);
    import(&mut store, 0..300);
    path
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

/// No file in the folder holds a word of the book.
fn assert_no_plaintext(folder: &Path) {
    for (name, bytes) in files(folder) {
        for word in
            ["Padaria", "padaria", "Checking", "create table", "CREATE TABLE", "SQLite format", "memo 2"]
        {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{name} holds `{word}` in the clear");
        }
    }
}

#[test]
fn an_encrypted_book_opens_with_its_passphrase_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let before = projection(&Store::open(&path, [2; 16]).unwrap());
    let key = Key::derive(PASSPHRASE, [7; 16]);
    rekey(&path, None, Some(&key)).unwrap();

    assert!(is_encrypted(&path).unwrap());
    assert_no_plaintext(folder.path());
    assert_eq!(Store::open(&path, [2; 16]).unwrap_err().code(), ErrorCode::LockedBook);
    assert_eq!(Reader::open(&path).unwrap_err().code(), ErrorCode::LockedBook);
    let wrong = Key::of_file(&path, "wrong").unwrap();
    assert_eq!(
        Store::open_with(&path, Some(wrong.clone()), [2; 16]).unwrap_err().code(),
        ErrorCode::WrongPassphrase
    );
    assert_eq!(rekey(&path, Some(&wrong), None).unwrap_err().code(), ErrorCode::WrongPassphrase);

    let found = Key::of_file(&path, PASSPHRASE).unwrap();
    assert!(found == key);
    let store = Store::open_with(&path, Some(found), [2; 16]).unwrap();
    assert_eq!(projection(&store), before);
    assert_sound(&store);
}

#[test]
fn log_backup_and_check_of_an_encrypted_book_are_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let key = Key::derive(PASSPHRASE, [7; 16]);
    rekey(&path, None, Some(&key)).unwrap();
    let mut store = Store::open_with(&path, Some(key.clone()), [2; 16]).unwrap();
    let note = shard(3).set_note(id(3), Some("Padaria, memo 2")).unwrap();
    store.commit(Commit::new("transaction.edit", 3, "test", vec![note])).unwrap();
    import(&mut store, 300..400);
    let log = std::fs::metadata(folder.path().join("book.valorize-wal")).unwrap();
    assert!(log.len() > 0, "the log is in use");
    store.backup_to(&folder.path().join("copy.valorize")).unwrap();
    assert_sound(&store);
    assert_no_plaintext(folder.path());
    let copy = folder.path().join("copy.valorize");
    assert_eq!(Reader::open(&copy).unwrap_err().code(), ErrorCode::LockedBook);
    let copy = Reader::open_with(&copy, Some(&Key::of_file(&copy, PASSPHRASE).unwrap())).unwrap();
    assert_eq!(copy.integrity_check().unwrap().problems, Vec::<String>::new());
}

#[test]
fn the_passphrase_changes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let before = projection(&Store::open(&path, [2; 16]).unwrap());
    let (first, second) = (Key::derive("one", [7; 16]), Key::derive("two", [8; 16]));
    rekey(&path, None, Some(&first)).unwrap();
    rekey(&path, Some(&first), Some(&second)).unwrap();
    let old = Key::of_file(&path, "one").unwrap();
    assert_eq!(Store::open_with(&path, Some(old), [2; 16]).unwrap_err().code(), ErrorCode::WrongPassphrase);
    rekey(&path, Some(&second), None).unwrap();
    let store = Store::open(&path, [2; 16]).unwrap();
    assert_eq!(projection(&store), before);
    assert_sound(&store);
}

#[test]
fn an_open_book_is_not_rekeyed() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let key = Key::derive("one", [7; 16]);
    let store = Store::open(&path, [2; 16]).unwrap();
    assert_eq!(rekey(&path, None, Some(&key)).unwrap_err().code(), ErrorCode::Busy);
    let reader = store.reader().unwrap();
    drop(store);
    // A reader of another program keeps the log; the book stays as it is.
    let outcome = rekey(&path, None, Some(&key));
    drop(reader);
    if let Err(error) = outcome {
        assert_eq!(error.code(), ErrorCode::Busy);
        assert_sound(&Store::open(&path, [2; 16]).unwrap());
    }
}

#[test]
fn what_a_killed_rekeying_left_is_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = book(folder.path());
    let beside = |suffix: &str| folder.path().join(format!("book.valorize{suffix}"));
    std::fs::write(beside(".rekey"), b"half a file").unwrap();
    std::fs::write(beside(".rekey-journal"), b"half a journal").unwrap();
    std::fs::hard_link(&path, beside(".before")).unwrap();
    assert_sound(&Store::open(&path, [2; 16]).unwrap());
    for suffix in [".rekey", ".rekey-journal", ".before"] {
        assert!(!beside(suffix).exists(), "{suffix} is still there");
    }
}

#[test]
fn noise_and_other_files_are_no_encrypted_books() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("empty", Vec::new()), ("text", vec![b'a'; 8192]), ("short", vec![7; 100])] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(Store::open(&path, [2; 16]).unwrap_err().code(), ErrorCode::NotABook, "{name}");
    }
}

#[test]
fn a_key_as_text_is_the_same_key() {
    let key = Key::derive(PASSPHRASE, [7; 16]);
    assert!(Key::from_text(&key.to_text()) == Some(key.clone()));
    assert_eq!(format!("{key:?}"), "Key(..)");
    for bad in ["", "00", &"zz".repeat(48), &"é".repeat(48)] {
        assert!(Key::from_text(bad).is_none());
    }
}
