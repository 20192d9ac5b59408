//! A device uses the API with its own token, for a book of its account's, and hears that there is something to ask for.

use super::device::Device;
use super::http::{Answer, ask};
use super::stand::Stand;
use serde_json::{Value, json};
use sync_protocol::Frame;

async fn about(stand: &Stand, device: &Device, book: &str, method: &str, path: &str, body: &Value) -> Answer {
    ask(&stand.at, method, path, &device.token, &[("valorize-book", book)], Some(body)).await
}

/// Gives the account a notice as a worker does, and answers its number.
fn tell(stand: &Stand, device: &Device, key: &str) -> u64 {
    let sql = format!(
        "insert into notification (account, kind, key, title, body, about) select owner, 'goal_reached', '{key}', 'Boat is reached', '', \
         encode(id, 'hex') from book where id = decode('{}', 'hex') returning id",
        device.book
    );
    stand.sql(&sql).lines().next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_asks_for_its_accounts_books_alone() {
    let stand = Stand::new(false).await;
    let mut ana = stand.device("ana").await;
    let bob = stand.device("bob").await;
    let book = ana.book.to_string();
    let none = json!({});
    let unhosted = about(&stand, &ana, &book, "GET", "/api/notifications", &none).await;
    assert_eq!((unhosted.status, unhosted.code()), (404, "not_found".to_owned()));
    let anas = stand.host(&mut ana).await;

    let told = about(&stand, &ana, &book, "GET", "/api/notifications", &none).await.ok();
    assert_eq!(told, stand.get("/api/notifications", &anas).await);
    for foreign in [book.as_str(), "", "zz", &"0".repeat(32)] {
        let answer = about(&stand, &bob, foreign, "GET", "/api/accounts", &none).await;
        assert_eq!((answer.status, answer.code()), (404, "not_found".to_owned()), "{foreign}");
    }
    assert_eq!(stand.ask("GET", "/api/accounts", &ana.token, None).await.status, 401, "which book?");
    let stranger = ask(&stand.at, "GET", "/api/accounts", "vz_none", &[("valorize-book", &book)], None).await;
    assert_eq!(stranger.status, 401);
    // An access token is for one book, whatever the header says.
    let header = [("valorize-book", book.as_str())];
    assert_eq!(ask(&stand.at, "GET", "/api/accounts", &anas, &header, None).await.status, 401);

    // What a device writes it writes once, under its own key.
    let goal = json!({"name": "Boat", "target_minor": 100, "currency": "EUR", "started_on": "2026-01-01"});
    let keyed = [("valorize-book", book.as_str()), ("idempotency-key", "1")];
    let first = ask(&stand.at, "POST", "/api/goals", &ana.token, &keyed, Some(&goal)).await.ok();
    let again = ask(&stand.at, "POST", "/api/goals", &ana.token, &keyed, Some(&goal)).await.ok();
    assert_eq!(first["id"], again["id"]);
    assert_eq!(stand.get("/api/goals", &anas).await["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(stand.sql("select count(*) from hosted_audit where token < 0"), "1");

    // A reader reads.
    let members = format!("/v1/books/{book}/members");
    stand.ask("PUT", &members, &ana.token, Some(&json!({"name": "bob", "role": "reader"}))).await.ok();
    about(&stand, &bob, &book, "GET", "/api/accounts", &none).await.ok();
    let refused = about(&stand, &bob, &book, "POST", "/api/goals", &goal).await;
    assert_eq!((refused.status, refused.code()), (403, "forbidden".to_owned()));
    stand.ask("DELETE", &format!("{members}/bob"), &ana.token, None).await.ok();
    assert_eq!(about(&stand, &bob, &book, "GET", "/api/accounts", &none).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn connected_devices_hear_that_there_is_a_notice() {
    let stand = Stand::new(false).await;
    let mut ana = stand.device("ana").await;
    let mut bob = stand.device("bob").await;
    stand.host(&mut ana).await;
    stand.host(&mut bob).await;
    bob.settle().await;
    ana.settle().await;
    let number = tell(&stand, &ana, "1");
    ana.until(|device| device.heard.contains(&Frame::Notice(sync_protocol::Notice { number }))).await;
    let read = format!("/api/notifications/{number}/read");
    about(&stand, &ana, &ana.book.to_string(), "POST", &read, &json!({})).await.ok();
    let seen = Frame::Notice(sync_protocol::Notice { number: 0 });
    ana.until(|device| device.heard.contains(&seen)).await;
    let next = tell(&stand, &ana, "2");
    ana.until(|device| device.heard.contains(&Frame::Notice(sync_protocol::Notice { number: next }))).await;
    bob.settle().await;
    assert!(!bob.heard.iter().any(|frame| matches!(frame, Frame::Notice(_))), "another account's");
}
