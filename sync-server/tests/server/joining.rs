//! How a new device gets in: recovery blobs, pairing, a token passed on; and who may do what with a shared book.

use super::http::{Answer, Octets, ask, ask_octets};
use super::raw::{Raw, hello, item};
use super::stand::{PASSWORD, Server, Stand, random};
use serde_json::json;
use sync_protocol::{BookTag, ByeCode, DeviceTag, Frame, Push, PushResult, SnapshotHead, Verdict};

type Someone = (DeviceTag, String);

pub fn put(server: &Server, path: &str, token: &str, bytes: &[u8]) -> Octets {
    ask_octets(&server.at, "PUT", path, token, &[], bytes)
}

pub fn get(server: &Server, path: &str, token: &str) -> Octets {
    ask_octets(&server.at, "GET", path, token, &[], b"")
}

/// A pairing that a guest has joined: its number, the guest's secret.
fn joined(server: &Server, host: &str) -> (i64, String) {
    let opened = ask(&server.at, "POST", "/v1/pairings", host, None).json();
    assert_eq!(opened["expires_in_seconds"], 300);
    let id = opened["code_id"].as_i64().unwrap();
    assert!((100_000..=999_999).contains(&id), "six digits: {id}");
    let first = put(server, &format!("/v1/pairings/{id}/guest/1"), "", b"first of the guest");
    assert_eq!(first.status, 200, "{}", first.text());
    (id, first.json()["secret"].as_str().unwrap().to_owned())
}

#[test]
fn two_devices_with_one_code_exchange_messages_and_a_token() {
    // Redis has no part in it: there is none.
    let stand = Stand::new();
    let server = stand.server(&["--pairings-per-minute", "100"]);
    let (_, host) = server.sign_up("ana");
    let (id, guest) = joined(&server, &host);
    let at = |side: &str, step: u8| format!("/v1/pairings/{id}/{side}/{step}");
    assert_eq!(get(&server, &at("guest", 1), &host).body, b"first of the guest");
    // The guest waits before there is anything.
    let waiting = std::thread::spawn({
        let (address, path, guest) = (server.at.clone(), at("host", 1), guest.clone());
        move || ask_octets(&address, "GET", &path, &guest, &[], b"")
    });
    assert_eq!(put(&server, &at("host", 1), &host, &[7; 8_192]).status, 204);
    assert_eq!(waiting.join().unwrap().body, [7; 8_192]);

    let newcomer = DeviceTag(random());
    let input = json!({"tag": newcomer.to_string(), "name": "phone"});
    let minted = ask(&server.at, "POST", "/v1/devices", &host, Some(&input));
    let token = minted.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(put(&server, &at("host", 2), &host, token.as_bytes()).status, 204);
    let passed_on = get(&server, &at("host", 2), &guest).text();
    let devices = server.get("/v1/devices", &passed_on).json();
    assert_eq!((&devices[1]["name"], &devices[1]["this"]), (&json!("phone"), &json!(true)));
    let again = ask(&server.at, "POST", "/v1/devices", &host, Some(&input));
    assert_eq!((again.status, again.code().as_str()), (409, "name_taken"), "nobody is signed out by it");

    assert_eq!(ask(&server.at, "DELETE", &format!("/v1/pairings/{id}"), &guest, None).status, 204);
    assert_eq!(get(&server, &at("host", 2), &guest).status, 404, "over is over");
    assert_eq!(stand.number("select count(*) from pairing_message"), 0);
}

