//! What nobody should send: a clear code, nothing stored, and the next connection works.

use super::device::open;
use super::raw::{Raw, hello, item};
use super::stand::{Server, Stand};
use futures_util::SinkExt as _;
use sync_protocol::{
    BookTag, ByeCode, DeviceTag, Frame, Hello, Item, Ping, Pull, Push, PushResult, Reconcile,
};
use tokio_tungstenite::tungstenite::{Error, Message};

/// A device with a book.
fn ready(server: &Server) -> (BookTag, DeviceTag, String) {
    let (tag, token) = server.sign_up("ana");
    (server.book(&token), tag, token)
}

fn push(number: u64, items: Vec<Item>) -> Frame {
    Frame::Push(Push { number, items })
}

#[tokio::test]
async fn whoever_does_not_greet_rightly_is_told_why() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, tag, token) = ready(&server);
    let right = || hello(book, tag);
    let cases = [
        (Frame::Pull(Pull { after: 0, max_bytes: 0 }).encode(), ByeCode::Protocol),
        (vec![0xff; 40], ByeCode::Protocol),
        (Frame::Hello(Hello { book: vec![1; 3], ..right() }).encode(), ByeCode::Protocol),
        (Frame::Hello(Hello { device: vec![1; 16], ..right() }).encode(), ByeCode::Unauthorised),
        (Frame::Hello(Hello { book: vec![1; 16], ..right() }).encode(), ByeCode::NotFound),
        (Frame::Hello(Hello { oldest: 7, newest: 9, ..right() }).encode(), ByeCode::UpdateRequired),
        (Frame::Hello(Hello { oldest: 0, newest: 0, ..right() }).encode(), ByeCode::UpdateRequired),
    ];
    for (number, (bytes, code)) in cases.into_iter().enumerate() {
        let mut raw = Raw::open(&server.at, &token).await;
        raw.send_bytes(bytes).await;
        assert_eq!(raw.farewell().await, Some(code), "case {number}");
    }
    for token in ["", "vz_guessed", &token[1..]] {
        match open(&server.at, token).await {
            Err(Error::Http(response)) => assert_eq!(response.status(), 401),
            other => panic!("{other:?}"),
        }
    }
    let later = Hello { newest: 9, ..right() };
    assert_eq!(Raw::greet(&server.at, &token, later).await.1.protocol, 1, "the newest both speak");
}

#[tokio::test]
async fn garbage_after_the_greeting_ends_the_connection_and_stores_nothing() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, tag, token) = ready(&server);
    let cases = [
        vec![0xff; 40],
        Frame::Hello(hello(book, tag)).encode(),
        push(1, vec![item(1); 257]).encode(),
        push(1, vec![Item { hash: vec![1; 5], ..item(1) }]).encode(),
        push(1, vec![item(1), Item { body: Vec::new(), ..item(2) }]).encode(),
    ];
    for (number, bytes) in cases.into_iter().enumerate() {
        let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
        raw.send_bytes(bytes).await;
        assert_eq!(raw.farewell().await, Some(ByeCode::Protocol), "case {number}");
    }
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    raw.0.send(Message::Text("{}".into())).await.unwrap();
    assert_eq!(raw.farewell().await, Some(ByeCode::Protocol), "text");
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    raw.send_bytes(vec![0; (1 << 20) + 1]).await;
    assert_eq!(raw.farewell().await, None, "too large to be read at all");
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    raw.send(Frame::Pull(Pull { after: 99, max_bytes: 0 })).await;
    assert_eq!(raw.farewell().await, Some(ByeCode::Draining), "beyond the log: greet again");
    assert_eq!(stand.number("select count(*) from log"), 0);
}

#[tokio::test]
async fn frames_of_later_versions_are_skipped_and_replayed_ones_change_nothing() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, tag, token) = ready(&server);
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    raw.send_bytes(vec![0xa2, 0x38, 0x02, 0x08, 0x01]).await;
    raw.send(Frame::Ping(Ping { number: 5, answer: false, head: 0 })).await;
    assert_eq!(raw.next().await, Some(Frame::Ping(Ping { number: 5, answer: true, head: 0 })));
    for expected in [PushResult::Stored, PushResult::Known, PushResult::Known] {
        raw.send(push(3, vec![item(1), item(2)])).await;
        let Some(Frame::PushAck(ack)) = raw.answer().await else { panic!("an answer") };
        assert_eq!((ack.number, ack.results, ack.places), (3, vec![i32::from(expected); 2], vec![1, 2]));
    }
    // More at once than may be unanswered: they wait, none is lost.
    for number in 10..40 {
        raw.send(push(number, vec![item(u8::try_from(number).unwrap())])).await;
    }
    for number in 10..40 {
        let Some(Frame::PushAck(ack)) = raw.answer().await else { panic!("an answer") };
        assert_eq!(ack.number, number);
    }
    let (mut page, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    page.send(Frame::Pull(Pull { after: 0, max_bytes: 1 })).await;
    let Some(Frame::Page(first)) = page.answer().await else { panic!("a page") };
    assert_eq!((first.items.len(), first.items[0].body.len(), first.head), (1, 100, 32), "one at least");
    raw.send(Frame::Pull(Pull { after: 0, max_bytes: 0 })).await;
    let Some(Frame::Page(own)) = raw.answer().await else { panic!("a page") };
    assert!(own.items.iter().all(|item| item.body.is_empty()), "its own need not travel back");
    assert_eq!(own.items.len(), 32);
}

#[tokio::test]
async fn one_address_holds_so_many_connections_and_opens_so_many() {
    let stand = Stand::new();
    let server = stand.server(&["--connections-per-address", "3"]);
    let (_, _, token) = ready(&server);
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(open(&server.at, &token).await.unwrap());
    }
    match open(&server.at, &token).await {
        Err(Error::Http(response)) => {
            assert_eq!(response.status(), 429);
            assert!(response.headers().contains_key("retry-after"));
        }
        other => panic!("{other:?}"),
    }
    held.pop();
    let mut tries = 0;
    while open(&server.at, &token).await.is_err() {
        tries += 1;
        assert!(tries < 100, "a place that was given up is not free");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let limited = stand.server(&["--connects-per-minute", "5"]);
    let mut refused = 0;
    for _ in 0..12 {
        refused += u32::from(open(&limited.at, &token).await.is_err());
    }
    assert!(refused >= 1);
}

#[tokio::test]
async fn after_a_divergence_a_device_learns_what_the_log_lacks() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (book, tag, token) = ready(&server);
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    raw.send(push(1, vec![item(1), item(2)])).await;
    assert!(matches!(raw.answer().await, Some(Frame::PushAck(_))));
    // As the database computes it: 8 bytes of the seed, then the hash.
    let print = |number: u8| {
        let sql = format!(
            "select encode(substring(sha256('\\x0500000000000000{}') from 1 for 8), 'hex')",
            format!("{number:02x}").repeat(32)
        );
        let hex = stand.postgres.sql("valorize", &sql).unwrap();
        u64::from_str_radix(hex.trim(), 16).unwrap().swap_bytes()
    };
    let fingerprints = vec![print(9), print(1), print(7), print(2)];
    raw.send(Frame::Reconcile(Reconcile { seed: 5, fingerprints, more: false })).await;
    let Some(Frame::Want(want)) = raw.answer().await else { panic!("an answer") };
    assert_eq!(want.fingerprints, [print(9), print(7)]);
}
