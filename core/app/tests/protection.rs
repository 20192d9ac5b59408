//! Encrypting, locking, backups and restoring, through the host as the window does it.

use crate::support::Fixed;
use app::host::{Host, Places};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const PASSPHRASE: &str = "correto cavalo bateria";

/// A host whose random bytes begin at `first`: two books made with the same bytes would be one book.
fn host(folder: &Path, first: u64) -> Host {
    // Each world draws its own random bytes.
    let start = AtomicU64::new(first);
    Host::new(
        Places::below(folder),
        Box::new(move || Box::new(Fixed::new("kitchen", start.fetch_add(1_000, Ordering::Relaxed)))),
    )
}

fn call(host: &Host, name: &str, input: Value) -> Value {
    let bytes = serde_json::to_vec(&input).expect("JSON");
    let answer = host.call(name, &bytes, None).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    serde_json::from_slice(&answer).expect("JSON")
}

fn refused(host: &Host, name: &str, input: Value) -> String {
    let bytes = serde_json::to_vec(&input).expect("JSON");
    host.call(name, &bytes, None).expect_err("a refusal").code.as_str().to_owned()
}

/// A host with an open book of one account and one row.
fn with_book(folder: &Path) -> (Host, String) {
    with_book_from(folder, 0)
}

fn with_book_from(folder: &Path, first: u64) -> (Host, String) {
    let host = host(folder, first);
    let status =
        call(&host, "book.create", json!({ "name": "Casa", "currency": "BRL", "language": "pt-BR" }));
    call(&host, "account.create", json!({ "name": "Conta", "kind": "checking", "currency": "BRL" }));
    row(&host, "PADARIA SEGREDO");
    (host, status["path"].as_str().expect("a path").to_owned())
}

fn row(host: &Host, text: &str) {
    let input = json!({ "account": "Conta", "date": "2026-01-05", "amount": -1990, "description": text });
    call(host, "transaction.create", input);
}

fn rows(host: &Host) -> u64 {
    call(host, "book.show", json!({}))["transactions"].as_u64().expect("a number")
}

fn holds(folder: &Path, word: &str) -> bool {
    std::fs::read_dir(folder).expect("a folder").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return holds(&path, word);
        }
        let bytes = std::fs::read(&path).expect("bytes");
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

#[test]
fn an_encrypted_book_asks_and_leaves_nothing_in_the_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, path) = with_book(folder.path());
    call(&host, "backup.now", json!({}));
    assert_eq!(refused(&host, "book.encrypt", json!({ "passphrase": "short" })), "invalid_input");
    let security = call(&host, "book.encrypt", json!({ "passphrase": PASSPHRASE }));
    assert_eq!((&security["encrypted"], &security["plain_backups"]), (&json!(true), &json!(0)), "{security}");
    row(&host, "OUTRO SEGREDO");
    assert!(!holds(folder.path(), "SEGREDO"), "a file holds a row in the clear");
    let backups = call(&host, "backup.list", json!({}));
    assert!(!backups["items"].as_array().expect("a list").is_empty());

    call(&host, "book.lock", json!({}));
    let status = call(&host, "book.status", json!({}));
    assert_eq!((&status["open"], &status["locked"]), (&json!(false), &json!(path)));
    assert_eq!(refused(&host, "book.show", json!({})), "locked_book");
    assert_eq!(refused(&host, "book.open", json!({ "path": path })), "locked_book");
    let wrong = json!({ "path": path, "passphrase": "wrong wrong" });
    assert_eq!(refused(&host, "book.open", wrong), "wrong_passphrase");
    call(&host, "book.open", json!({ "path": path, "passphrase": PASSPHRASE }));
    assert_eq!(rows(&host), 2);

    let change = |current: &str| json!({ "current": current, "passphrase": "another passphrase" });
    assert_eq!(refused(&host, "book.change_passphrase", change("wrong wrong")), "wrong_passphrase");
    call(&host, "book.change_passphrase", change(PASSPHRASE));
    assert_eq!(refused(&host, "book.decrypt", json!({ "passphrase": PASSPHRASE })), "wrong_passphrase");
    let plain = call(&host, "book.decrypt", json!({ "passphrase": "another passphrase" }));
    assert_eq!(plain["encrypted"], json!(false));
    assert_eq!(rows(&host), 2);
    assert_eq!(call(&host, "diagnostics.check", json!({}))["healthy"], json!(true));
}

#[test]
fn the_lock_of_a_plain_book_keeps_the_window_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, path) = with_book(folder.path());
    assert_eq!(refused(&host, "book.lock", json!({})), "invalid_input");
    let set = call(&host, "security.screen_lock", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(set["screen_lock"], json!(true));
    call(&host, "book.lock", json!({}));
    assert_eq!(refused(&host, "book.open", json!({ "path": path })), "locked_book");
    call(&host, "book.open", json!({ "path": path, "passphrase": PASSPHRASE }));
    assert_eq!(refused(&host, "security.screen_lock", json!({})), "locked_book");
    let removed = call(&host, "security.screen_lock", json!({ "current": PASSPHRASE }));
    assert_eq!(removed["screen_lock"], json!(false));
    call(&host, "book.close", json!({}));
    call(&host, "book.open", json!({ "path": path }));
    assert_eq!(rows(&host), 1);
}

#[test]
fn a_backup_is_restored_and_the_book_of_before_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = with_book(folder.path());
    let backup = call(&host, "backup.now", json!({}));
    row(&host, "DEPOIS");
    assert_eq!(rows(&host), 2);
    call(&host, "backup.restore", json!({ "path": backup["path"] }));
    assert_eq!(rows(&host), 1);
    let list = call(&host, "backup.list", json!({}));
    let before =
        list["items"].as_array().expect("a list").iter().find(|item| item["reason"] == "before_restore");
    let before = before.expect("the book as it was").clone();
    call(&host, "backup.restore", json!({ "path": before["path"] }));
    assert_eq!(rows(&host), 2);

    let other = tempfile::tempdir().expect("a folder");
    let (second, path) = with_book_from(other.path(), 1_000_000);
    call(&second, "book.close", json!({}));
    assert_eq!(refused(&host, "backup.restore", json!({ "path": path })), "invalid_input");
    assert_eq!(refused(&host, "backup.restore", json!({ "path": "nothing" })), "not_found");
    assert_eq!(rows(&host), 2);
}

#[test]
fn the_report_says_nothing_of_the_book() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = with_book(folder.path());
    refused(&host, "account.update", json!({ "account": "SEGREDO" }));
    let report = call(&host, "diagnostics.report", json!({}))["text"].as_str().expect("text").to_owned();
    for word in ["SEGREDO", "Conta", "Casa", "1990", "19.90"] {
        assert!(!report.contains(word), "the report holds `{word}`:\n{report}");
    }
    assert!(report.contains("transactions: 1") && report.contains("account.update not_found"), "{report}");
}

#[test]
fn an_export_is_written_to_the_chosen_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (host, _) = with_book(folder.path());
    let path = folder.path().join("book.csv");
    let written = call(&host, "book.export", json!({ "format": "csv", "path": path }));
    let text = std::fs::read_to_string(&path).expect("a file");
    assert_eq!(written["bytes"].as_u64(), Some(text.len() as u64));
    assert!(text.contains("PADARIA SEGREDO"));
    let beyond = folder.path().join("missing").join("book.csv");
    assert_eq!(refused(&host, "book.export", json!({ "format": "csv", "path": beyond })), "io");
    assert_eq!(refused(&host, "categorizer.evaluate", json!({})), "invalid_input");
}