#[test]
fn a_pairing_has_one_host_one_guest_and_nobody_else() {
    let stand = Stand::new();
    let server = stand.server(&["--pairings-per-minute", "100"]);
    let (_, host) = server.sign_up("ana");
    let (_, stranger) = server.sign_up("eve");
    let (id, guest) = joined(&server, &host);
    let (_, other) = joined(&server, &host);
    let at = |side: &str, step: u8| format!("/v1/pairings/{id}/{side}/{step}");
    let none = put(&server, "/v1/pairings/999999/guest/1", "", b"x");
    let second = put(&server, &at("guest", 1), "", b"me too");
    assert_eq!((second.status, second.body), (404, none.body), "a second guest learns nothing");
    for (token, path) in [
        (&stranger, at("guest", 1)),
        (&other, at("host", 1)),
        (&guest, at("guest", 1)),
        (&host, at("host", 1)),
    ] {
        assert_eq!(get(&server, &path, token).status, 404, "{path}");
    }
    assert_eq!(put(&server, &at("host", 1), &guest, b"as the host").status, 404);
    assert_eq!(put(&server, &at("guest", 2), &host, b"as the guest").status, 404);
    assert_eq!(put(&server, &at("guest", 2), &stranger, b"x").status, 404);
    assert_eq!(put(&server, &at("guest", 2), "", b"without the secret").status, 401);
    assert_eq!(put(&server, &at("guest", 2), "vp_guessed", b"x").status, 404);
    assert_eq!(put(&server, &at("guest", 2), &guest, b"once").status, 204);
    assert_eq!(put(&server, &at("guest", 2), &guest, b"once").status, 204, "the same again changes nothing");
    assert_eq!(put(&server, &at("guest", 2), &guest, b"twice").status, 409);
    assert_eq!(put(&server, &at("guest", 3), &guest, &[0; 8_193]).status, 400);
    assert_eq!(put(&server, &at("guest", 3), &guest, &vec![0; 40_000]).status, 400);
    assert_eq!(put(&server, &at("guest", 5), &guest, b"x").status, 400);
    assert_eq!(put(&server, &at("both", 2), &guest, b"x").status, 400);
    joined(&server, &host);
    let fourth = ask(&server.at, "POST", "/v1/pairings", &host, None);
    assert_eq!((fourth.status, fourth.code().as_str()), (403, "quota"));
    stand.postgres.sql("valorize", "update pairing set expires_at = now()").unwrap();
    assert_eq!(get(&server, &at("guest", 1), &host).status, 404, "its time is over");
    assert_eq!(ask(&server.at, "POST", "/v1/pairings", &host, None).status, 200, "and its place is free");
    assert_eq!(stand.number("select count(*) from pairing"), 1);
}

#[test]
fn numbers_are_guessed_only_so_often() {
    let stand = Stand::new();
    let server = stand.server(&["--pairings-per-minute", "5"]);
    let guesses = (0..12).map(|n| put(&server, &format!("/v1/pairings/{}/guest/1", 500_000 + n), "", b"x"));
    let statuses: Vec<u16> = guesses.map(|answer| answer.status).collect();
    // A minute may end in between, once.
    assert!(
        statuses.contains(&429) && statuses.iter().all(|status| [404, 429].contains(status)),
        "{statuses:?}"
    );
    let secrets = (0..12).map(|_| get(&server, "/v1/pairings/500000/host/1", "vp_guessed").status);
    assert!(secrets.into_iter().any(|status| status == 429));
}

/// An owner with a book, an editor and a reader of it, and somebody else.
fn household(server: &Server) -> (BookTag, [Someone; 4]) {
    let people = ["ana", "bob", "cai", "eve"].map(|name| server.sign_up(name));
    let book = server.book(&people[0].1);
    for (name, role) in [("bob", "editor"), ("cai", "reader")] {
        assert_eq!(share(server, book, &people[0].1, name, role).status, 204);
    }
    (book, people)
}

/// Gives somebody a role.
pub fn share(server: &Server, book: BookTag, token: &str, name: &str, role: &str) -> Answer {
    let input = json!({"name": name, "role": role});
    ask(&server.at, "PUT", &format!("/v1/books/{book}/members"), token, Some(&input))
}

