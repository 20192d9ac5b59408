//! A book that is shared with this device for reading only: what all would see is refused, what is its own goes on.

use crate::support::{Fixed, assert_sound, new_book};
use app::{App, ErrorCode};
use replica::{Member, MemberId, MemberRole, Write};
use serde_json::json;
use std::path::Path;
use store::{Commit, Store};

/// What another device writes of this one, as it comes by sync.
fn elsewhere(book: &Path, write: Write) {
    let mut store = Store::open(book, [7; 16]).expect("a store");
    let mut commit = Commit::new("member.role", 1, "study", vec![write]);
    commit.not_undoable = true;
    store.commit(commit).expect("a commit");
}

#[test]
fn who_may_only_read_changes_nothing_that_others_would_see() {
    let folder = tempfile::tempdir().expect("a folder");
    let (book, shared) = (folder.path().join("book.valorize"), folder.path().join("shared"));
    std::fs::create_dir(&shared).expect("a folder");
    let mut app = new_book(folder.path());
    app.call("account.create", json!({ "name": "Carteira", "kind": "cash", "currency": "BRL" }))
        .expect("one");
    let device = app.set_up_folder(&shared).expect("a link").device;
    drop(app);
    let member = Member {
        id: MemberId(device.0),
        name: "kitchen".to_owned(),
        role: MemberRole::Editor,
        public_key: [1; 32],
        added_by: None,
        handed: Vec::new(),
        account: None,
    };
    elsewhere(&book, Write::member(&member).expect("a write"));
    elsewhere(&book, Write::member_role(member.id, MemberRole::Reader).expect("a write"));

    let open = |start| App::open(&book, Box::new(Fixed::new("kitchen", start))).expect("a book");
    let mut app = open(1_000);
    let spend = json!({
        "account": "Carteira", "date": "2024-01-05", "amount": -500, "description": "Banca",
    });
    let waiting = app.reader().unshown_count().expect("a count");
    for (name, input) in [
        ("transaction.create", spend.clone()),
        ("history.undo", json!({})),
        ("history.redo", json!({})),
        ("suggestion.refresh", json!({})),
    ] {
        let refused = app.call(name, input).expect_err(name);
        assert_eq!(refused.code, ErrorCode::SharedReadOnly, "{name}: {refused:?}");
        assert!(refused.remedy.is_some(), "{name}");
    }
    assert_eq!(app.reader().unshown_count().expect("a count"), waiting);
    app.call("setting.set", json!({ "key": "categorizer.threshold", "value": "90" }))
        .expect("its own setting");
    assert_sound(&mut app);
    drop(app);

    // May it write again, it does; and who leaves goes on alone.
    elsewhere(&book, Write::member_role(member.id, MemberRole::Editor).expect("a write"));
    open(2_000).call("transaction.create", spend.clone()).expect("a row");
    elsewhere(&book, Write::member_role(member.id, MemberRole::Reader).expect("a write"));
    let mut app = open(3_000);
    assert!(app.call("transaction.create", spend.clone()).is_err());
    app.leave_sync().expect("left");
    app.call("transaction.create", spend).expect("a row of its own");
    assert_sound(&mut app);
}
