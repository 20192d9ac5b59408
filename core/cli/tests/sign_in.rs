//! Signing in through an issuer, as people do: the program says where, a browser goes there.

use crate::issuer::{CLIENT, Issuer, browse};
use crate::process::Home;
use crate::stand::{Stand, code, spend};
use std::io::{BufRead as _, BufReader};
use std::process::Child;

/// Starts what asks to sign in, and answers where.
fn asked(home: &Home, arguments: &[&str], phrase: &str) -> (Child, String) {
    let mut command = home.command(arguments);
    command.env("VALORIZE_RECOVERY_PHRASE", phrase);
    let mut waiting = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(waiting.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let line = lines.find(|line| line.trim().starts_with("http")).expect("an address");
    // What follows must find a reader.
    std::thread::spawn(move || lines.for_each(drop));
    (waiting, line.trim().to_owned())
}

fn code_of(waiting: Child) -> Option<i32> {
    waiting.wait_with_output().expect("it ends").status.code()
}

#[test]
fn an_issuer_lets_a_person_begin_and_join() {
    let issuer = Issuer::start("ana");
    let stand = Stand::with(&["--oidc-issuer", &issuer.url, "--oidc-client-id", CLIENT]);
    let server = stand.url();
    let through = ["--server", &server, "--issuer", "--no-browser"];
    let laptop = Home::with_book();
    laptop.ok(&["account", "create", "--name", "Carteira", "--currency", "BRL", "--kind", "cash"]);
    spend(&laptop, "Carteira", "Banca");
    let (waiting, address) = asked(&laptop, &[&["sync", "set-up"][..], &through].concat(), "");
    // Somebody who knows the port and not what was drawn gets nowhere, and keeps nobody from signing in.
    let redirect = url::Url::parse(&address).expect("an address");
    let back =
        redirect.query_pairs().find(|(name, _)| name == "redirect_uri").expect("a way back").1.into_owned();
    assert!(browse(&format!("{back}?code=mine&state=guessed")).starts_with("HTTP/1.1 404"));
    let shown = browse(&address);
    assert!(shown.contains("You can close this page"), "{shown}");
    assert_eq!(code_of(waiting), Some(0));
    let status = laptop.json(&["sync", "status", "--json"]);
    assert_eq!(status["account"], "ana@example.org", "as the server has it");

    // Her second device, by the phrase.
    let phrase = laptop.ok(&["sync", "phrase"]);
    let desk = Home::new();
    let (waiting, address) = asked(&desk, &[&["sync", "join"][..], &through].concat(), phrase.trim());
    browse(&address);
    assert_eq!(code_of(waiting), Some(0));
    assert_eq!(desk.book_of(), laptop.book_of());

    // An issuer that says no is told, and nothing is begun.
    let other = Home::with_book();
    let (waiting, address) = asked(&other, &[&["sync", "set-up"][..], &through].concat(), "");
    let at = url::Url::parse(&address).expect("an address");
    let said = |wanted: &str| at.query_pairs().find(|(name, _)| name == wanted).expect("it").1.into_owned();
    browse(&format!("{}?error=access_denied&state={}", said("redirect_uri"), said("state")));
    assert_eq!(code_of(waiting), Some(23));
    assert!(other.ok(&["sync", "status"]).contains("not synced"));
}

#[test]
fn a_book_is_shared_with_whom_the_issuer_vouches_for() {
    let issuer = Issuer::start("bob");
    let stand = Stand::with(&["--oidc-issuer", &issuer.url, "--oidc-client-id", CLIENT]);
    let ana = Home::with_book();
    stand.set_up(&ana);
    // Bob makes his account by signing in with a book of his own.
    let server = stand.url();
    let through = ["--server", &server, "--issuer", "--no-browser"];
    let own = Home::with_book();
    let (waiting, address) = asked(&own, &[&["sync", "set-up"][..], &through].concat(), "");
    browse(&address);
    assert_eq!(code_of(waiting), Some(0));
    let (showing, shown) = code(&ana, &["sync", "share", "--with", "bob@example.org", "--role", "reader"]);
    let bob = Home::new();
    let join = [&["sync", "join", "--code", &shown][..], &through].concat();
    let (waiting, address) = asked(&bob, &join, "");
    browse(&address);
    assert_eq!((code_of(waiting), code_of(showing)), (Some(0), Some(0)));
    assert_eq!(bob.book_of(), ana.book_of());
    assert_eq!(bob.json(&["sync", "status", "--json"])["guest"], true);
}

#[test]
fn a_server_without_an_issuer_says_so() {
    let stand = Stand::new();
    let home = Home::with_book();
    let arguments = ["sync", "set-up", "--server", &stand.url(), "--issuer", "--no-browser"];
    let refused = home.refused(&arguments, 3, "not_found");
    assert!(refused.err.contains("no issuer"), "{}", refused.err);
}
