//! Accounts, devices, books: what is refused, and how.

use super::device::{Device, settle};
use super::http::{Answer, ask};
use super::stand::{PASSWORD, Server, Stand, random};
use serde_json::{Value, json};
use std::process::Command;
use sync_protocol::{BookTag, ByeCode, DeviceTag};

fn credentials(name: &str, password: &str) -> Value {
    let device = json!({"tag": DeviceTag(random()).to_string(), "name": "laptop"});
    json!({"name": name, "password": password, "device": device})
}

fn post(server: &Server, path: &str, input: &Value) -> Answer {
    ask(&server.at, "POST", path, "", Some(input))
}

#[test]
fn signing_in_needs_the_right_password_and_a_token_that_stands() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (tag, token) = server.sign_up("Ana@Example.com");
    let taken = post(&server, "/v1/accounts", &credentials("ana@example.com", PASSWORD));
    assert_eq!((taken.status, taken.code().as_str()), (409, "name_taken"), "upper and lower case are one");
    for (name, password) in [("ana@example.com", "wrong horse battery"), ("nobody@example.com", PASSWORD)] {
        let refused = post(&server, "/v1/sessions", &credentials(name, password));
        assert_eq!((refused.status, refused.code().as_str()), (401, "unauthorised"));
        assert_eq!(refused.json()["message"], "no account of this name and password", "one answer for both");
    }
    let short = post(&server, "/v1/accounts", &credentials("bob@example.com", "short"));
    assert_eq!((short.status, short.code().as_str()), (400, "bad_request"));
    assert_eq!(ask(&server.at, "POST", "/v1/accounts", "", Some(&json!({"x": 1}))).status, 400);

    let fresh =
        ask(&server.at, "POST", "/v1/token", &token, None).json()["token"].as_str().unwrap().to_owned();
    assert_eq!(server.get("/v1/devices", &token).status, 401, "the old token ended");
    let devices = server.get("/v1/devices", &fresh).json();
    assert_eq!((&devices[0]["tag"], &devices[0]["this"]), (&json!(tag.to_string()), &json!(true)));
    let kept = stand.postgres.sql("valorize", "select a.password, d.* from account a, device d").unwrap();
    assert!(kept.contains("$argon2id$") && !kept.contains(PASSWORD) && !kept.contains(&fresh[3..]));

    let (other, other_token) = server.sign_in("ana@example.com");
    let path = format!("/v1/devices/{other}");
    assert_eq!(ask(&server.at, "DELETE", &path, &fresh, None).status, 204);
    assert_eq!(server.get("/v1/devices", &other_token).status, 401);
    let (_, stranger) = server.sign_up("eve@example.com");
    let path = format!("/v1/devices/{tag}");
    assert_eq!(ask(&server.at, "DELETE", &path, &stranger, None).status, 404, "another account's device");
}

#[test]
fn sign_up_can_be_closed_or_by_invitation() {
    let stand = Stand::new();
    let closed = stand.server(&["--sign-up", "closed"]);
    let refused = post(&closed, "/v1/accounts", &credentials("ana", PASSWORD));
    assert_eq!((refused.status, refused.code().as_str()), (403, "sign_up_closed"));
    let invited = stand.server(&["--sign-up", "invitation"]);
    let mut input = credentials("ana", PASSWORD);
    assert_eq!(post(&invited, "/v1/accounts", &input).code(), "invitation_needed");
    input["invitation"] = json!("invite_guessed");
    assert_eq!(post(&invited, "/v1/accounts", &input).code(), "invitation_needed");
    let mut invite: Command = stand.command("invite");
    let code = String::from_utf8(invite.output().unwrap().stdout).unwrap();
    input["invitation"] = json!(code.trim());
    assert_eq!(post(&invited, "/v1/accounts", &input).status, 200);
    let mut second = credentials("bob", PASSWORD);
    second["invitation"] = json!(code.trim());
    assert_eq!(post(&invited, "/v1/accounts", &second).code(), "invitation_needed", "it works once");
}

