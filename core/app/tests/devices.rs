//! Two devices with one book: each works offline, they exchange changes, and both have the same book.

use crate::support::{Fixed, assert_sound, import, new_book, tables};
use app::App;
use replica::RawChange;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::Store;
use testkit::ofx::{OfxFile, OfxLine};

struct Pair {
    _folder: tempfile::TempDir,
    one: PathBuf,
    two: PathBuf,
}

/// A book and its copy, as a device gets it that joins.
fn pair() -> Pair {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, two) = (folder.path().join("book.valorize"), folder.path().join("two.valorize"));
    drop(new_book(folder.path()));
    std::fs::copy(&one, &two).expect("a copy");
    Pair { _folder: folder, one, two }
}

fn open(path: &Path, device: &'static str, start: u64) -> App {
    App::open(path, Box::new(Fixed::new(device, start))).expect("a book")
}

fn changes(path: &Path) -> Vec<RawChange> {
    let store = Store::open(path, [9; 16]).expect("a store");
    store.changes_since(0, u32::MAX).expect("changes").into_iter().map(|stored| stored.change).collect()
}

/// Each gets what the other has, the second one in the opposite order and twice.
fn exchange(pair: &Pair) {
    let (from_one, mut from_two) = (changes(&pair.one), changes(&pair.two));
    from_two.reverse();
    let mut two = Store::open(&pair.two, [8; 16]).expect("a store");
    let applied = two.apply_changes(&from_one).expect("applied");
    assert!(applied.quarantined.is_empty(), "{:?}", applied.quarantined);
    two.apply_changes(&from_one).expect("applied again");
    let mut one = Store::open(&pair.one, [7; 16]).expect("a store");
    let applied = one.apply_changes(&from_two).expect("applied");
    assert!(applied.quarantined.is_empty() && applied.pending.is_empty(), "{applied:?}");
}

fn assert_same(pair: &Pair) -> Value {
    let (mut one, mut two) = (open(&pair.one, "kitchen", 50_000), open(&pair.two, "study", 60_000));
    assert_eq!(tables(&one), tables(&two));
    assert_sound(&mut one);
    assert_sound(&mut two);
    tables(&one)
}

fn file(folder: &Path, name: &str, days: std::ops::Range<u32>) -> PathBuf {
    let lines = days.map(|day| OfxLine {
        date: format!("2024-01-{:02}", day / 2 + 1),
        amount: format!("-{}.50", day % 7),
        id: (day % 3 == 0).then(|| format!("N{day}")),
        text: ["PADARIA TRIGO BOM", "POSTO SHELL", "CAFE DO PONTO"][usize::try_from(day % 3).expect("small")]
            .to_owned(),
    });
    let path = folder.join(name);
    std::fs::write(&path, OfxFile { lines: lines.collect(), ..OfxFile::default() }.text()).expect("a file");
    path
}

fn visible(tables: &Value) -> usize {
    tables["tables"]["transactions"]
        .as_array()
        .expect("rows")
        .iter()
        .filter(|row| row["visible"] == 1)
        .count()
}

#[test]
fn the_same_file_on_both_devices_is_one_import() {
    let pair = pair();
    let folder = pair.one.parent().expect("a folder").to_path_buf();
    let bank = file(&folder, "bank.ofx", 0..40);
    for (path, device, start) in [(&pair.one, "kitchen", 1000), (&pair.two, "study", 2000)] {
        import(&mut open(path, device, start), &bank).expect("an import");
    }
    exchange(&pair);
    let both = assert_same(&pair);
    assert_eq!(visible(&both), 40);
    assert_eq!(both["tables"]["account"].as_array().map(Vec::len), Some(1));
    assert_eq!(both["tables"]["import_batch"].as_array().map(Vec::len), Some(1));
    // Taken back on one, it is taken back on both.
    let batch = both["tables"]["import_batch"][0]["id"].clone();
    open(&pair.two, "study", 3000).call("import.undo", json!({ "batch": batch })).expect("an undo");
    exchange(&pair);
    assert_eq!(visible(&assert_same(&pair)), 0);
}

#[test]
fn overlapping_files_and_edits_offline_meet_in_one_book() {
    let pair = pair();
    let folder = pair.one.parent().expect("a folder").to_path_buf();
    let (early, late) = (file(&folder, "early.ofx", 0..30), file(&folder, "late.ofx", 16..50));
    {
        let mut one = open(&pair.one, "kitchen", 1000);
        import(&mut one, &early).expect("an import");
        let page = one.call("register.list", json!({ "to": "2024-01-05" })).expect("rows");
        let id = &page["items"][0]["id"];
        one.call("transaction.edit", json!({ "id": [id], "note": "from the kitchen" })).expect("an edit");
        one.call("rule.create", json!({ "description_contains": "shell", "set_category": "car" }))
            .expect("a rule");
        one.call("rule.apply", json!({})).expect("a rule applied");
    }
    {
        let mut two = open(&pair.two, "study", 2000);
        import(&mut two, &late).expect("an import");
        let page = two.call("register.list", json!({ "from": "2024-01-20" })).expect("rows");
        let id = &page["items"][0]["id"];
        two.call("transaction.delete", json!({ "id": [id] })).expect("a deletion");
        two.call("account.create", json!({ "name": "Dinheiro", "kind": "cash", "currency": "BRL" }))
            .expect("an account");
    }
    exchange(&pair);
    let both = assert_same(&pair);
    assert_eq!(visible(&both), 49);
    // Both files again, on the other device: nothing is new, and the deleted row stays deleted.
    for bank in [&early, &late] {
        let done = import(&mut open(&pair.one, "kitchen", 4000), bank).expect("an import");
        assert_eq!(done[0].added, 0);
    }
    exchange(&pair);
    assert_eq!(visible(&assert_same(&pair)), 49);
}

