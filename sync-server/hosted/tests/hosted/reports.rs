//! A month's report: asked for, made by the worker, reached by a link that ends; and made by itself.

use super::device::{ACCOUNT, Device, FOOD, FUN, OTHER_ACCOUNT};
use super::http::ask;
use super::stand::Stand;
use domain::Day;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

async fn row(stand: &Stand, token: &str, day: &str, minor: i64, category: Option<String>) {
    let row = json!({"account_id": ACCOUNT.to_string(), "posted_on": day, "amount_minor": minor, "currency": "EUR",
        "description": "Shop", "category_id": category});
    stand.post("/api/transactions", token, &row).await;
}

/// A book with something in two months.
async fn book(stand: &Stand) -> (Device, String) {
    let mut device = stand.device("ana").await;
    device.add(Day::constant(2026, 3, 2), -9_000, "Rent");
    device.settle().await;
    let token = stand.host(&mut device).await;
    for (day, minor, category) in [
        ("2026-02-10", -1_000, Some(FOOD)),
        ("2026-03-10", -1_500, Some(FOOD)),
        ("2026-03-11", 250, Some(FOOD)),
        ("2026-03-12", -3_000, Some(FUN)),
        ("2026-03-31", 50_000, None),
        ("2026-04-01", -7, Some(FUN)),
    ] {
        row(stand, &token, day, minor, category.map(|id| id.to_string())).await;
    }
    let path = format!("/api/budgets/2026-03/{FUN}");
    stand.ask("PUT", &path, &token, Some(&json!({"limit_minor": 2_500}))).await.ok();
    let goal = json!({"name": "Boat", "target_minor": 900_000, "currency": "EUR", "started_on": "2026-01-01",
        "account_id": OTHER_ACCOUNT.to_string(), "due_on": "2026-12-31"});
    stand.post("/api/goals", &token, &goal).await;
    (device, token)
}

async fn ready(stand: &Stand, token: &str, report: &Value) -> Value {
    let path = format!("/api/reports/monthly/{}", report["id"].as_str().unwrap());
    stand.until(&path, token, |one| one["state"] != "waiting").await
}

/// What the link to a file of this kind opens at a worker.
async fn fetched(worker: &str, report: &Value, format: &str) -> super::http::Answer {
    let files = report["files"].as_array().unwrap();
    let file = files.iter().find(|file| file["format"] == format).unwrap();
    ask(worker, "GET", path_of(file["url"].as_str().unwrap()), "", &[], None).await
}

fn path_of(url: &str) -> &str {
    &url[url.find("/objects/").unwrap()..]
}