#[test]
fn a_recovery_blob_is_for_members_and_replaced_by_whoever_saw_the_last() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, [ana, bob, cai, eve]) = household(&server);
    let path = format!("/v1/books/{book}/recovery");
    let none = get(&server, &format!("/v1/books/{}/recovery", BookTag(random())), &ana.1);
    let not_yet = get(&server, &path, &ana.1);
    assert_eq!((not_yet.status, &not_yet.body), (404, &none.body), "as if there were no book");
    assert_eq!(put(&server, &path, &ana.1, &[1; 4_096]).etag(), "\"1\"");
    for someone in [&ana, &bob, &cai] {
        let read = get(&server, &path, &someone.1);
        assert_eq!((read.status, read.etag().as_str(), read.body.len()), (200, "\"1\"", 4_096));
    }
    assert_eq!(get(&server, &path, &eve.1).body, none.body);
    assert_eq!(put(&server, &path, &eve.1, b"mine").body, none.body);
    assert_eq!(put(&server, &path, &cai.1, b"mine").status, 403, "a reader writes nothing");
    let if_match = |version: &str, bytes: &[u8]| {
        ask_octets(&server.at, "PUT", &path, &bob.1, &[("if-match", version)], bytes)
    };
    assert_eq!(if_match("\"1\"", b"second").etag(), "\"2\"");
    assert_eq!(if_match("\"1\"", b"late").status, 409);
    assert_eq!(if_match("\"0\"", b"as if first").status, 409);
    assert_eq!(if_match("two", b"x").status, 400);
    assert_eq!(put(&server, &path, &ana.1, &[1; 4_097]).status, 400);
    assert_eq!(put(&server, &path, &ana.1, b"").status, 400);
    assert_eq!(get(&server, &path, &cai.1).text(), "second");
}

#[tokio::test]
async fn a_reader_reads_and_does_nothing_else() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, [ana, bob, cai, _]) = household(&server);
    let (mut owner, _) = Raw::greet(&server.at, &ana.1, hello(book, ana.0)).await;
    owner.send(Frame::Push(Push { number: 1, items: vec![item(1)] })).await;
    assert!(matches!(owner.answer().await, Some(Frame::PushAck(_))));
    let (mut reader, welcome) = Raw::greet(&server.at, &cai.1, hello(book, cai.0)).await;
    assert_eq!(welcome.verdict, i32::from(Verdict::ReadOnly));
    reader.send(Frame::Push(Push { number: 1, items: vec![item(2)] })).await;
    let Some(Frame::PushAck(ack)) = reader.answer().await else { panic!("an answer") };
    assert_eq!(ack.results, [i32::from(PushResult::Forbidden)]);
    let chain = stand.postgres.sql("valorize", "select encode(chain, 'hex') from book").unwrap();
    let chain = (0..32).map(|n| u8::from_str_radix(&chain[2 * n..2 * n + 2], 16).unwrap()).collect();
    let head = SnapshotHead { id: vec![1; 16], base: 1, chain, size: 10, sha256: vec![1; 32] };
    reader.send(Frame::SnapshotHead(head.clone())).await;
    assert_eq!(reader.farewell().await, Some(ByeCode::Protocol), "no snapshot of a reader");
    owner.send(Frame::SnapshotHead(head)).await;
    assert!(matches!(owner.answer().await, Some(Frame::SnapshotGet(_))), "the same of its owner is taken");
    assert_eq!(stand.number("select count(*) from log"), 1);

    for someone in [&bob, &cai] {
        assert_eq!(share(&server, book, &someone.1, "eve", "reader").code(), "forbidden");
        let path = format!("/v1/books/{book}/members/ana");
        assert_eq!(ask(&server.at, "DELETE", &path, &someone.1, None).code(), "forbidden");
    }
    let members = server.get(&format!("/v1/books/{book}/members"), &cai.1).json();
    let told: Vec<_> =
        members.as_array().unwrap().iter().map(|member| (&member["name"], &member["role"])).collect();
    assert_eq!(
        told,
        [
            (&json!("ana"), &json!("owner")),
            (&json!("bob"), &json!("editor")),
            (&json!("cai"), &json!("reader"))
        ]
    );
    assert_eq!(members[2]["this"], true);
}

