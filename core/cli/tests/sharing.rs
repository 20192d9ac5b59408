//! A book that several people keep, each with an account of their own.

use crate::process::Home;
use crate::stand::{Stand, code, sample, spend};
use serde_json::Value;
use std::process::Child;

fn share(home: &Home, account: &str, role: &str) -> (Child, String) {
    code(home, &["sync", "share", "--with", account, "--role", role])
}

/// An account without a book.
pub fn sign_up(stand: &Stand, account: &str, number: u8) {
    let device = serde_json::json!({ "tag": format!("{number:02x}").repeat(16), "name": "elsewhere" });
    let input = serde_json::json!({ "name": account, "password": "correct horse battery", "device": device });
    assert_eq!(stand.api("POST", "/v1/accounts", "", &input.to_string()).0, 200);
}

fn roles(home: &Home) -> Vec<(String, String, usize)> {
    let people = home.json(&["sync", "people", "--json"]);
    let told = people.as_array().expect("people").iter().map(|person| {
        let text = |name: &str| person[name].as_str().expect("a text").to_owned();
        (text("account"), text("role"), person["devices"].as_array().map_or(0, Vec::len))
    });
    told.collect()
}

fn person(account: &str, role: &str, devices: usize) -> (String, String, usize) {
    (account.to_owned(), role.to_owned(), devices)
}

#[test]
fn a_household_keeps_one_book_until_one_of_them_is_taken_out() {
    let stand = Stand::new();
    let ana = Home::with_book();
    ana.ok(&["import", &sample("conta-corrente-2026-06-a-08.ofx"), "--yes"]);
    stand.set_up(&ana);
    ana.refused(&["sync", "share", "--with", "bob@example.org", "--role", "editor"], 3, "not_found");

    sign_up(&stand, "bob@example.org", 1);
    sign_up(&stand, "cai@example.org", 2);
    let bob = let_in(&stand, &ana, "Bob@Example.org", "editor");
    let cai = let_in(&stand, &ana, "cai@example.org", "reader");
    assert_eq!((bob.book_of(), cai.book_of()), (ana.book_of(), ana.book_of()));
    let expected = [
        person("ana@example.org", "owner", 1),
        person("bob@example.org", "editor", 1),
        person("cai@example.org", "reader", 1),
    ];
    assert_eq!(roles(&ana), expected);
    bob.sync();
    assert_eq!(roles(&bob), expected, "everybody sees the others");

    // An editor writes, a reader sees it and is told plainly that it may not.
    spend(&bob, "Conta corrente …78-9", "Banca");
    for home in [&bob, &ana, &cai] {
        home.sync();
    }
    assert_eq!((ana.book_of(), cai.book_of()), (bob.book_of(), bob.book_of()));
    let first = cai.book_of()[0]["id"].as_str().expect("an id").to_owned();
    for change in [
        vec!["transaction", "edit", "--id", &first, "--note", "mine"],
        vec!["undo"],
        vec!["import", &sample("conta-corrente-2026-08-a-10.ofx"), "--yes"],
    ] {
        let refused = cai.refused(&change, 26, "shared_read_only");
        assert!(refused.err.contains("for reading only"), "{}", refused.err);
    }
    cai.refused(&["sync", "invite"], 26, "shared_read_only");
    assert_eq!(
        cai.json(&["sync", "status", "--json"])["waiting"],
        0,
        "nothing queues up that is never taken"
    );

    // What is the owner's to do is nobody else's.
    bob.refused(&["sync", "share", "--with", "cai@example.org", "--role", "editor"], 23, "server_refused");
    bob.refused(&["sync", "unshare", "cai@example.org"], 23, "server_refused");
    bob.refused(&["sync", "phrase"], 23, "server_refused");
    let devices = bob.json(&["sync", "devices", "--json"]);
    let foreign = devices.as_array().expect("devices").iter().find(|one| one["account"] == "ana@example.org");
    let tag = foreign.expect("the owner's device")["tag"].as_str().expect("a tag").to_owned();
    bob.refused(&["sync", "revoke", &tag], 23, "server_refused");

    // Bob's own second device comes in by a code of his, and goes with him.
    let (waiting, shown) = crate::stand::invite(&bob);
    let phone = Home::new();
    phone.ok(&["sync", "join", "--server", &stand.url(), "--code", &shown]);
    assert!(waiting.wait_with_output().expect("it ends").status.success());
    ana.sync();
    assert_eq!(roles(&ana)[1], person("bob@example.org", "editor", 2));
    assert_eq!(phone.json(&["sync", "status", "--json"])["guest"], true);

    ana.ok(&["sync", "unshare", "bob@example.org"]);
    let rest = [person("ana@example.org", "owner", 1), person("cai@example.org", "reader", 1)];
    assert_eq!(roles(&ana), rest);
    spend(&ana, "Conta corrente …78-9", "Depois");
    ana.sync();
    cai.sync();
    assert_eq!(cai.book_of(), ana.book_of(), "keys went on to those who stay");
    for gone in [&bob, &phone] {
        gone.refused(&["sync", "once"], 23, "server_refused");
        assert_ne!(gone.book_of(), ana.book_of());
    }
    for home in [&ana, &bob, &cai, &phone] {
        home.assert_sound();
    }
}