async fn ordered(stand: &Stand, token: &str, body: &Value) -> Value {
    let made = stand.post("/api/reports/monthly", token, body).await;
    ready(stand, token, &made).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_months_report_says_what_the_book_says() {
    let stand = Stand::new(false).await;
    let (_device, token) = book(&stand).await;
    let worker = stand.work().await;
    let report = ordered(&stand, &token, &json!({"month": "2026-03"})).await;
    assert_eq!((&report["state"], &report["language"]), (&json!("ready"), &json!("en")), "{report:#}");
    // The report is there a moment before its owner is told.
    let job = format!("/api/jobs/{}", report["job_id"]);
    let job = stand.until(&job, &token, |job| job["state"] == "done").await;
    let steps: Vec<&str> =
        job["steps"].as_array().unwrap().iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!((&job["name"], steps), (&json!("report.monthly"), vec!["gather", "draw", "tell"]));

    let pdf = fetched(&worker, &report, "pdf").await;
    assert_eq!(pdf.status, 200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.header("content-disposition").contains("report-2026-03.pdf"));
    for part in ["%PDF-", "(Report for March 2026)", "(Spending by category)", "(Boat)", "(132.50)"] {
        assert!(pdf.body.contains(part), "{part}");
    }
    let csv = fetched(&worker, &report, "csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    for line in [
        "Income and spending,2,2026-03,Income,500.00,EUR",
        "Income and spending,2,2026-03,Spending,132.50,EUR",
        "Income and spending,2,2026-03,Balance,367.50,EUR",
        "Accounts,1,Everyday,Opening,90.00,EUR",
        "Accounts,1,Everyday,Closing,457.50,EUR",
        "Spending by category,1,Without a category,March,90.00,EUR",
        "Spending by category,3,Food,March,12.50,EUR",
        "Spending by category,3,Food,February,10.00,EUR",
        "Spending by category,3,Food,Change,2.50,EUR",
        "Budget,1,Fun,Budget,25.00,EUR",
        "Budget,1,Fun,Left,-5.00,EUR",
        "Largest transactions,1,Shop,Day,2026-03-31,",
        "Largest transactions,2,Rent,Amount,-90.00,EUR",
        "Goals,1,Boat,Target,9000.00,EUR",
    ] {
        assert!(csv.body.lines().any(|one| one == line), "{line} in {}", csv.body);
    }
    assert!(!csv.body.contains("2026-04"), "{}", csv.body);

    let other = json!({"month": "2026-02", "language": "pt-BR", "format": "csv"});
    let other = ordered(&stand, &token, &other).await;
    assert_eq!(other["files"].as_array().unwrap().len(), 1);
    let csv = fetched(&worker, &other, "csv").await;
    assert!(csv.body.contains("Despesas por categoria,1,Food,Fevereiro,10.00,EUR"), "{}", csv.body);
    let page = stand.get("/api/reports/monthly?limit=1", &token).await;
    assert_eq!(page["items"][0]["id"], other["id"]);
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = stand.get(&format!("/api/reports/monthly?limit=1&cursor={cursor}"), &token).await;
    assert_eq!((&page["items"][0]["id"], &page["next_cursor"]), (&report["id"], &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_made_once_and_its_link_opens_that_file_alone() {
    let stand = Stand::new(false).await;
    let (device, token) = book(&stand).await;
    let worker = stand.work().await;
    let wanted = json!({"month": "2026-03"});
    let order = async || {
        let key = [("idempotency-key", "1")];
        ask(&stand.at, "POST", "/api/reports/monthly", &token, &key, Some(&wanted)).await
    };
    let made = order().await;
    assert_eq!(made.status, 202, "{}", made.body);
    assert_eq!(order().await.json(), made.json(), "the same request is the same report");
    let report = ready(&stand, &token, &made.json()).await;
    let link = path_of(report["files"][0]["url"].as_str().unwrap());
    let (name, _) = link.split_once('?').unwrap();
    let later = link.replacen("expires=", "expires=9", 1);
    let other = link.replacen(".pdf", ".csv", 1);
    for wrong in [name.to_owned(), later, other, format!("{name}?expires=1&signature=AAAA")] {
        assert_eq!(ask(&worker, "GET", &wrong, "", &[], None).await.status, 403, "{wrong}");
    }

    // Done again from the first step to the last, it tells nobody twice and leaves the same files.
    let file = || std::fs::read(format!("{}/{}", stand.objects(), &name["/objects/".len()..])).unwrap();
    let before = file();
    stand.sql(
        "delete from job_step; delete from job_attempt where outcome = 'done';
         update job set state = 'waiting', next_at = now() where name = 'report.monthly'",
    );
    let end = Instant::now() + Duration::from_secs(30);
    while stand.sql("select count(*) from job where name = 'report.monthly' and state <> 'done'") != "0" {
        assert!(Instant::now() < end, "it is not made again");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    assert!(before == file(), "the same book gives the same bytes");
    let told = stand.get("/api/notifications", &token).await;
    let mut told = told["items"].as_array().unwrap().iter().filter(|one| one["kind"] == "report_ready");
    assert_eq!(told.next().unwrap()["title"], "Report for March 2026");
    assert!(told.next().is_none());

    // When the server is taken out of the book, files go too.
    let hosted = format!("/v1/books/{}/hosted", device.book);
    stand.ask("DELETE", &hosted, &device.token, None).await.ok();
    let end = Instant::now() + Duration::from_secs(30);
    let files = || files_below(&format!("{}/reports/{}", stand.objects(), device.book));
    while files() > 0 {
        assert!(Instant::now() < end, "{} files are left", files());
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// Files below a folder.
fn files_below(folder: &str) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of = |entry: std::fs::DirEntry| {
        if entry.path().is_dir() { files_below(&entry.path().display().to_string()) } else { 1 }
    };
    entries.filter_map(Result::ok).map(of).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_wishes_are_refused_with_the_field() {
    let stand = Stand::new(false).await;
    let mut device = stand.device("ana").await;
    let token = stand.host(&mut device).await;
    for (body, field) in [
        (json!({"month": "2026-13"}), "month"),
        (json!({"month": "2999-01"}), "month"),
        (json!({"month": "2026-03", "language": "fr"}), "language"),
        (json!({"month": "2026-03", "format": "docx"}), "format"),
    ] {
        let refused = stand.ask("POST", "/api/reports/monthly", &token, Some(&body)).await;
        assert_eq!((refused.status, &refused.json()["field"]), (400, &json!(field)), "{body}");
    }
    let unknown = stand.ask("GET", "/api/reports/monthly/AAAAAAAAAAAAAAAA", &token, None).await;
    assert_eq!(unknown.code(), "not_found");
    let reads = stand.token(&device, &["read"]).await;
    let body = json!({"month": "2026-03"});
    assert_eq!(stand.ask("POST", "/api/reports/monthly", &reads, Some(&body)).await.code(), "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_comes_by_itself_where_the_owner_wants_one() {
    let stand = Stand::new(false).await;
    let (ana, token) = book(&stand).await;
    let mut bob = stand.device("bob").await;
    let bobs = stand.host(&mut bob).await;
    let wishes = "/api/reports/monthly/preferences";
    assert_eq!(stand.get(wishes, &token).await, json!({"wanted": false, "language": null}));
    let wanted = json!({"wanted": true, "language": "pt-BR"});
    assert_eq!(stand.ask("PUT", wishes, &token, Some(&wanted)).await.ok(), wanted);
    let members = format!("/v1/books/{}/members", ana.book);
    stand.ask("PUT", &members, &ana.token, Some(&json!({"name": "bob", "role": "editor"}))).await.ok();
    let tokens = format!("/v1/books/{}/tokens", ana.book);
    let edits = json!({"name": "x", "scopes": ["read", "write"]});
    let edits = stand.post(&tokens, &bob.token, &edits).await;
    let edits = edits["token"].as_str().unwrap();
    assert_eq!(stand.ask("PUT", wishes, edits, Some(&json!({"wanted": false}))).await.code(), "forbidden");

    let worker = stand.work().await;
    // 2026-04-01 and the day after.
    for day in [20_544, 20_545] {
        stand.sql(&format!(
            "insert into job (name, key, version, payload) values ('books.check', 'test/{day}', 1, 'null')"
        ));
        let end = Instant::now() + Duration::from_secs(30);
        let open = || {
            stand.sql("select count(*) from job where state <> 'done' and next_at < now() + interval '1 day'")
        };
        let made = || stand.sql(&format!("select count(*) from job where key like '%/{day}'"));
        while open() != "0" || made().parse::<i32>().unwrap() < 7 {
            assert!(Instant::now() < end, "{} are open, {} made", open(), made());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    let march = "select count(*) from hosted_report where month = 2026 * 12 + 2";
    assert_eq!(stand.sql(march), "1", "once a month, for the book that wants it");
    let listed = stand.get("/api/reports/monthly", &token).await;
    let march = listed["items"].as_array().unwrap().iter().find(|one| one["month"] == "2026-03").unwrap();
    let shown = ready(&stand, &token, march).await;
    assert_eq!((&shown["state"], &shown["language"]), (&json!("ready"), &json!("pt-BR")));
    let pdf = fetched(&worker, &shown, "pdf").await;
    assert_eq!(pdf.status, 200);
    let told = stand.get("/api/notifications?limit=200", &token).await;
    let titles = told["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap());
    assert_eq!(titles.filter(|title| *title == "Relatório de março de 2026").count(), 1, "{told:#}");
    assert_eq!(stand.get("/api/reports/monthly", &bobs).await["items"], json!([]));

    // When its time is over, nothing of it is left.
    stand.sql("update job set next_at = now() where name = 'report.forget'");
    stand.until("/api/reports/monthly", &token, |list| list["items"] == json!([])).await;
    assert_eq!(fetched(&worker, &shown, "pdf").await.status, 404);
}
