//! Remembered answers are right: with writers at work, on two instances, and with Redis gone in the middle.

use super::device::ACCOUNT;
use super::http::ask;
use super::stand::Stand;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// One writer or reader's moves: true writes, false reads, on the first or second instance.
fn moves() -> impl Strategy<Value = Vec<Vec<(bool, bool)>>> {
    prop::collection::vec(prop::collection::vec(any::<(bool, bool)>(), 4..12), 2..5)
}

async fn play(
    at: [String; 2],
    token: String,
    moves: Vec<(bool, bool)>,
    begun: Arc<AtomicI64>,
    done: Arc<AtomicI64>,
) {
    for (writes, first) in moves {
        let at = &at[usize::from(!first)];
        if writes {
            begun.fetch_add(1, Ordering::SeqCst);
            let new = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-02-02", "amount_minor": -1,
                "currency": "EUR", "description": "x"});
            ask(at, "POST", "/api/transactions", &token, &[], Some(&new)).await.ok();
            done.fetch_add(1, Ordering::SeqCst);
        } else {
            let least = done.load(Ordering::SeqCst);
            let accounts = ask(at, "GET", "/api/accounts", &token, &[], None).await.ok();
            let spent = 10_000 - accounts["items"][0]["balance_minor"].as_i64().unwrap();
            let most = begun.load(Ordering::SeqCst);
            assert!((least..=most).contains(&spent), "{spent} is not within {least} and {most}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_older_than_a_write_that_was_answered() {
    let mut stand = Stand::new(true).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let at = [stand.at.clone(), stand.serve(&[]).await];
    // What one instance has asked the database, the other finds in Redis.
    for at in &at {
        ask(at, "GET", "/api/accounts", &token, &[], None).await.ok();
    }
    let (begun, done) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
    let mut runner = TestRunner::new(Config { cases: 8, failure_persistence: None, ..Config::default() });
    for case in 0..8 {
        if case == 4 {
            // From here on without Redis.
            drop(stand.redis.take());
        }
        let all = moves().new_tree(&mut runner).unwrap().current();
        let players: Vec<_> = all
            .into_iter()
            .map(|moves| tokio::spawn(play(at.clone(), token.clone(), moves, begun.clone(), done.clone())))
            .collect();
        for player in players {
            player.await.unwrap();
        }
    }
    let read = ask(&at[0], "GET", "/api/accounts", &token, &[], None).await.ok();
    let again = ask(&at[0], "GET", "/api/accounts", &token, &[], None).await.ok();
    assert_eq!(
        (&read, read["items"][0]["balance_minor"].as_i64()),
        (&again, Some(10_000 - done.load(Ordering::SeqCst)))
    );
    for (at, from) in [(&at[0], "memory"), (&at[1], "redis")] {
        let metrics = ask(at, "GET", "/metrics", "", &[], None).await.body;
        assert!(metrics.contains(&format!("valorize_hosted_answers_total{{from=\"{from}\"}}")), "{metrics}");
    }
}