#[tokio::test]
async fn an_owner_stays_and_a_removed_member_is_sent_away_at_once() {
    let stand = Stand::new();
    // The poll would take longer than is waited for.
    let server = stand.server(&["--poll-seconds", "600"]);
    let (book, [ana, bob, cai, eve]) = household(&server);
    assert_eq!(share(&server, book, &ana.1, "bob", "owner").code(), "bad_request", "a book has one owner");
    assert_eq!(share(&server, book, &ana.1, "ana", "reader").status, 404, "and it stays the owner");
    assert_eq!(share(&server, book, &ana.1, "nobody", "reader").status, 404);
    let members = format!("/v1/books/{book}/members");
    assert_eq!(server.get(&members, &eve.1).status, 404);
    assert_eq!(ask(&server.at, "DELETE", &format!("{members}/ana"), &ana.1, None).status, 204);
    let path = format!("{members}/bob");
    assert_eq!(ask(&server.at, "DELETE", &path, &eve.1, None).status, 404);
    assert_eq!(server.get(&members, &ana.1).json().as_array().unwrap().len(), 3, "nobody went");

    let (mut editor, _) = Raw::greet(&server.at, &bob.1, hello(book, bob.0)).await;
    let (mut reader, _) = Raw::greet(&server.at, &cai.1, hello(book, cai.0)).await;
    editor.send(Frame::Push(Push { number: 1, items: vec![item(1)] })).await;
    assert!(matches!(editor.answer().await, Some(Frame::PushAck(_))));
    assert_eq!(ask(&server.at, "DELETE", &path, &ana.1, None).status, 204);
    assert_eq!(editor.farewell().await, Some(ByeCode::NotFound));
    let mut late = Raw::open(&server.at, &bob.1).await;
    late.send(Frame::Hello(hello(book, bob.0))).await;
    assert_eq!(late.farewell().await, Some(ByeCode::NotFound));
    // An editor made a reader greets anew, and learns it.
    assert_eq!(share(&server, book, &ana.1, "cai", "editor").status, 204);
    assert_eq!(reader.farewell().await, Some(ByeCode::Draining));
    let (_, welcome) = Raw::greet(&server.at, &cai.1, hello(book, cai.0)).await;
    assert_eq!(welcome.verdict, i32::from(Verdict::Resume));
}

#[tokio::test]
async fn what_others_write_counts_for_the_owner() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, [ana, bob, _, _]) = household(&server);
    // Room for three changes of 100 bytes and their headers in ana's books, and none in bob's own.
    let quotas = "update account set quota = case name when 'ana' then 1100 else 0 end";
    stand.postgres.sql("valorize", quotas).unwrap();
    let (mut editor, _) = Raw::greet(&server.at, &bob.1, hello(book, bob.0)).await;
    editor.send(Frame::Push(Push { number: 1, items: (1..=4).map(item).collect() })).await;
    let Some(Frame::PushAck(ack)) = editor.answer().await else { panic!("an answer") };
    let (stored, quota) = (i32::from(PushResult::Stored), i32::from(PushResult::Quota));
    assert_eq!(ack.results, [stored, stored, stored, quota]);
    let own = server.book(&bob.1);
    let (mut editor, _) = Raw::greet(&server.at, &bob.1, hello(own, bob.0)).await;
    editor.send(Frame::Push(Push { number: 1, items: vec![item(1)] })).await;
    let Some(Frame::PushAck(ack)) = editor.answer().await else { panic!("an answer") };
    assert_eq!(ack.results, [quota], "in his own book his own counts");
    assert_eq!(server.get("/v1/books", &ana.1).json()[0]["head"], 3);
}

#[tokio::test]
async fn a_token_that_was_exchanged_opens_nothing() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (tag, old) = server.sign_up("ana");
    let book = server.book(&old);
    let fresh = ask(&server.at, "POST", "/v1/token", &old, None).json()["token"].as_str().unwrap().to_owned();
    assert_eq!(server.get("/v1/books", &old).status, 401);
    assert_eq!(ask(&server.at, "POST", "/v1/token", &old, None).status, 401, "nor can it be exchanged again");
    assert!(super::device::open(&server.at, &old).await.is_err());
    let (_, welcome) = Raw::greet(&server.at, &fresh, hello(book, tag)).await;
    assert_eq!(welcome.head, 0);
    // Signing the same device in anew ends the token too.
    let device = json!({"tag": tag.to_string(), "name": "laptop"});
    let input = json!({"name": "ana", "password": PASSWORD, "device": device});
    assert_eq!(ask(&server.at, "POST", "/v1/sessions", "", Some(&input)).status, 200);
    assert_eq!(server.get("/v1/books", &fresh).status, 401);
}
