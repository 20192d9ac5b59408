//! What a server that reads a book does for it, from the command line and as the window asks: statements, monthly reports, webhooks.

use crate::process::Home;
use crate::serve::Server;
use crate::sharing::{let_in, sign_up};
use crate::stand::{Stand, Worker, free_port, spend};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;

/// A server and a worker whose links lead somewhere, and a book that the server reads: one account, one row typed in.
fn hosted() -> (Stand, Worker, Home) {
    let (stand, worker_at, home) = workless();
    let worker = stand.worker(&worker_at, &[]);
    (stand, worker, home)
}

/// The same where nobody works yet, and where the worker is to listen.
fn workless() -> (Stand, String, Home) {
    let worker_at = format!("127.0.0.1:{}", free_port());
    let stand = Stand::with(&["--objects-address", &format!("http://{worker_at}"), "--poll-seconds", "1"]);
    let home = Home::with_book();
    home.ok(&["account", "create", "--name", "Carteira", "--currency", "BRL", "--kind", "cash"]);
    spend(&home, "Carteira", "Almoço com Eva");
    stand.set_up(&home);
    home.ok(&["sync", "host", "--yes"]);
    (stand, worker_at, home)
}

/// A statement of October: day, amount, text; and the balance it states, if any.
fn ofx(rows: &[(u32, &str, &str)], balance: Option<&str>) -> String {
    let mut text =
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>BRL\n\
        <BANKTRANLIST>\n"
            .to_owned();
    for (at, (day, amount, memo)) in rows.iter().enumerate() {
        writeln!(
            text,
            "<STMTTRN><TRNTYPE>OTHER<DTPOSTED>202610{day:02}<TRNAMT>{amount}<FITID>N{at}<MEMO>{memo}</STMTTRN>"
        )
        .expect("text takes text");
    }
    text.push_str("</BANKTRANLIST>");
    if let Some(balance) = balance {
        write!(text, "<LEDGERBAL><BALAMT>{balance}<DTASOF>20261031</LEDGERBAL>").expect("text takes text");
    }
    text + "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
}

const DOUBTFUL: [(u32, &str, &str); 2] = [(2, "-5.00", "TRATTORIA 0815"), (3, "-1.00", "KIOSK")];