/// A device of another account, which a code let in.
pub fn let_in(stand: &Stand, owner: &Home, account: &str, role: &str) -> Home {
    let (waiting, code) = share(owner, account, role);
    let home = Home::new();
    let server = stand.url();
    home.ok_with(&["sync", "join", "--server", &server, "--account", account, "--code", &code], &[]);
    assert!(waiting.wait_with_output().expect("it ends").status.success());
    home
}

#[test]
fn a_role_changes_and_nothing_that_waits_is_lost() {
    let mut stand = Stand::new();
    let ana = Home::with_book();
    ana.ok(&["account", "create", "--name", "Carteira", "--currency", "BRL", "--kind", "cash"]);
    stand.set_up(&ana);
    sign_up(&stand, "bob@example.org", 1);
    let bob = let_in(&stand, &ana, "bob@example.org", "editor");
    spend(&bob, "Carteira", "Antes");
    bob.sync();

    // Changed without a network, before he knows that he may only read.
    stand.kill();
    spend(&bob, "Carteira", "Meanwhile");
    stand.start();
    ana.ok(&["sync", "role", "bob@example.org", "--role", "reader"]);
    assert_eq!(roles(&ana)[1], person("bob@example.org", "reader", 1));
    spend(&ana, "Carteira", "Depois");
    ana.sync();
    bob.refused(&["sync", "once"], 23, "server_refused");
    assert!(bob.ok(&["transactions"]).contains("Depois"), "he reads what comes");
    assert_eq!(bob.json(&["sync", "status", "--json"])["waiting"].as_u64().map(|n| n > 0), Some(true));
    let refused = ["transaction", "create", "--account", "Carteira", "--date", "2026-10-01", "--amount=-500"];
    bob.refused(&[&refused[..], &["--description", "No"]].concat(), 26, "shared_read_only");

    // May he write again, what waited goes out.
    ana.ok(&["sync", "role", "bob@example.org", "--role", "editor"]);
    bob.sync();
    spend(&bob, "Carteira", "Again");
    bob.sync();
    ana.sync();
    assert_eq!(ana.book_of(), bob.book_of());
    let told = ana.ok(&["transactions"]);
    assert!(told.contains("Meanwhile") && told.contains("Again"), "{told}");

    // Who came to read has no keys to write, and gets them with a code alone.
    sign_up(&stand, "cai@example.org", 2);
    let cai = let_in(&stand, &ana, "cai@example.org", "reader");
    ana.refused(&["sync", "role", "cai@example.org", "--role", "editor"], 2, "invalid_input");
    let writes = let_in(&stand, &ana, "cai@example.org", "editor");
    ana.sync();
    assert_eq!(roles(&ana)[2], person("cai@example.org", "editor", 2));
    spend(&writes, "Carteira", "Cai");
    for home in [&writes, &ana, &cai] {
        home.sync();
    }
    assert_eq!((writes.book_of(), cai.book_of()), (ana.book_of(), ana.book_of()));
    for home in [&ana, &bob, &cai, &writes] {
        home.assert_sound();
    }
}

#[test]
fn a_code_that_shares_is_no_code_for_a_device_of_the_same_account() {
    let stand = Stand::new();
    let ana = Home::with_book();
    stand.set_up(&ana);
    sign_up(&stand, "bob@example.org", 1);
    let (waiting, shown) = share(&ana, "bob@example.org", "editor");
    let stranger = Home::new();
    let refused =
        stranger.refused(&["sync", "join", "--server", &stand.url(), "--code", &shown], 2, "invalid_input");
    assert!(refused.err.contains("another account"), "{}", refused.err);
    assert!(!stranger.book().exists());
    drop(waiting.wait_with_output());

    // A wrong code is told on both sides, and nobody gets keys by it.
    let (waiting, shown) = share(&ana, "bob@example.org", "editor");
    let (number, _) = shown.split_once('-').expect("a number and words");
    let arguments = [
        "sync",
        "join",
        "--server",
        &stand.url(),
        "--account",
        "bob@example.org",
        "--code",
        &format!("{number}-abandon-abandon"),
    ];
    let mut command = stranger.command(&arguments);
    command.env("VALORIZE_SYNC_PASSWORD", "correct horse battery");
    assert_eq!(crate::process::ran(&command.output().expect("a run"), &arguments).code, Some(2));
    assert_eq!(waiting.wait_with_output().expect("it ends").status.code(), Some(2));
    let accounts = stand.postgres.sql("valorize", "select count(*) from account").expect("accounts");
    assert_eq!(accounts.trim(), "2");

    // The right code, and the role of the last time.
    let (waiting, shown) = share(&ana, "bob@example.org", "reader");
    let bob = Home::new();
    bob.ok_with(
        &["sync", "join", "--server", &stand.url(), "--account", "bob@example.org", "--code", &shown],
        &[],
    );
    assert!(waiting.wait_with_output().expect("it ends").status.success());
    assert_eq!(bob.book_of(), ana.book_of());
    assert_eq!(ana.json(&["sync", "people", "--json"])[1]["role"], Value::from("reader"));
}
