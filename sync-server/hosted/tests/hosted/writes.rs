//! Writing through the API: once however often, only over what was seen, and as a device would.

use super::device::{ACCOUNT, FOOD, FUN};
use super::http::ask;
use super::stand::Stand;
use domain::{Clearing, Day};
use serde_json::{Value, json};

fn new(minor: i64, description: &str) -> Value {
    json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-03-15", "amount_minor": minor,
        "currency": "EUR", "description": description})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_under_a_key_is_done_once() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let key = [("idempotency-key", "first")];
    let post = |body: Value, token: String| {
        let at = stand.at.clone();
        async move { ask(&at, "POST", "/api/transactions", &token, &key, Some(&body)).await }
    };
    let once = post(new(-1, "x"), token.clone()).await;
    let again = post(new(-1, "x"), token.clone()).await;
    assert_eq!((once.status, &once.body, once.header("etag")), (201, &again.body, again.header("etag")));
    let other = post(new(-2, "x"), token.clone()).await;
    assert_eq!((other.status, other.code().as_str()), (422, "key_reused"));
    // A try that was cut off after its change was appended is done again, and is the same change.
    stand.sql("update hosted_answer set status = null, body = null, at = now() - interval '1 minute'");
    assert_eq!(post(new(-1, "x"), token.clone()).await.body, once.body);
    assert_eq!(stand.get("/api/transactions", &token).await["items"].as_array().unwrap().len(), 1);
    stand.sql("update hosted_answer set status = null, body = null, at = now()");
    let busy = post(new(-1, "x"), token.clone()).await;
    assert_eq!((busy.status, busy.code().as_str()), (409, "in_progress"));
    assert_eq!(stand.sql("select count(*) from hosted_audit where method = 'POST' and status = 201"), "2");
}

