//! What a server that reads a book writes into its log, at the most talkative level: nothing of what is in the book.

use super::device::ACCOUNT;
use super::stand::Stand;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Log lines in memory.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_hold_nothing_of_a_book() {
    let lines = Lines::default();
    tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_writer(lines.clone()).init();
    let stand = Stand::new(true).await;
    let mut device = stand.device("quixotic@example.com").await;
    let token = stand.host(&mut device).await;
    let new = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-03-15", "amount_minor": -73_519_284,
        "currency": "EUR", "description": "Zwiebelkuchen Bakery"});
    let made = stand.post("/api/transactions", &token, &new).await;
    let path = format!("/api/transactions/{}", made["id"].as_str().unwrap());
    let change = json!({"description": "Xylophone Repairs", "memo": "Vexillology"});
    stand.ask("PATCH", &path, &token, Some(&change)).await;
    for path in
        ["/api/transactions?q=Zwiebelkuchen&min_amount=-73519284", "/api/accounts", "/api/reports/totals"]
    {
        stand.ask("GET", path, &token, None).await;
    }
    // Refusals say what is wrong to the asker, not to the log.
    let wrong = json!({"account_id": "Ylang", "posted_on": "Zwiebelkuchen", "amount_minor": "73519284"});
    assert!(stand.ask("POST", "/api/transactions", &token, Some(&wrong)).await.status >= 400);
    device.settle().await;
    let said = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(said.contains("\"request\""), "it does log: {} bytes", said.len());
    for word in
        ["Zwiebelkuchen", "Xylophone", "Vexillology", "73519284", "735192", "Ylang", "quixotic", &token]
    {
        let line = said.lines().find(|line| line.contains(word));
        assert!(line.is_none(), "{word} in {}", line.unwrap_or_default());
    }
}
