//! What the worker looks at once a day, and tells the owner once.

use super::device::{ACCOUNT, FOOD, FUN, OTHER_ACCOUNT};
use super::stand::Stand;
use domain::Day;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Has the day's jobs done for every hosted book.
async fn day(stand: &Stand, number: i32) {
    stand.sql(&format!(
        "insert into job (name, key, version, payload) values ('books.check', 'test/{number}', 1, 'null')"
    ));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let open = stand.sql("select count(*) from job where state <> 'done'");
        let done =
            stand.sql(&format!("select count(*) from job where key like '%/{number}' and state = 'done'"));
        // The worker asks for the jobs of today by itself.
        let own = stand.sql("select count(*) from job where name = 'books.check' and key like 'every/%'");
        if open == "0" && own == "1" && done.parse::<i32>().unwrap() >= 4 {
            return;
        }
        let dead = stand.sql("select string_agg(error, ' ') from job where state in ('dead', 'waiting')");
        assert!(std::time::Instant::now() < end, "{open} jobs are open: {dead}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

fn kinds_of(told: &Value) -> BTreeSet<(String, String)> {
    let items = told["items"].as_array().unwrap().iter();
    items
        .map(|one| (one["kind"].as_str().unwrap().to_owned(), one["title"].as_str().unwrap().to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_goals_and_unusual_amounts_are_told_once() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    for week in 1..=7 {
        device.add(Day::constant(2026, 1, 4 * week), -1_000 - i64::from(week), "Baker");
    }
    device.add(Day::constant(2026, 3, 18), -9_900, "Baker 77");
    device.settle().await;
    let token = stand.host(&mut device).await;
    for (category, minor, limit) in [(FOOD, -950, 1_000), (FUN, -1_500, 1_000)] {
        let row = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-03-10", "amount_minor": minor,
            "currency": "EUR", "description": "Shop", "category_id": category.to_string()});
        stand.post("/api/transactions", &token, &row).await;
        let path = format!("/api/budgets/2026-03/{category}");
        stand.ask("PUT", &path, &token, Some(&json!({"limit_minor": limit}))).await.ok();
    }
    let goal = |name: &str, target: i64, account: &str, due: &str| json!({"name": name, "target_minor": target, "currency": "EUR", "started_on": "2026-01-01", "account_id": account, "due_on": due});
    let savings = OTHER_ACCOUNT.to_string();
    let row = json!({"account_id": savings, "posted_on": "2026-02-10", "amount_minor": 500, "currency": "EUR", "description": "Gift"});
    stand.post("/api/transactions", &token, &row).await;
    stand.post("/api/goals", &token, &goal("Umbrella", 100, &savings, "2027-01-01")).await;
    stand.post("/api/goals", &token, &goal("Boat", 900_000, &savings, "2026-04-01")).await;
    stand.work().await;
    // 2026-03-20.
    day(&stand, 20_532).await;
    let told = stand.get("/api/notifications", &token).await;
    let expected = [
        ("budget_exceeded", "Fun is over its budget"),
        ("budget_near_limit", "Food is close to its budget"),
        ("goal_behind", "Boat falls behind"),
        ("goal_reached", "Umbrella is reached"),
        ("unusual_transaction", "Unusual amount: Baker 77"),
    ];
    let found = kinds_of(&told);
    for (kind, title) in expected {
        assert!(found.contains(&(kind.to_owned(), title.to_owned())), "{kind}: {told:#}");
    }
    day(&stand, 20_533).await;
    let again = stand.get("/api/notifications?limit=1", &token).await;
    assert_eq!(again["unread"], told["unread"], "nothing is told twice in a month");
    let cursor = again["next_cursor"].as_str().unwrap();
    let next = stand.get(&format!("/api/notifications?limit=200&cursor={cursor}"), &token).await;
    assert_eq!(next["items"].as_array().unwrap().len() + 1, told["items"].as_array().unwrap().len());
    let names: BTreeSet<String> = stand.get("/api/jobs", &token).await["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| job["name"].as_str().unwrap().to_owned())
        .collect();
    let expected: BTreeSet<String> =
        ["alerts.check", "anomalies.scan", "balances.check"].into_iter().map(str::to_owned).collect();
    assert_eq!(names, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_unlike_all_others_is_told_where_there_is_a_model() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let kinds = ["Bakery", "Supermarket", "Pharmacy", "Bookshop", "Restaurant", "Coffee"];
    let places = ["Central", "Station", "Garden", "Harbour", "Old Town", "Riverside"];
    for (row, (kind, place)) in kinds.iter().flat_map(|kind| places.map(|place| (kind, place))).enumerate() {
        let day =
            Day::constant(2026, 1 + i8::try_from(row / 28).unwrap(), 1 + i8::try_from(row % 28).unwrap());
        device.add(day, -1_000, &format!("{kind} {place}"));
    }
    device.add(Day::constant(2026, 3, 18), -50_000, "Bakery Seaside");
    device.add(Day::constant(2026, 3, 19), -50_000, "Xyntrovex Holdings Offshore");
    device.add(Day::constant(2026, 3, 19), -900, "Quorvath Nebula");
    device.settle().await;
    let token = stand.host(&mut device).await;
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/valorize");
    stand.work_with(Some(std::path::Path::new(model))).await;
    day(&stand, 20_532).await;
    let told = kinds_of(&stand.get("/api/notifications", &token).await);
    let expected = (
        "unusual_transaction".to_owned(),
        "A merchant unlike others: Xyntrovex Holdings Offshore".to_owned(),
    );
    assert_eq!(told, BTreeSet::from([expected]));
}
