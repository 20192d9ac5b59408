//! Two instances, a worker and a device on one Postgres and one Redis: whoever writes, all come to the same book.

use super::device::ACCOUNT;
use super::http::{ask, send};
use super::imports::ofx;
use super::stand::Stand;
use domain::Day;
use serde_json::{Value, json};
use sync_protocol::Frame;

const EACH: usize = 15;

/// Adds transactions through one instance, one after the other.
async fn post(at: &str, token: &str, from: &str) {
    for number in 0..EACH {
        let row = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-03-10", "amount_minor": -100,
            "currency": "EUR", "description": format!("{from} {number}")});
        let key = format!("{from}/{number}");
        ask(at, "POST", "/api/transactions", token, &[("idempotency-key", &key)], Some(&row)).await.ok();
    }
}

async fn listed(at: &str, token: &str) -> Value {
    ask(at, "GET", "/api/transactions?limit=200", token, &[], None).await.ok()["items"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_a_worker_and_a_device_come_to_one_book() {
    let stand = Stand::new(true).await;
    let other = stand.serve(&[]).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    stand.work().await;
    device.move_to(&other);
    device.settle().await;

    // Everybody writes at once: programs through both instances, the worker a statement, the device its own rows.
    let file = ofx(&[(2, -1_250, "BAKER"), (3, 99, "INTEREST")], None);
    let upload = format!("/api/imports?account_id={ACCOUNT}&file_name=march.ofx");
    let writes = async {
        tokio::join!(post(&stand.at, &token, "first"), post(&other, &token, "second"), async {
            send(&other, "POST", &upload, &token, &[("idempotency-key", "1")], &file).await.ok();
        })
    };
    let own = async {
        for day in 20..25 {
            device.add(Day::constant(2026, 3, day), -7, "by hand");
            device.step().await;
        }
    };
    tokio::join!(writes, own);
    let all = 2 * EACH + 2 + 5;
    device.until(|device| usize::try_from(device.rows()).unwrap() == all).await;
    device.until(|device| device.heard.iter().any(|frame| matches!(frame, Frame::Notice(_)))).await;
    device.settle().await;

    let here = listed(&stand.at, &token).await;
    assert_eq!(here.as_array().map(Vec::len), Some(all));
    assert_eq!(here, listed(&other, &token).await, "both instances say the same");
    let balances = async |at: &str| ask(at, "GET", "/api/accounts", &token, &[], None).await.ok();
    assert_eq!(balances(&stand.at).await, balances(&other).await);
}
