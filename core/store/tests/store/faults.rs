//! What can happen to the file: full disk, other programs, other versions, damage, no permission, copies.

use crate::support::*;
use store::rusqlite::Connection;
use store::{Commit, ErrorCode, Reader, Store, StoreError};

#[test]
fn a_full_disk_leaves_the_book_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let mut store = create(&path, 1);
    import(&mut store, 0..50);
    let (before, changes) = (projection(&store), raw_changes(&store));
    let pages = count(&store, "pragma page_count") as u32;
    store.limit_pages(pages + 4).unwrap();
    let commit = import_commit(&store, 100..4_000);
    assert_eq!(store.commit(commit.clone()).unwrap_err().code(), ErrorCode::DiskFull);
    assert_eq!(projection(&store), before);
    assert_eq!(raw_changes(&store), changes);
    assert_sound(&store);
    store.limit_pages(u32::MAX - 1).unwrap();
    store.commit(commit).unwrap();
    assert_sound(&store);
}

#[test]
fn a_second_writer_is_refused_and_told_who_holds_the_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let store = create(&path, 1);
    match Store::open(&path, [2; 16]).unwrap_err() {
        StoreError::Busy { pid, .. } => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{other}"),
    }
    drop(store);
    Store::open(&path, [2; 16]).unwrap();
}

#[test]
fn newer_and_foreign_files_are_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    drop(create(&path, 1));
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(Store::open(&path, [2; 16]).unwrap_err().code(), ErrorCode::NewerVersion);
    assert_eq!(Reader::open(&path).unwrap_err().code(), ErrorCode::NewerVersion);
    let text = folder.path().join("text");
    std::fs::write(&text, "not a book at all").unwrap();
    assert_eq!(Store::open(&text, [2; 16]).unwrap_err().code(), ErrorCode::NotABook);
    assert_eq!(std::fs::read(&text).unwrap(), b"not a book at all");
    let foreign = folder.path().join("foreign");
    Connection::open(&foreign).unwrap().execute_batch("create table t (a)").unwrap();
    assert_eq!(Store::open(&foreign, [2; 16]).unwrap_err().code(), ErrorCode::NotABook);
    assert_eq!(Store::open(&folder.path().join("missing"), [2; 16]).unwrap_err().code(), ErrorCode::NotABook);
}

#[test]
fn a_file_in_the_way_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    std::fs::write(&path, "mine").unwrap();
    let first = Commit::new("book.create", 1, "test", vec![]);
    assert_eq!(Store::create(&path, &KEY, [1; 16], first).unwrap_err().code(), ErrorCode::AlreadyExists);
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
}

#[test]
fn a_failed_creation_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let first =
        Commit::new("book.create", 1, "test", vec![shard(1).set_note(id(1), Some("no such row")).unwrap()]);
    Store::create(&path, &KEY, [1; 16], first).unwrap_err();
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["book.lock"]);
    create(&path, 1);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_said_to_be_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(closed.join("probe"), "").is_ok() {
        println!("this user may write anywhere: nothing to see here");
        return;
    }
    let first = Commit::new("book.create", 1, "test", vec![]);
    assert_eq!(
        Store::create(&closed.join("book"), &KEY, [1; 16], first).unwrap_err().code(),
        ErrorCode::ReadOnly
    );
}

#[test]
fn a_backup_is_a_book_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = create(&folder.path().join("book"), 1);
    import(&mut store, 0..30);
    let copy = folder.path().join("copy");
    store.backup_to(&copy).unwrap();
    assert_eq!(store.backup_to(&copy).unwrap_err().code(), ErrorCode::AlreadyExists);
    let before = projection(&store);
    import(&mut store, 30..40);
    let copy = Store::open(&copy, [3; 16]).unwrap();
    assert_eq!(projection(&copy), before);
    assert_sound(&copy);
}

#[test]
fn a_projection_of_another_version_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let mut store = create(&path, 1);
    import(&mut store, 0..30);
    let before = projection(&store);
    drop(store);
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("update derived set derived_version = -1; delete from transactions; drop table tag")
        .unwrap();
    drop(conn);
    let store = Store::open(&path, [2; 16]).unwrap();
    assert_eq!(projection(&store), before);
    assert_sound(&store);
}

#[test]
fn tampering_with_journal_or_projection_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let tampers = [
        "update transactions set amount = amount + 1 where id = (select min(id) from transactions)",
        "delete from month_total where month = (select min(month) from month_total)",
        "update changes set bytes = zeroblob(length(bytes)) where id = (select max(id) from changes)",
        "update changes set actor = x'00' where id = (select max(id) from changes)",
        "update split set amount = amount + 1",
        "delete from changes where id = (select min(id) from changes where doc = (select no from docs where name like 'tx/%' limit 1))",
    ];
    for (n, tamper) in tampers.iter().enumerate() {
        let path = folder.path().join(n.to_string());
        let mut store = create(&path, 1);
        import(&mut store, 0..30);
        let part = domain::Split { amount: -40, category: None, note: None };
        store.commit(Commit::new("s", 3, "t", vec![shard(4).set_splits(id(4), &[part]).unwrap()])).unwrap();
        assert_sound(&store);
        drop(store);
        Connection::open(&path).unwrap().execute_batch(tamper).unwrap();
        let report = Reader::open(&path).unwrap().integrity_check().unwrap();
        assert!(!report.problems.is_empty(), "{tamper}");
    }
}

#[test]
fn flipped_bits_in_the_file_are_found_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book");
    let mut store = create(&path, 1);
    import(&mut store, 0..60);
    let before = projection(&store);
    drop(store);
    let whole = std::fs::read(&path).unwrap();
    let flipped = folder.path().join("flipped");
    let (mut found, mut harmless) = (0, 0);
    // A stride without relation to the page size visits every kind of page.
    for at in (0..whole.len()).step_by(1_511) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        std::fs::write(&flipped, &bytes).unwrap();
        let noticed = Reader::open(&flipped)
            .and_then(|reader| reader.integrity_check())
            .map_or(true, |report| !report.problems.is_empty());
        if noticed {
            found += 1;
        } else {
            harmless += 1;
            let reader = Reader::open(&flipped).unwrap();
            assert_eq!(dump(&reader, true), before, "byte {at}: an unnoticed flip must not show");
        }
    }
    println!("{found} flips found, {harmless} without effect on journal and projection");
    assert!(found > 0);
}