#[test]
fn passwords_are_tried_only_so_often_with_and_without_redis() {
    let mut stand = Stand::with_redis();
    let server = stand.server(&["--sign-ins-per-minute", "5"]);
    let tries = |name: &str| {
        let wrong = credentials(name, "wrong horse battery");
        (0..12).map(|_| post(&server, "/v1/sessions", &wrong)).find(|answer| answer.status == 429)
    };
    // A minute may end in between, once: twelve tries hold six of one minute.
    let limited = tries("ana").unwrap();
    assert_eq!(limited.code(), "too_many");
    stand.redis.as_mut().unwrap().stop();
    assert!(tries("bob").is_some());
}

#[tokio::test]
async fn a_book_of_another_account_looks_like_none_until_it_is_shared() {
    let stand = Stand::new();
    let server = stand.server(&["--poll-seconds", "1"]);
    let ana = server.sign_up("ana");
    let bob = server.sign_up("bob");
    let book = server.book(&ana.1);
    let members = format!("/v1/books/{book}/members");
    let none = format!("/v1/books/{}/members", BookTag(random()));
    let reader = json!({"name": "bob", "role": "reader"});
    let [foreign, missing] =
        [&members, &none].map(|path| ask(&server.at, "PUT", path, &bob.1, Some(&reader)));
    assert_eq!((foreign.status, &foreign.body), (404, &missing.body), "not to be told apart");
    let mut devices = vec![Device::new(&server, book, ana.clone()), Device::new(&server, book, bob.clone())];
    for _ in 0..50 {
        devices[1].step(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(devices[1].stopped, Some(ByeCode::NotFound));

    assert_eq!(ask(&server.at, "PUT", &members, &ana.1, Some(&reader)).status, 204);
    assert_eq!(server.get("/v1/books", &bob.1).json()[0]["role"], "reader");
    assert_eq!(ask(&server.at, "PUT", &members, &bob.1, Some(&reader)).code(), "forbidden");
    devices[1] = Device::new(&server, book, bob.clone());
    devices[0].change(1).await;
    settle(&mut devices, 1).await;
    devices[1].change(2).await;
    for _ in 0..50 {
        devices[1].step(std::time::Duration::from_millis(2)).await;
    }
    assert_eq!(stand.number("select count(*) from log"), 1, "a reader writes nothing");

    let editor = json!({"name": "bob", "role": "editor"});
    assert_eq!(ask(&server.at, "PUT", &members, &ana.1, Some(&editor)).status, 204);
    devices[1].drop_connection();
    settle(&mut devices, 2).await;
    let path = format!("{members}/bob");
    assert_eq!(ask(&server.at, "DELETE", &path, &ana.1, None).status, 204);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while devices[1].stopped.is_none() && std::time::Instant::now() < until {
        devices[1].step(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(devices[1].stopped, Some(ByeCode::NotFound));
}

#[tokio::test]
async fn a_full_quota_stops_pushes_and_no_pull() {
    let stand = Stand::new();
    let server = stand.server(&["--books", "2", "--devices", "2"]);
    let ana = server.sign_up("ana");
    let book = server.book(&ana.1);
    server.book(&ana.1);
    let third = ask(&server.at, "PUT", &format!("/v1/books/{}", BookTag(random())), &ana.1, None);
    assert_eq!((third.status, third.code().as_str()), (403, "quota"));
    let second = server.sign_in("ana");
    let refused = post(&server, "/v1/sessions", &credentials("ana", PASSWORD));
    assert_eq!((refused.status, refused.code().as_str()), (403, "quota"));
    // Room for ten changes of 200 bytes and their headers.
    stand.postgres.sql("valorize", "update account set quota = 4500").unwrap();
    let mut devices = vec![Device::new(&server, book, ana), Device::new(&server, book, second)];
    for value in 0..20 {
        devices[0].disk.change(value);
    }
    for _ in 0..100 {
        for device in &mut devices {
            device.step(std::time::Duration::from_millis(2)).await;
        }
    }
    assert_eq!((devices[0].disk.waiting(), devices[1].disk.values().len()), (10, 10));
    stand.postgres.sql("valorize", "update account set quota = null").unwrap();
    devices[0].drop_connection();
    settle(&mut devices, 20).await;
}
