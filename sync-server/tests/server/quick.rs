//! Pushes that are written in one statement, and pages that Redis still has: the usual cases, and what must not take these ways.

use super::device::{Device, settle};
use super::faults::assert_sound;
use super::http::ask;
use super::raw::{Raw, hello, item};
use super::stand::Stand;
use sync_protocol::{BookTag, Frame, Item, Pull, Push, PushResult};

/// Pushes one change and gives what became of it.
async fn push(raw: &mut Raw, item: Item) -> (PushResult, u64) {
    raw.send(Frame::Push(Push { number: 1, items: vec![item] })).await;
    match raw.answer().await {
        Some(Frame::PushAck(ack)) => (PushResult::try_from(ack.results[0]).unwrap(), ack.places[0]),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_quick_way_decides_like_the_long_one() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let other = stand.server(&[]);
    let (tag, token) = server.sign_up("ana@example.com");
    let book: BookTag = server.book(&token);
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    let after = |number: u8, before: u8| Item { dependencies: vec![vec![before; 32]], ..item(number) };
    assert_eq!(push(&mut raw, item(1)).await, (PushResult::Stored, 1));
    for number in 2..=40 {
        assert_eq!(push(&mut raw, after(number, number - 1)).await, (PushResult::Stored, u64::from(number)));
    }
    let quick = server.metric("valorize_quick_commits_total");
    assert!(quick > 38.5, "the first alone asks what the log holds; {quick} did not");
    assert_eq!(push(&mut raw, after(40, 39)).await, (PushResult::Known, 40));
    assert_eq!(push(&mut raw, item(1)).await, (PushResult::Known, 1), "so old that it is not remembered");
    let taken = Item { hash: vec![99; 32], ..item(3) };
    assert_eq!(push(&mut raw, taken).await, (PushResult::Conflict, 0));
    assert_eq!(push(&mut raw, after(50, 77)).await, (PushResult::MissingDependencies, 0));
    assert_eq!(
        push(&mut raw, after(41, 2)).await,
        (PushResult::Stored, 41),
        "it builds on one not remembered"
    );
    // Another instance writes; the first finds the book other than it remembers.
    let (mut elsewhere, _) = Raw::greet(&other.at, &token, hello(book, tag)).await;
    assert_eq!(push(&mut elsewhere, after(42, 41)).await, (PushResult::Stored, 42));
    assert_eq!(push(&mut raw, after(43, 42)).await, (PushResult::Stored, 43));
    assert_eq!(push(&mut elsewhere, after(44, 43)).await, (PushResult::Stored, 44));
    assert_sound(&stand);
    // Rights end between two pushes, whatever is remembered.
    stand.postgres.sql("valorize", "update member set role = 'reader'").unwrap();
    assert_eq!(push(&mut raw, after(45, 43)).await, (PushResult::Forbidden, 0));
    stand.postgres.sql("valorize", "update member set role = 'editor'").unwrap();
    assert_eq!(push(&mut raw, after(45, 44)).await, (PushResult::Stored, 45));
    stand.postgres.sql("valorize", "update device set revoked_at = now()").unwrap();
    raw.send(Frame::Push(Push { number: 2, items: vec![after(46, 45)] })).await;
    let refused = raw.answer().await;
    assert!(!matches!(&refused, Some(Frame::PushAck(ack)) if ack.places[0] > 0), "{refused:?}");
    assert_eq!(stand.number("select count(*) from log"), 45);
    assert_sound(&stand);
}

#[tokio::test]
async fn a_device_that_was_away_for_a_moment_reads_from_redis_and_without_it_from_postgres() {
    let mut stand = Stand::with_redis();
    let server = stand.server(&[]);
    let first = server.sign_up("ana@example.com");
    let book = server.book(&first.1);
    let second = server.sign_in("ana@example.com");
    let mut devices = vec![Device::new(&server, book, first), Device::new(&server, book, second)];
    settle(&mut devices, 0).await;
    for round in 0..3_u64 {
        if round == 2 {
            stand.redis.as_mut().unwrap().stop();
        }
        devices[1].drop_connection();
        let mut alone = vec![devices.remove(0)];
        for value in 0..5 {
            alone[0].change(round * 5 + value).await;
            settle(&mut alone, usize::try_from(round * 5 + value + 1).unwrap()).await;
        }
        devices.insert(0, alone.remove(0));
        settle(&mut devices, usize::try_from(round * 5 + 5).unwrap()).await;
    }
    assert!(server.metric("valorize_hot_pages_total") > 1.5);
    assert_sound(&stand);
}

#[tokio::test]
async fn a_page_of_redis_is_what_postgres_says() {
    let mut stand = Stand::with_redis();
    let server = stand.server(&["--poll-seconds", "1"]);
    let (tag, token) = server.sign_up("ana@example.com");
    let book = server.book(&token);
    let (mut raw, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    for number in 1..=5 {
        assert_eq!(push(&mut raw, item(number)).await.0, PushResult::Stored);
    }
    // A connection of its own: bodies are left out only where they were pushed.
    let (mut reader, _) = Raw::greet(&server.at, &token, hello(book, tag)).await;
    let mut pages = Vec::new();
    for after in [0, 2, 4, 5] {
        reader.send(Frame::Pull(Pull { after, max_bytes: 0 })).await;
        pages.push(reader.answer().await);
    }
    stand.redis.as_mut().unwrap().stop();
    for (page, after) in pages.into_iter().zip([0, 2, 4, 5]) {
        reader.send(Frame::Pull(Pull { after, max_bytes: 0 })).await;
        assert_eq!(reader.answer().await, page, "after {after}");
    }
    assert_eq!(ask(&server.at, "GET", "/readyz", "", None).status, 200);
}