/// Asks until the answer is as wanted; a worker takes its time.
fn until(mut ask: impl FnMut() -> Value, wanted: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..600 {
        let said = ask();
        if wanted(&said) {
            return said;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it never came to that: {:#}", ask());
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value:#}"))
}

/// Hands a statement over and waits until nobody works on it.
fn uploaded(home: &Home, name: &str, content: &str) -> Value {
    settled(home, text(&handed_over(home, name, content), "id"))
}

fn handed_over(home: &Home, name: &str, content: &str) -> Value {
    let file = home.file(name, content);
    home.json(&["sync", "upload", &file, "--account", "Carteira", "--json"])
}

fn settled(home: &Home, id: &str) -> Value {
    until(
        || home.json(&["sync", "statement", "--json", id]),
        |review| !["waiting", "committing"].contains(&text(&review["statement"], "state")),
    )
}

#[test]
fn a_statement_in_doubt_is_decided_and_comes_into_the_book() {
    let (_stand, _worker, home) = hosted();
    assert_eq!(home.json(&["sync", "statements", "--json"])["items"], json!([]));
    let review = uploaded(&home, "outubro de 2026.ofx", &ofx(&DOUBTFUL, None));
    let (statement, doubt) = (&review["statement"], &review["doubts"][0]);
    assert_eq!(
        (text(statement, "state"), text(statement, "file"), text(&statement["plan"], "account")),
        ("waiting_for_review", "outubro de 2026.ofx", "Carteira"),
        "{review:#}"
    );
    // The row of this device's book stands beside the line, with what speaks for it.
    assert_eq!(
        (text(doubt, "description"), text(&doubt["existing"], "description"), &doubt["amount"]["minor"]),
        ("TRATTORIA 0815", "Almoço com Eva", &json!(-500))
    );
    assert_eq!(
        (&doubt["reasons"][0], &doubt["evidence"][0]["code"]),
        (&json!("same amount"), &json!("same_amount"))
    );
    let id = text(statement, "id");
    let shown = home.ok(&["sync", "statement", id]);
    for part in ["waits for your review", "1 doubtful", "TRATTORIA 0815", "Almoço com Eva", "same amount"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(home.ok(&["sync", "statements"]).contains("waits for your review"));

    home.refused(&["sync", "decide", id], 23, "server_refused");
    home.refused(&["sync", "decide", id, "--merge", "99"], 23, "server_refused");
    assert_eq!(home.rows(), 1);
    let index = doubt["index"].to_string();
    assert!(home.ok(&["sync", "decide", id, "--merge", &index]).contains("is about to be in the book"));
    let done = until(
        || home.json(&["sync", "statement", id, "--json"]),
        |review| text(&review["statement"], "state") != "committing",
    );
    assert_eq!(text(&done["statement"], "state"), "committed", "{done:#}");
    assert!(done["statement"]["batch"].is_string());
    home.refused(&["sync", "decide", id, "--others", "add"], 23, "server_refused");
    home.refused(&["sync", "discard", id], 23, "server_refused");

    home.sync();
    let rows = home.book_of();
    let of = |description: &str| {
        let all = rows.as_array().expect("rows").iter();
        all.filter(|row| row["description"] == description)
            .map(|row| row["clearing"].clone())
            .collect::<Vec<_>>()
    };
    // The line was merged into the row that was typed in, which the bank has seen now.
    assert_eq!((home.rows(), of("KIOSK")), (2, vec![json!("cleared")]), "{rows:#}");
    home.assert_sound();
}

#[test]
fn a_statement_is_given_up_and_what_is_none_is_refused() {
    let (stand, _worker, home) = hosted();
    // A balance that the book does not come to waits for a review, without any line in doubt.
    let off = uploaded(&home, "off.ofx", &ofx(&[(20, "-1.00", "X")], Some("100.00")));
    let id = text(&off["statement"], "id");
    assert_eq!(
        (text(&off["statement"], "state"), &off["doubts"]),
        ("waiting_for_review", &json!([])),
        "{off:#}"
    );
    let shown = home.ok(&["sync", "statement", id]);
    assert!(shown.contains("balance: OFF by") && shown.contains("101,00"), "{shown}");
    let items = home.json(&["sync", "statements", "--json"]);
    assert_eq!(text(&items["items"][0], "file"), "off.ofx", "what waits stands first");
    let doubt = uploaded(&home, "again.ofx", &ofx(&DOUBTFUL, None));
    let id = text(&doubt["statement"], "id");
    assert!(home.ok(&["sync", "discard", id]).contains("was given up"));
    let list = home.json(&["sync", "statements", "--json"]);
    let entry = list["items"].as_array().expect("items").iter().find(|one| one["id"] == id).expect("it");
    assert_eq!(text(entry, "state"), "discarded");

    // What is no file is not read, what is no statement is refused by the server, and nothing of either is in the book.
    for path in ["/dev/zero", ".", "nothing.ofx", ""] {
        home.refused(&["sync", "upload", path], 16, "io");
    }
    let empty = home.file("empty.ofx", "");
    home.refused(&["sync", "upload", &empty], 6, "not_a_statement");
    let file = home.file("notes.txt", "no statement");
    home.refused(&["sync", "upload", &file, "--account", "Nenhuma"], 3, "not_found");
    let none = uploaded(&home, "notes & <b>..;.txt", "this is no statement");
    let none = &none["statement"];
    assert_eq!((text(none, "state"), text(none, "file")), ("refused", "notes & <b>..;.txt"));
    assert!(none["code"].is_string() && none["detail"].is_string(), "{none:#}");
    for id in ["..", "AAAA/commit", "?limit=1"] {
        home.refused(&["sync", "statement", id], 2, "invalid_input");
    }
    home.refused(&["sync", "statement", "AAAAAAAAAAAAAAAA"], 3, "not_found");
    drop(stand);
    home.refused(&["sync", "statements"], 22, "server_unreachable");
}

#[test]
fn a_statement_that_the_server_gave_up_is_tried_again() {
    let (stand, worker_at, home) = workless();
    let sql = |statement: &str| stand.postgres.sql("valorize", statement).expect("an answer");
    // Every worker that took this one was lost.
    let lost = handed_over(&home, "lost.ofx", &ofx(&[(5, "-2.00", "LOST")], None));
    let id = text(&lost, "id");
    sql(
        "update job set state = 'running', attempts = 99, started_at = now(), next_at = now() - interval '1 hour' \
         where name = 'statement.import'",
    );
    let _worker = stand.worker(&worker_at, &[]);
    let lost = settled(&home, id);
    assert_eq!((text(&lost["statement"], "state"), &lost["statement"]["plan"]), ("failed", &Value::Null));
    let shown = home.ok(&["sync", "statement", id]);
    for part in ["could not be done, after several tries: the worker that ran it was lost", "upload it again"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!shown.contains("sync decide"), "{shown}");
    assert!(home.ok(&["sync", "statements"]).contains("lost.ofx  could not be done"));
    let told = until(|| home.json(&["sync", "notices", "--json"]), |told| told["unread"] == 1);
    assert_eq!(text(&told["items"][0], "kind"), "work_failed");
    home.refused(&["sync", "decide", id], 23, "server_refused");
    let again = uploaded(&home, "lost.ofx", &ofx(&[(5, "-2.00", "LOST")], None));
    assert_eq!(text(&again["statement"], "state"), "committed", "{again:#}");

    // This one was read; what was decided about it was given up.
    let waits = uploaded(&home, "outubro.ofx", &ofx(&DOUBTFUL, None));
    let id = text(&waits["statement"], "id");
    sql("create function die() returns trigger language plpgsql as $$ begin \
           new.state := 'dead'; new.ended_at := now(); new.error := 'no room'; return new; end $$; \
         create trigger die before insert on job for each row when (new.name = 'statement.import') execute function die()");
    home.ok(&["sync", "decide", id, "--others", "add"]);
    assert_eq!(text(&settled(&home, id)["statement"], "state"), "failed");
    let shown = home.ok(&["sync", "statement", id]);
    let remedy = format!("Try it again with: valorize sync decide {id}; nothing comes twice");
    assert!(shown.contains("after several tries: no room") && shown.contains(&remedy), "{shown}");
    sql("drop trigger die on job");
    assert!(home.ok(&["sync", "decide", id]).contains("is about to be in the book"));
    let done = settled(&home, id);
    assert_eq!(text(&done["statement"], "state"), "committed", "{done:#}");
    home.sync();
    assert_eq!(home.rows(), 4, "the row typed in, the one of the first file, and both of the second");
    home.assert_sound();
}

#[test]
fn a_monthly_report_is_asked_for_and_brought_here() {
    let (_stand, _worker, home) = hosted();
    for month in ["2026-13", "october", "2026-1"] {
        home.refused(&["sync", "ask-report", month], 2, "invalid_input");
    }
    home.refused(&["sync", "ask-report", "2999-01"], 23, "server_refused");
    let asked = home.json(&["sync", "ask-report", "2026-10", "--language", "pt-BR", "--json"]);
    let id = text(&asked, "id");
    assert_eq!((text(&asked, "month"), &asked["formats"]), ("2026-10", &json!(["pdf", "csv"])));
    let listed = until(
        || home.json(&["sync", "reports", "--json"]),
        |listed| text(&listed["items"][0], "state") == "ready",
    );
    assert_eq!(text(&listed["items"][0], "id"), id);
    assert!(home.ok(&["sync", "reports"]).contains("2026-10 (pdf and csv, pt-BR)  is ready"));

    let (pdf, csv) = (home.path().join("outubro.pdf"), home.path().join("outubro.csv"));
    let to = |path: &std::path::Path| path.display().to_string();
    home.ok(&["sync", "fetch-report", id, "--to", &to(&pdf)]);
    home.ok(&["sync", "fetch-report", id, "--format", "csv", "--to", &to(&csv)]);
    assert!(std::fs::read(&pdf).expect("the file").starts_with(b"%PDF-"));
    assert!(std::fs::read_to_string(&csv).expect("the file").contains("BRL"));
    // What cannot be written leaves nothing behind.
    std::fs::create_dir(home.path().join("folder")).expect("a folder");
    let names = || {
        let entries = std::fs::read_dir(home.path()).expect("a folder");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    for path in ["folder", "nowhere/outubro.pdf"] {
        home.refused(&["sync", "fetch-report", id, "--to", path], 16, "io");
    }
    assert_eq!(names(), before);
    home.refused(&["sync", "fetch-report", "AAAAAAAAAAAAAAAA", "--to", "x.pdf"], 3, "not_found");

    let one = home.json(&["sync", "ask-report", "2026-09", "--format", "csv", "--json"]);
    let id = text(&one, "id");
    let ready = |said: &Value| {
        said["items"].as_array().is_some_and(|all| all.iter().all(|one| one["state"] == "ready"))
    };
    until(|| home.json(&["sync", "reports", "--json"]), ready);
    home.refused(&["sync", "fetch-report", id, "--format", "pdf", "--to", "x.pdf"], 3, "not_found");
}

#[test]
fn a_report_is_made_by_itself_where_the_owner_wants_that() {
    let (stand, _worker, home) = hosted();
    let wish = |home: &Home| home.json(&["sync", "report-wish", "--json"]);
    assert_eq!(wish(&home), json!({ "wanted": false, "language": null }));
    assert!(home.ok(&["sync", "report-wish"]).contains("when you ask for it"));
    home.refused(&["sync", "report-wish", "on", "--language", "tlh"], 2, "invalid_input");
    assert!(home.ok(&["sync", "report-wish", "on"]).contains("by itself, in the book's language"));
    assert!(home.ok(&["sync", "report-wish", "on", "--language", "en"]).contains("by itself, in en"));
    assert_eq!(wish(&home), json!({ "wanted": true, "language": "en" }));

    // Another person sees it and has no say in it.
    sign_up(&stand, "bob@example.org", 1);
    let bob = let_in(&stand, &home, "bob@example.org", "editor");
    assert_eq!(wish(&bob), wish(&home));
    let refused = bob.refused(&["sync", "report-wish", "off"], 23, "server_refused");
    assert!(refused.err.contains("the book's owner alone decides"), "{}", refused.err);

    // The first of April 2026 comes, and of May once nobody wants it any more.
    let day = |number: u32| {
        let job = format!("('books.check', 'test/{number}', 1, 'null')");
        let insert = format!("insert into job (name, key, version, payload) values {job}");
        stand.postgres.sql("valorize", &insert).expect("a job");
        let open = format!("select count(*) from job where key like '%/{number}' and state <> 'done'");
        until(|| json!(stand.postgres.sql("valorize", &open).expect("a number").trim()), |open| open == "0");
    };
    let of_month = |month: &str| {
        let listed = home.json(&["sync", "reports", "--json"]);
        listed["items"].as_array().and_then(|all| all.iter().find(|one| one["month"] == month).cloned())
    };
    day(20_544);
    let report = until(|| json!(of_month("2026-03")), |report| report["state"] == "ready");
    assert_eq!((text(&report, "language"), &report["formats"]), ("en", &json!(["pdf", "csv"])));
    assert!(home.ok(&["sync", "report-wish", "off"]).contains("when you ask for it"));
    day(20_574);
    assert_eq!(of_month("2026-04"), None);
    home.ok(&["sync", "unhost"]);
    home.refused(&["sync", "report-wish"], 3, "not_found");
}

#[test]
fn the_window_asks_for_the_same() {
    let (_stand, _worker, home) = hosted();
    let book = home.book().display().to_string();
    let server = Server::start(&home, &["--book", &book]);
    let cookie = server.enter(&server.token);
    let call = |name: &str, input: Value| {
        let answer = server.call(&cookie, name, &input);
        assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        answer.json()
    };
    let code = |name: &str, input: Value| server.call(&cookie, name, &input).json()["code"].clone();
    let hand_over = |name: &str, rows: &[(u32, &str, &str)]| {
        let content = STANDARD.encode(ofx(rows, None));
        let staged = call("file.stage", json!({ "name": name, "content": content }));
        let sent = call("sync.upload_statement", json!({ "path": staged["path"], "account": "Carteira" }));
        call("file.discard", json!({ "path": staged["path"] }));
        let ask = || call("sync.statement", json!({ "id": sent["id"] }));
        until(ask, |review| text(&review["statement"], "state") == "waiting_for_review")
    };
    let review = hand_over("outubro.ofx", &DOUBTFUL);
    let id = &review["statement"]["id"];
    assert_eq!(text(&review["doubts"][0]["existing"], "description"), "Almoço com Eva");
    assert_eq!(code("sync.decide_statement", json!({ "id": id })), "server_refused");
    assert_eq!(code("sync.upload_statement", json!({ "path": "/dev/zero" })), "io");
    let decided = call("sync.decide_statement", json!({ "id": id, "others": "add" }));
    assert_eq!(text(&decided, "state"), "committing");
    // The open book follows by itself.
    until(
        || call("register.list", json!({ "limit": 9 })),
        |page| page["items"].as_array().is_some_and(|all| all.len() == 3),
    );

    let review = hand_over("outra.ofx", &[(2, "-5.00", "OSTERIA")]);
    let given_up = call("sync.discard_statement", json!({ "id": review["statement"]["id"] }));
    assert_eq!(text(&given_up, "state"), "discarded");
    let states = call("sync.statements", json!({}));
    assert_eq!(
        (text(&states["items"][0], "state"), text(&states["items"][1], "state")),
        ("discarded", "committed")
    );

    let wish = json!({ "wanted": true, "language": "en" });
    assert_eq!(code("sync.set_report_wish", json!({ "wanted": true, "language": "tlh" })), "invalid_input");
    assert_eq!(call("sync.set_report_wish", wish.clone()), wish);
    assert_eq!(call("sync.report_wish", json!({})), wish);

    let asked = call("sync.ask_report", json!({ "month": "2026-10" }));
    let fetch = json!({ "id": asked["id"], "format": "pdf" });
    assert_eq!(text(&asked, "state"), "waiting");
    until(|| call("sync.monthly_reports", json!({})), |list| text(&list["items"][0], "state") == "ready");
    let file = call("sync.fetch_report", fetch.clone());
    assert_eq!(
        (text(&file, "file_name"), text(&file, "media_type")),
        ("valorize-2026-10.pdf", "application/pdf")
    );
    let bytes = STANDARD.decode(text(&file, "base64")).expect("base64");
    assert!(bytes.starts_with(b"%PDF-"));
    let path = home.path().join("saved.pdf");
    let mut to_path = fetch;
    to_path["path"] = json!(path);
    assert_eq!(text(&call("sync.fetch_report", to_path), "base64"), "");
    assert_eq!(std::fs::read(&path).expect("the file"), bytes);
}

#[test]
fn webhooks_are_added_and_removed() {
    let (_stand, _worker, home) = hosted();
    home.refused(&["sync", "add-webhook", "hooks"], 2, "invalid_input");
    home.refused(&["sync", "remove-webhook", "one"], 2, "invalid_input");
    assert_eq!(home.json(&["sync", "webhooks", "--json"])["items"], json!([]));
    let address = "https://hooks.example.org/valorize?of=ana";
    let added = home.json(&["sync", "add-webhook", address, "--json"]);
    let secret = text(&added, "secret");
    assert!(secret.starts_with("whsec_") && secret.len() > 30, "{added:#}");
    let shown = home.ok(&["sync", "add-webhook", "https://hooks.example.org/other"]);
    assert!(shown.contains("shown this once") && shown.contains("whsec_"), "{shown}");
    let listed = home.ok(&["sync", "webhooks"]);
    assert!(listed.contains(address) && listed.contains("/other") && !listed.contains("whsec_"), "{listed}");
    home.refused(&["sync", "add-webhook", "ftp://hooks.example.org"], 23, "server_refused");

    let id = added["id"].to_string();
    home.ok(&["sync", "remove-webhook", &id]);
    home.refused(&["sync", "remove-webhook", &id], 3, "not_found");
    let left = home.json(&["sync", "webhooks", "--json"]);
    let urls: Vec<_> = left["items"].as_array().expect("items").iter().map(|one| text(one, "url")).collect();
    assert_eq!(urls, ["https://hooks.example.org/other"]);
}
