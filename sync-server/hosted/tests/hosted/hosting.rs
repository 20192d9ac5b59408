//! A book becomes hosted because its owner says so, and ceases to be.

use super::device::{ACCOUNT, FOOD};
use super::stand::Stand;
use domain::{Day, MemberId};
use serde_json::json;

const DAY: Day = Day::constant(2026, 3, 14);

#[tokio::test(flavor = "multi_thread")]
async fn a_device_and_the_api_see_what_the_other_writes() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let (shard, first) = device.add(DAY, -1_250, "Bread");
    let token = stand.host(&mut device).await;

    let page = stand.get("/api/transactions", &token).await;
    assert_eq!(page["items"][0]["id"], first.to_string());
    assert_eq!(page["items"][0]["amount_minor"], -1_250);
    let accounts = stand.get("/api/accounts", &token).await;
    assert_eq!(accounts["items"][0]["balance_minor"], 8_750);

    let new = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-03-15", "amount_minor": -300,
        "currency": "EUR", "description": "Café", "category_id": FOOD.to_string()});
    let made = stand.post("/api/transactions", &token, &new).await;
    let id = made["id"].as_str().unwrap().parse().unwrap();
    device.until(|device| device.reader.transaction(id).unwrap().is_some()).await;
    let row = device.reader.transaction(id).unwrap().unwrap().transaction;
    assert_eq!((row.amount, row.category, row.facts.description.as_str()), (-300, Some(FOOD), "Café"));

    device.commit(vec![
        shard.set_note(first, Some("rye")).unwrap(),
        shard.set_category(first, Some(FOOD)).unwrap(),
    ]);
    device.settle().await;
    let one = stand.get(&format!("/api/transactions/{first}"), &token).await;
    assert_eq!((&one["note"], &one["category_id"]), (&json!("rye"), &json!(FOOD.to_string())));
    let found = stand.get("/api/transactions?q=cafe", &token).await;
    assert_eq!(found["items"][0], stand.get(&format!("/api/transactions/{id}"), &token).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn later_keys_reach_the_server_and_end_with_its_membership() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    // Somebody else is taken out: the keys rotate, and the server gets the next ones as every member does.
    let other = MemberId([9; 16]);
    device.admit(&other.to_string(), &"11".repeat(32));
    device.remove(other);
    device.add(DAY, -10, "after the rotation");
    device.settle().await;
    assert_eq!(stand.get("/api/transactions", &token).await["items"][0]["description"], "after the rotation");
    let devices = stand.get("/api/devices", &token).await;
    assert_eq!(devices["items"].as_array().unwrap().len(), 3);

    let status = stand.get(&format!("/v1/books/{}/hosted", device.book), &device.token).await;
    assert_eq!((&status["state"], &status["waiting"]), (&json!("hosted"), &json!(0)));
    let server = devices["items"].as_array().unwrap().iter().find(|one| one["name"] == "server").unwrap();
    device.remove(server["id"].as_str().unwrap().parse().unwrap());
    device.settle().await;
    assert_eq!(stand.ask("GET", "/api/transactions", &token, None).await.status, 401);
    assert_eq!(stand.sql("select count(*) from hosted"), "0");
    for table in ["hosted_transaction", "hosted_account", "hosted_shard", "hosted_token", "hosted_member"] {
        assert_eq!(stand.sql(&format!("select count(*) from {table}")), "0", "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_with_the_books_own_keys_makes_it_hosted() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let stranger = stand.device("bob").await;
    let path = format!("/v1/books/{}/hosted", device.book);
    assert_eq!(
        stand.ask("POST", &path, &device.token, Some(&device.handed())).await.status,
        404,
        "no offer yet"
    );
    let offer = format!("{path}/offer");
    assert_eq!(stand.ask("POST", &offer, &stranger.token, Some(&json!({}))).await.status, 404);
    let first = stand.post(&offer, &device.token, &json!({})).await;
    assert_eq!(first, stand.post(&offer, &device.token, &json!({})).await);
    for wrong in [stranger.handed(), json!({"name_key": "00", "generations": []})] {
        let answer = stand.ask("POST", &path, &device.token, Some(&wrong)).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_request"));
    }
    // A reader's keys are not enough: the server has to write.
    let token = stand.host(&mut device).await;
    assert_eq!(stand.get("/api/accounts", &token).await["items"].as_array().unwrap().len(), 2);
    let sealed = stand.sql("select encode(sealed, 'hex') from hosted");
    let keys = device.handed();
    assert!(!sealed.contains(keys["name_key"].as_str().unwrap()), "the keys lie open in the database");
    stand.ask("DELETE", &path, &device.token, None).await.ok();
    assert_eq!(stand.ask("GET", "/api/accounts", &token, None).await.status, 401);
    assert_eq!(stand.sql("select count(*) from hosted_transaction"), "0");
}