#[tokio::test(flavor = "multi_thread")]
async fn edits_hold_only_over_the_version_seen_and_reach_devices() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let made = stand.ask("POST", "/api/transactions", &token, Some(&new(-1_000, "Market"))).await;
    let seen = made.header("etag");
    let path = format!("/api/transactions/{}", made.ok()["id"].as_str().unwrap());
    let read = stand.ask("GET", &path, &token, None).await;
    assert_eq!((read.header("etag"), read.ok()), (seen.clone(), made.ok()), "as it was answered");

    let change =
        json!({"category_id": FUN.to_string(), "tags": ["b", "a"], "note": "n", "amount_minor": -900});
    let changed = ask(&stand.at, "PATCH", &path, &token, &[("if-match", &seen)], Some(&change)).await;
    let shown = changed.ok();
    assert_eq!((&shown["tags"], &shown["amount_minor"]), (&json!(["a", "b"]), &json!(-900)));
    let late =
        ask(&stand.at, "PATCH", &path, &token, &[("if-match", &seen)], Some(&json!({"note": null}))).await;
    assert_eq!((late.status, late.code().as_str()), (412, "precondition_failed"));

    let parts =
        json!({"parts": [{"amount_minor": -600, "category_id": FOOD.to_string()}, {"amount_minor": -300}]});
    let split = stand.ask("PUT", &format!("{path}/split"), &token, Some(&parts)).await.ok();
    assert_eq!(split["splits"].as_array().unwrap().len(), 2);
    let wrong = json!({"parts": [{"amount_minor": -600}, {"amount_minor": -299}]});
    let wrong = stand.ask("PUT", &format!("{path}/split"), &token, Some(&wrong)).await;
    assert_eq!((wrong.status, wrong.json()["field"].as_str()), (400, Some("parts")));
    let food = stand.get(&format!("/api/transactions?category_id={FOOD}"), &token).await;
    assert_eq!(food["items"][0]["id"], split["id"]);
    let totals = stand.get("/api/reports/totals?from=2026-03&to=2026-03", &token).await;
    let amounts: Vec<i64> =
        totals["items"].as_array().unwrap().iter().map(|one| one["amount_minor"].as_i64().unwrap()).collect();
    assert_eq!(amounts, [-300, -600]);

    let id = split["id"].as_str().unwrap().parse().unwrap();
    let whole = |device: &mut super::device::Device| {
        device.reader.transaction(id).unwrap().is_some_and(|row| row.transaction.splits.len() == 2)
    };
    device.until(whole).await;
    stand.ask("DELETE", &path, &token, None).await.ok();
    device.until(|device| device.reader.transaction(id).unwrap().is_some_and(|row| row.deleted)).await;
    assert_eq!(stand.ask("GET", &path, &token, None).await.status, 404);
    assert_eq!(stand.get("/api/accounts", &token).await["items"][0]["balance_minor"], 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_is_done_whole_or_not_at_all() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let first = stand.post("/api/transactions", &token, &new(-5, "one")).await["id"].clone();
    let second = stand.post("/api/transactions", &token, &new(-6, "two")).await["id"].clone();
    let (first, second) = (first.as_str().unwrap(), second.as_str().unwrap());
    let bad = json!({"create": [new(-7, "three"), new(-8, "")], "delete": [first]});
    let refused = stand.ask("POST", "/api/transactions/bulk", &token, Some(&bad)).await;
    assert_eq!((refused.status, refused.json()["field"].as_str()), (400, Some("create[1].description")));
    assert_eq!(stand.get("/api/transactions", &token).await["items"].as_array().unwrap().len(), 2);
    let bulk = json!({"create": [new(-7, "three")], "change": {second: {"note": "kept"}}, "delete": [first]});
    let done = stand.post("/api/transactions/bulk", &token, &bulk).await;
    assert_eq!((&done["changed"], &done["deleted"]), (&json!(1), &json!(1)));
    let third = done["created"][0].as_str().unwrap().parse().unwrap();
    device.until(|device| device.reader.transaction(third).unwrap().is_some()).await;
    device.settle().await;
    let row = device.reader.transaction(second.parse().unwrap()).unwrap().unwrap();
    assert_eq!(row.transaction.note.as_deref(), Some("kept"));
    assert!(device.reader.transaction(first.parse().unwrap()).unwrap().unwrap().deleted);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_budgets_and_goals_are_kept_and_pages_follow_each_other() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let account =
        json!({"name": "Card", "kind": "credit_card", "currency": "EUR", "opening_balance_minor": -100});
    let account = stand.post("/api/accounts", &token, &account).await;
    let mut row = new(-1, "on the card");
    row["account_id"] = account["id"].clone();
    stand.post("/api/transactions", &token, &row).await;
    let accounts = stand.get("/api/accounts", &token).await;
    let card = accounts["items"].as_array().unwrap().iter().find(|one| one["id"] == account["id"]).unwrap();
    assert_eq!(card["balance_minor"], -101);

    let path = format!("/api/budgets/2026-03/{FOOD}");
    stand.ask("PUT", &path, &token, Some(&json!({"limit_minor": 5_000}))).await.ok();
    let mut bought = new(-70, "bought");
    bought["category_id"] = json!(FOOD.to_string());
    stand.post("/api/transactions", &token, &bought).await;
    let budget = stand.get("/api/budgets?month=2026-03", &token).await;
    assert_eq!(
        (&budget["items"][0]["limit_minor"], &budget["items"][0]["amount_minor"]),
        (&json!(5_000), &json!(-70))
    );

    let goal = json!({"name": "Boat", "target_minor": 1_000, "currency": "EUR", "account_id": ACCOUNT.to_string(),
        "started_on": "2026-01-01"});
    let goal = stand.post("/api/goals", &token, &goal).await;
    let path = format!("/api/goals/{}", goal["id"].as_str().unwrap());
    let changed = stand.ask("PATCH", &path, &token, Some(&json!({"target_minor": 2_000}))).await.ok();
    assert_eq!((&changed["target_minor"], &changed["account_id"]), (&json!(2_000), &goal["account_id"]));
    stand.ask("DELETE", &path, &token, None).await.ok();
    assert_eq!(stand.get("/api/goals", &token).await["items"], json!([]));

    for number in 0..7 {
        device.add(Day::constant(2026, 2, 1 + number % 3), -100 - i64::from(number), "row");
    }
    device.settle().await;
    let all = stand.get("/api/transactions?from=2026-02-01&to=2026-02-28", &token).await;
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = stand
            .get(&format!("/api/transactions?from=2026-02-01&to=2026-02-28&limit=3{cursor}"), &token)
            .await;
        pages.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!((pages.len(), &json!(pages)), (7, &all["items"]));
    let few = stand.get("/api/transactions?min_amount=-103&max_amount=-102", &token).await;
    assert_eq!(few["items"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_refused_with_its_place() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let (shard, row) = device.add(Day::constant(2026, 3, 1), -10, "locked");
    device.commit(vec![shard.set_clearing(row, Some(Clearing::Reconciled)).unwrap()]);
    let token = stand.host(&mut device).await;
    let wrong = |field: &str, value: Value| {
        let mut body = new(-1, "x");
        body[field] = value;
        body
    };
    for (field, value) in [
        ("account_id", json!("nobody")),
        ("account_id", json!(FOOD.to_string())),
        ("posted_on", json!("2026-02-30")),
        ("currency", json!("USD")),
        ("description", json!("  ")),
        ("category_id", json!(ACCOUNT.to_string())),
    ] {
        let answer = stand.ask("POST", "/api/transactions", &token, Some(&wrong(field, value.clone()))).await;
        let said = answer.json();
        assert_eq!((answer.status, said["field"].as_str()), (400, Some(field)), "{value}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    for body in [json!({"amount_minor": 1.5}), wrong("surprise", json!(1))] {
        assert_eq!(stand.ask("POST", "/api/transactions", &token, Some(&body)).await.status, 400);
    }
    for query in
        ["limit=0", "limit=501", "cursor=x", "from=today", "account_id=1", "min_amount=a", "colour=red"]
    {
        let answer = stand.ask("GET", &format!("/api/transactions?{query}"), &token, None).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_request"), "{query}");
    }
    let locked =
        stand.ask("PATCH", &format!("/api/transactions/{row}"), &token, Some(&json!({"note": "x"}))).await;
    assert_eq!((locked.status, locked.code().as_str()), (409, "conflict"));
    let reads = stand.token(&device, &["read"]).await;
    let refused = stand.ask("POST", "/api/transactions", &reads, Some(&new(-1, "x"))).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "forbidden"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_test_gets_a_book_of_its_own() {
    let stand = Stand::new(false).await;
    for secret in ["", "wrong"] {
        assert_eq!(stand.ask("POST", "/api/provision", secret, None).await.status, 401);
    }
    let made = stand.post("/api/provision", "sesame", &json!({"transactions": 300})).await;
    let token = made["token"].as_str().unwrap();
    assert_eq!(
        (made["account_ids"].as_array().unwrap().len(), made["ledger_id"].as_str().unwrap().len()),
        (3, 32)
    );
    assert_eq!(stand.sql("select count(*) from hosted_transaction"), "300");
    let account = made["account_ids"][0].as_str().unwrap();
    let page = stand.get(&format!("/api/transactions?account_id={account}&limit=10"), token).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 10);
    let new = json!({"account_id": account, "posted_on": "2026-07-01", "amount_minor": -5, "currency": "USD",
        "description": "new"});
    stand.post("/api/transactions", token, &new).await;
    assert_eq!(stand.get("/api/transactions", token).await["items"][0]["description"], "new");
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_change_and_categories_are_added() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let path = format!("/api/accounts/{ACCOUNT}");
    let change = json!({"name": "Everything", "opening_balance_minor": 7, "closed": true});
    let changed = stand.ask("PATCH", &path, &token, Some(&change)).await;
    let etag = changed.header("etag");
    let entry = changed.ok();
    assert_eq!(
        (&entry["name"], &entry["balance_minor"], &entry["closed"], &entry["opening_on"]),
        (&json!("Everything"), &json!(7), &json!(true), &json!(null))
    );
    let stale = ask(&stand.at, "PATCH", &path, &token, &[("if-match", "\"x\"")], Some(&json!({}))).await;
    assert_eq!(stale.code(), "precondition_failed");
    let same = ask(&stand.at, "PATCH", &path, &token, &[("if-match", &etag)], Some(&json!({}))).await;
    assert_eq!(same.ok(), entry);
    for (change, field) in [
        (json!({"name": " "}), "name"),
        (json!({"kind": "hoard"}), "kind"),
        (json!({"opening_on": "x"}), "opening_on"),
    ] {
        let refused = stand.ask("PATCH", &path, &token, Some(&change)).await;
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!(field)));
    }
    let new = json!({"name": "Garden", "group": "life"});
    let made = stand.post("/api/categories", &token, &new).await;
    assert_eq!((&made["kind"], &made["group"]), (&json!("expense"), &json!("Life")));
    let id = made["id"].as_str().unwrap().to_owned();
    let listed = stand.get("/api/categories", &token).await;
    assert!(listed["items"].as_array().unwrap().iter().any(|one| one["id"] == id.as_str()));
    for (new, field) in
        [(json!({"name": "food", "group": "Life"}), "name"), (json!({"name": "x", "group": "No"}), "group")]
    {
        let refused = stand.ask("POST", "/api/categories", &token, Some(&new)).await;
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!(field)));
    }
    let row = json!({"account_id": ACCOUNT.to_string(), "posted_on": "2026-03-15", "amount_minor": -300,
        "currency": "EUR", "description": "Seeds", "category_id": id});
    stand.post("/api/transactions", &token, &row).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_says_where_it_wants_to_hear_of_its_books() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana@example.org").await;
    let mut other = stand.device("bob").await;
    let (token, bobs) = (stand.host(&mut device).await, stand.host(&mut other).await);
    let path = "/api/notifications/preferences";
    assert_eq!(stand.get(path, &token).await, json!({"email": null, "unwanted": []}));
    let wishes = json!({"email": "pt-BR", "unwanted": [{"kind": "report_ready", "channel": "email"}]});
    assert_eq!(stand.ask("PUT", path, &token, Some(&wishes)).await.ok(), wishes);
    assert_eq!(stand.get(path, &token).await, wishes);
    assert_eq!(stand.sql("select email from notification_address"), "ana@example.org");
    let none = json!({"email": null});
    stand.ask("PUT", path, &token, Some(&none)).await.ok();
    assert_eq!(stand.get(path, &token).await, json!({"email": null, "unwanted": []}));
    for (wrong, field) in [
        (json!({"email": "tlh"}), "email"),
        (json!({"unwanted": [{"kind": "lottery", "channel": "email"}]}), "unwanted[0].kind"),
        (json!({"unwanted": [{"kind": "report_ready", "channel": "pigeon"}]}), "unwanted[0].channel"),
    ] {
        let refused = stand.ask("PUT", path, &token, Some(&wrong)).await;
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!(field)));
    }
    let refused = stand.ask("PUT", path, &bobs, Some(&json!({"email": "en"}))).await;
    assert_eq!(refused.json()["field"], "email", "bob is no address");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_adds_webhooks_that_hear_of_their_book_alone() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let path = "/api/notifications/webhooks";
    assert_eq!(stand.get(path, &token).await["items"], json!([]));
    let hook = json!({"url": "https://hooks.example.org/ana"});
    let key = [("idempotency-key", "one")];
    let added = ask(&stand.at, "POST", path, &token, &key, Some(&hook)).await;
    assert_eq!(added.status, 201);
    let added = added.ok();
    assert!(added["secret"].as_str().unwrap().starts_with("whsec_"), "{added}");
    assert_eq!(ask(&stand.at, "POST", path, &token, &key, Some(&hook)).await.ok(), added, "asked again");
    let twice = stand.ask("POST", path, &token, Some(&hook)).await;
    assert_eq!((twice.status, twice.code().as_str()), (409, "conflict"));
    let listed = stand.get(path, &token).await;
    assert_eq!(listed["items"][0]["url"], hook["url"]);
    assert_eq!(listed["items"][0]["secret"], json!(null), "shown once");
    for wrong in ["http://hooks.example.org", "https://10.0.0.1/x", "https://a:b@hooks.example.org", "x"] {
        let refused = stand.ask("POST", path, &token, Some(&json!({"url": wrong}))).await;
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!("url")), "{wrong}");
    }
    for number in 1..10 {
        stand.post(path, &token, &json!({"url": format!("https://hooks.example.org/{number}")})).await;
    }
    let full = stand.ask("POST", path, &token, Some(&json!({"url": "https://hooks.example.org/x"}))).await;
    assert_eq!((full.status, full.code().as_str()), (409, "conflict"));
    // Of two notifications of the account only the one about this book is sent.
    let (account, about) = (stand.sql("select id from account"), device.book.to_string());
    let pool = sqlx::PgPool::connect(&stand.postgres.url()).await.unwrap();
    for about in [about.as_str(), "another"] {
        let notice = jobs::notify::Notice {
            kind: jobs::notify::Kind::GoalReached,
            key: about.to_owned(),
            about: Some(about.to_owned()),
            title: "Boat".to_owned(),
            body: String::new(),
        };
        let mut connection = pool.acquire().await.unwrap();
        jobs::notify::notify(&mut connection, account.parse().unwrap(), &notice).await.unwrap();
    }
    assert_eq!(stand.sql("select count(*) from job where name = 'webhook.send'"), "10");
    let one = format!("{path}/{}", added["id"]);
    assert_eq!(stand.ask("DELETE", &one, &token, None).await.status, 204);
    assert_eq!(stand.ask("DELETE", &one, &token, None).await.status, 404);
    assert_eq!(stand.get(path, &token).await["items"].as_array().unwrap().len(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_that_cannot_be_whole_is_refused() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let before = stand.sql("select head from book");
    let bulk = |months: i32| {
        let rows = (0..months).map(|month| {
            let mut row = new(-1, "x");
            row["posted_on"] = json!(format!("{}-{:02}-01", 1990 + month / 12, 1 + month % 12));
            row
        });
        json!({"create": rows.collect::<Vec<Value>>()})
    };
    let refused = stand.ask("POST", "/api/transactions/bulk", &token, Some(&bulk(257))).await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "bad_request"));
    assert!(refused.json()["detail"].as_str().unwrap().contains("257 months"), "{}", refused.body);
    assert_eq!(stand.sql("select head from book"), before);
    stand.post("/api/transactions/bulk", &token, &bulk(256)).await;
    assert_eq!(stand.sql("select count(*) from hosted_transaction"), "256");
}
