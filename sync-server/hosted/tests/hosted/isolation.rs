//! Nobody reaches another's book, whatever ids they know.

use super::device::ACCOUNT;
use super::http::{ask, send};
use super::stand::Stand;
use domain::Day;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_refuses_another_tenants_ids() {
    let stand = Stand::new(false).await;
    let mut ana = stand.device("ana").await;
    let mut bob = stand.device("bob").await;
    let anas = stand.host(&mut ana).await;
    let bobs = stand.host(&mut bob).await;
    // Things only Ana's book has.
    let account = json!({"name": "Hidden", "kind": "cash", "currency": "EUR"});
    let account = stand.post("/api/accounts", &anas, &account).await["id"].as_str().unwrap().to_owned();
    let (_, row) = ana.add(Day::constant(2026, 3, 1), -10, "quixotic");
    ana.settle().await;
    let goal = json!({"name": "Quixotic", "target_minor": 1, "currency": "EUR", "started_on": "2026-01-01"});
    let goal = stand.post("/api/goals", &anas, &goal).await["id"].as_str().unwrap().to_owned();
    let upload = format!("/api/imports?account_id={account}&file_name=quixotic.ofx");
    let import =
        send(&stand.at, "POST", &upload, &anas, &[], b"Hidden").await.ok()["id"].as_str().unwrap().to_owned();
    let report = stand.post("/api/reports/monthly", &anas, &json!({"month": "2026-03"})).await;
    let report = report["id"].as_str().unwrap().to_owned();
    let told = stand.sql(&format!(
        "insert into notification (account, kind, key, title, body, about) select owner, 'goal_reached', 'x', 'Quixotic', '', encode(id, 'hex')
         from book where id = decode('{}', 'hex') returning id",
        ana.book
    ));
    let told = told.lines().next().unwrap();
    let hook = json!({"url": "https://quixotic.example.org/hook"});
    let hook = stand.post("/api/notifications/webhooks", &anas, &hook).await["id"].to_string();
    let job = stand.get("/api/jobs", &anas).await["items"][0]["id"].to_string();
    let before = stand.get("/api/transactions", &anas).await;

    let described = hosted::openapi(relay::openapi());
    let mut tried = 0;
    for (path, methods) in described["paths"].as_object().unwrap() {
        let of_hosting = path.contains("/hosted") || path.contains("/tokens");
        if !path.starts_with("/api/") && !of_hosting {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let (id, token) =
                if of_hosting { ("1".to_owned(), &bob.token) } else { (row.to_string(), &bobs) };
            let id = match path.split('/').nth(2) {
                Some("accounts") => account.clone(),
                Some("goals") => goal.clone(),
                Some("imports") => import.clone(),
                Some("reports") => report.clone(),
                Some("jobs") => job.clone(),
                Some("notifications") if path.contains("webhooks") => hook.clone(),
                Some("notifications") => told.to_owned(),
                _ => id,
            };
            let path = path.replace("{tag}", &ana.book.to_string()).replace("{id}", &id);
            let path = path.replace("{month}", "2026-03").replace("{category}", &goal);
            let body = body(&path, &account, &row.to_string());
            let answer = stand.ask(&method.to_uppercase(), &path, token, Some(&body)).await;
            tried += 1;
            assert!(!answer.body.contains("uixotic"), "{method} {path}: {}", answer.body);
            assert!(!answer.body.contains("Hidden"), "{method} {path}: {}", answer.body);
            let lists = method == "get" && !path.ends_with(&id) && !of_hosting;
            let makes = ["/api/accounts", "/api/goals", "/api/notifications/preferences"]
                .contains(&path.as_str())
                && method != "get";
            if !lists && !makes {
                assert!(
                    (400..500).contains(&answer.status),
                    "{method} {path}: {} {}",
                    answer.status,
                    answer.body
                );
            }
        }
    }
    assert!(tried >= 39, "{tried}");
    assert_eq!(stand.get("/api/notifications", &anas).await["unread"], 1);
    assert_eq!(stand.get("/api/notifications/webhooks", &anas).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(stand.get(&format!("/api/imports/{import}"), &anas).await["state"], "waiting");
    assert_eq!(stand.get("/api/transactions", &anas).await, before);
    assert_eq!(
        stand.ask("GET", &format!("/api/transactions?account_id={account}"), &bobs, None).await.ok()["items"],
        json!([])
    );
}

fn body(path: &str, account: &str, row: &str) -> Value {
    match path {
        "/api/transactions" => json!({"account_id": account, "posted_on": "2026-03-15", "amount_minor": 1,
            "currency": "EUR", "description": "x"}),
        "/api/transactions/bulk" => json!({"delete": [row]}),
        "/api/goals" => {
            json!({"name": "x", "target_minor": 1, "currency": "EUR", "started_on": "2026-01-01"})
        }
        "/api/accounts" => json!({"name": "x", "kind": "cash", "currency": "EUR"}),
        "/api/categories" => json!({"name": "x", "group": "Nowhere"}),
        path if path.ends_with("/tokens") => json!({"name": "x", "scopes": ["read"]}),
        path if path.ends_with("/hosted") => json!({"name_key": "00".repeat(32), "generations": []}),
        path if path.ends_with("/split") => json!({"parts": [{"amount_minor": -4}, {"amount_minor": -6}]}),
        _ => json!({}),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_itself_shows_a_tenant_its_own_rows_alone() {
    let stand = Stand::new(false).await;
    let mut ana = stand.device("ana").await;
    let mut bob = stand.device("bob").await;
    stand.host(&mut ana).await;
    let bobs = stand.host(&mut bob).await;
    stand.get("/api/accounts", &bobs).await;
    let tables = stand.sql(
        "select string_agg(relname, ' ') from pg_class where relrowsecurity and relforcerowsecurity and relkind in ('r', 'p')",
    );
    assert!(tables.split(' ').count() >= 11, "{tables}");
    for table in tables.split(' ') {
        let count = |tenant: &str| {
            let sql = format!(
                "set role pg_read_all_data; select set_config('valorize.book', '{tenant}', false); \
                 select count(*) from {table} where book is distinct from decode(current_setting('valorize.book'), 'hex')"
            );
            stand.sql(&sql).lines().last().unwrap().to_owned()
        };
        for tenant in [ana.book.to_string(), bob.book.to_string(), String::new()] {
            assert_eq!(count(&tenant), "0", "{table}, {tenant}");
        }
    }
    let none = stand.sql("set role pg_read_all_data; select count(*) from hosted_account");
    assert_eq!(none.lines().last(), Some("0"), "whoever has not said for which book sees nothing");
    assert_eq!(ACCOUNT.to_string().len(), 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_works_for_as_long_as_its_account_has_the_book() {
    let stand = Stand::new(false).await;
    let mut ana = stand.device("ana").await;
    let bob = stand.device("bob").await;
    let anas = stand.host(&mut ana).await;
    let members = format!("/v1/books/{}/members", ana.book);
    stand.ask("PUT", &members, &ana.token, Some(&json!({"name": "bob", "role": "reader"}))).await.ok();
    let tokens = format!("/v1/books/{}/tokens", ana.book);
    let wants = json!({"name": "x", "scopes": ["read", "write"]});
    assert_eq!(stand.ask("POST", &tokens, &bob.token, Some(&wants)).await.status, 403);
    let reads = stand.post(&tokens, &bob.token, &json!({"name": "x", "scopes": ["read"]})).await;
    let reads = reads["token"].as_str().unwrap();
    stand.get("/api/accounts", reads).await;
    stand.ask("DELETE", &format!("{members}/bob"), &ana.token, None).await.ok();
    assert_eq!(stand.ask("GET", "/api/accounts", reads, None).await.status, 401);
    let list = stand.get(&tokens, &ana.token).await;
    let id = list[0]["id"].as_i64().unwrap();
    stand.ask("DELETE", &format!("{tokens}/{id}"), &ana.token, None).await.ok();
    assert_eq!(stand.ask("GET", "/api/accounts", &anas, None).await.status, 401);
    // Revoking the server's device in the account's list ends it all.
    let token = stand.token(&ana, &["read"]).await;
    let devices = stand.get("/v1/devices", &ana.token).await;
    let server =
        devices.as_array().unwrap().iter().find(|one| one["name"] == "server").unwrap()["tag"].clone();
    stand.ask("DELETE", &format!("/v1/devices/{}", server.as_str().unwrap()), &ana.token, None).await.ok();
    assert_eq!(stand.ask("GET", "/api/accounts", &token, None).await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_and_too_large_ones_are_refused() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    let large = json!({"description": "x".repeat(512 << 10)});
    let refused = stand.ask("POST", "/api/transactions", &token, Some(&large)).await;
    assert_eq!((refused.status, refused.code().as_str()), (400, "bad_request"));
    let strict = stand.serve(&["--api-per-minute", "5"]).await;
    let mut limited = 0;
    // A minute may end in between, once.
    for _ in 0..11 {
        let answer = ask(&strict, "GET", "/api/accounts", &token, &[], None).await;
        if answer.status == 429 {
            assert_eq!(answer.code(), "too_many");
            assert!((1..=60).contains(&answer.header("retry-after").parse::<u32>().unwrap()));
            limited += 1;
        }
    }
    assert!(limited >= 1);
}