/// Both devices give a row a note and parts without knowing of each other. Answers the row.
fn disagree(pair: &Pair) -> Value {
    let folder = pair.one.parent().expect("a folder").to_path_buf();
    let bank = file(&folder, "bank.ofx", 0..6);
    import(&mut open(&pair.one, "kitchen", 1000), &bank).expect("an import");
    exchange(pair);
    let row = open(&pair.one, "kitchen", 1500)
        .call("register.list", json!({ "sort": "amount" }))
        .expect("rows")["items"][0]
        .clone();
    let id = row["id"].clone();
    let part =
        |category: &str, amount: i64| json!({ "category": category, "amount": amount, "note": Value::Null });
    {
        let mut one = open(&pair.one, "kitchen", 2000);
        one.call("transaction.edit", json!({ "id": [id], "note": "one", "category": "groceries" }))
            .expect("an edit");
        let minor = row["amount"]["minor"].as_i64().expect("an amount");
        let parts = json!([part("groceries", minor + 100), part("car", -100)]);
        one.call("transaction.split", json!({ "id": id, "parts": parts })).expect("a split");
        let mut two = open(&pair.two, "study", 3000);
        two.call("transaction.edit", json!({ "id": [id], "note": "two" })).expect("an edit");
        two.call("transaction.delete", json!({ "id": [id] })).expect("a deletion");
        two.call("transaction.restore", json!({ "id": [id] })).expect("back again");
        let parts = json!([part("car", minor + 200), part("groceries", -200)]);
        two.call("transaction.split", json!({ "id": id, "parts": parts })).expect("a split");
    }
    exchange(pair);
    assert_same(pair);
    row
}

#[test]
fn what_both_devices_set_is_shown_with_what_it_means_and_can_be_decided() {
    let pair = pair();
    let row = disagree(&pair);
    let id = row["id"].clone();
    let mut one = open(&pair.one, "kitchen", 4000);
    let list = one.call("conflict.list", json!({})).expect("conflicts");
    let fields: Vec<&str> =
        list["items"].as_array().expect("items").iter().filter_map(|item| item["field"].as_str()).collect();
    assert_eq!((fields.as_slice(), &list["total"]), (["note", "splits"].as_slice(), &json!(2)));
    let note = &list["items"][0];
    assert_eq!((&note["kind"], &note["row"]["id"]), (&json!("transaction"), &id));
    let texts: Vec<_> =
        note["values"].as_array().expect("values").iter().map(|value| &value["text"]).collect();
    assert!(texts.contains(&&json!("one")) && texts.contains(&&json!("two")), "{texts:?}");
    assert_eq!((&note["values"][0]["current"], &note["values"][1]["current"]), (&json!(true), &json!(false)));
    let shown = one.call("transaction.show", json!({ "id": id })).expect("the row");
    assert_eq!(shown["row"]["note"], note["values"][0]["text"], "the first is the one the book goes on with");
    let splits = &list["items"][1]["values"];
    for value in splits.as_array().expect("values") {
        let sum: i64 = value["parts"]
            .as_array()
            .expect("parts")
            .iter()
            .filter_map(|part| part["amount"]["minor"].as_i64())
            .sum();
        assert_eq!(Some(sum), row["amount"]["minor"].as_i64(), "{value}");
    }
    assert_eq!(
        one.call("register.list", json!({ "query": "is:conflict" })).expect("rows")["items"][0]["id"],
        id
    );

    // The other value is chosen for one, the current one kept for the other.
    let wanted = note["values"][1]["text"].clone();
    let choices = json!([
        { "conflict": note["id"], "value": note["values"][1]["id"] },
        { "conflict": list["items"][1]["id"] },
    ]);
    one.call("conflict.choose", json!({ "choices": choices })).expect("a decision");
    assert_eq!(one.call("conflict.list", json!({})).expect("conflicts")["total"], 0);
    assert_eq!(one.call("transaction.show", json!({ "id": id })).expect("the row")["row"]["note"], wanted);
    let again = one.call("conflict.choose", json!({ "choices": choices })).expect_err("decided already");
    assert_eq!(again.code, app::ErrorCode::NotFound);
    one.call("history.undo", json!({})).expect("taken back");
    let before = one.call("transaction.show", json!({ "id": id })).expect("the row")["row"]["note"].clone();
    assert_eq!(before, note["values"][0]["text"]);
    one.call("history.redo", json!({})).expect("done again");
    drop(one);

    // The decision reaches the other device, and nothing is left to decide there.
    exchange(&pair);
    assert_same(&pair);
    let mut two = open(&pair.two, "study", 5000);
    assert_eq!(two.call("conflict.list", json!({})).expect("conflicts")["total"], 0);
    assert_eq!(two.call("transaction.show", json!({ "id": id })).expect("the row")["row"]["note"], wanted);
}
