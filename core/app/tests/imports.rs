//! Import as a screen works with it: files dropped together, pages of lines, decisions, accounts named on the way.

use crate::support::{assert_sound, content, new_book};
use app::App;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use testkit::ofx::{OfxFile, OfxLine};

fn ofx(folder: &Path, name: &str, lines: &[(&str, &str, &str)]) -> PathBuf {
    let lines = lines.iter().enumerate().map(|(at, (date, amount, text))| OfxLine {
        date: (*date).to_owned(),
        amount: (*amount).to_owned(),
        id: Some(format!("{date}-{at}-{text}")),
        text: (*text).to_owned(),
    });
    let path = folder.join(name);
    let balance = Some(("0.00".to_owned(), "2024-02-29".to_owned()));
    std::fs::write(&path, OfxFile { lines: lines.collect(), balance, ..OfxFile::default() }.text())
        .expect("a file");
    path
}

fn plan(app: &mut App, path: &Path, after: &[&str]) -> Value {
    app.call("import.plan", json!({ "path": path, "after": after })).expect("a plan")["plans"][0].take()
}

fn id(plan: &Value) -> &str {
    plan["plan"].as_str().expect("an id")
}

const JANUARY: &[(&str, &str, &str)] = &[
    ("2024-01-03", "-10.00", "PADARIA"),
    ("2024-01-20", "-20.00", "MERCADO"),
    ("2024-01-30", "-30.00", "POSTO"),
];

/// January's last rows and February's: an overlap as banks give it.
fn february(folder: &Path) -> PathBuf {
    let lines: Vec<_> = JANUARY.iter().enumerate().skip(1).collect();
    let mut all: Vec<OfxLine> = lines
        .into_iter()
        .map(|(at, (date, amount, text))| OfxLine {
            date: (*date).to_owned(),
            amount: (*amount).to_owned(),
            id: Some(format!("{date}-{at}-{text}")),
            text: (*text).to_owned(),
        })
        .collect();
    all.push(OfxLine {
        date: "2024-02-02".to_owned(),
        amount: "-40.00".to_owned(),
        id: Some("F1".to_owned()),
        text: "FARMACIA".to_owned(),
    });
    let path = folder.join("february.ofx");
    std::fs::write(&path, OfxFile { lines: all, ..OfxFile::default() }.text()).expect("a file");
    path
}

#[test]
fn a_file_counts_on_the_one_dropped_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let january = ofx(folder.path(), "january.ofx", JANUARY);
    let february = february(folder.path());
    let first = plan(&mut app, &january, &[]);
    let second = plan(&mut app, &february, &[id(&first)]);
    assert_eq!((&second["new"], &second["known"]), (&json!(1), &json!(2)), "the overlap is known already");
    assert_eq!(second["account_id"], first["account_id"], "both are of the account that the first creates");
    assert_eq!(second["after"], json!([id(&first)]));

    let refused =
        app.call("import.commit", json!({ "plan": id(&second) })).expect_err("not before the first");
    assert_eq!(refused.code.as_str(), "stale_plan");
    app.call("import.commit", json!({ "plan": id(&first) })).expect("the first");
    let done = app.call("import.commit", json!({ "plan": id(&second) })).expect("then the second");
    assert_eq!((&done["added"], &done["known"]), (&json!(1), &json!(2)));
    assert_eq!(content(&app).len(), 4);
    assert_sound(&mut app);
}

#[test]
fn a_plan_does_not_follow_one_that_was_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let first = plan(&mut app, &ofx(folder.path(), "january.ofx", JANUARY), &[]);
    let february = february(folder.path());
    let second = plan(&mut app, &february, &[id(&first)]);
    let decision = json!({ "plan": id(&first), "index": 2, "decision": "leave_out" });
    app.call("import.decide", decision).expect("a decision");
    app.call("import.commit", json!({ "plan": id(&first) })).expect("the first");
    let refused =
        app.call("import.commit", json!({ "plan": id(&second) })).expect_err("it counts on a row left out");
    assert_eq!(refused.code.as_str(), "stale_plan");
    let again = plan(&mut app, &february, &[]);
    assert_eq!((&again["new"], &again["known"]), (&json!(2), &json!(1)));
}

#[test]
fn a_plan_outlives_what_does_not_touch_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let first = plan(&mut app, &ofx(folder.path(), "january.ofx", JANUARY), &[]);
    app.call("import.commit", json!({ "plan": id(&first), "categorise": false })).expect("the first");
    let second = plan(&mut app, &february(folder.path()), &[]);
    let rows = app.call("register.list", json!({})).expect("rows")["items"].clone();
    let row = rows[0]["id"].clone();
    // The machine and a person categorise, and a person writes a note, in the same account.
    app.call("suggestion.refresh", json!({})).expect("suggestions");
    let edit = json!({ "id": [row], "category": "charity", "note": "for the school" });
    app.call("transaction.edit", edit).expect("an edit");
    let done = app.call("import.commit", json!({ "plan": id(&second) })).expect("it is good still");
    assert_eq!((&done["added"], &done["known"]), (&json!(1), &json!(2)));
    assert_sound(&mut app);

    let again = plan(&mut app, &february(folder.path()), &[]);
    app.call("transaction.delete", json!({ "id": [rows[1]["id"]] })).expect("a row goes");
    let refused = app.call("import.commit", json!({ "plan": id(&again) })).expect_err("what it saw is gone");
    assert_eq!(refused.code.as_str(), "stale_plan");
}

#[test]
fn a_plan_made_anew_keeps_what_a_person_decided() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let account = json!({ "name": "Conta", "kind": "checking", "currency": "BRL" });
    app.call("account.create", account).expect("an account");
    let typed =
        json!({ "account": "Conta", "date": "2024-02-01", "amount": -4_000, "description": "Farmácia" });
    app.call("transaction.create", typed).expect("a row");
    let file = february(folder.path());
    let asked = |app: &mut App, instead: &[&str]| {
        let input = json!({ "path": file, "account": "Conta", "all_lines": true, "instead_of": instead });
        app.call("import.plan", input).expect("a plan")["plans"][0].clone()
    };
    let fates = |plan: &Value| -> Vec<(String, bool, bool)> {
        let lines = plan["lines"].as_array().expect("lines").iter();
        lines
            .map(|line| {
                let fate = line["fate"].as_str().unwrap_or_default().to_owned();
                (fate, line["merge"] == true, line["decided"] == true)
            })
            .collect()
    };
    let first = asked(&mut app, &[]);
    let proposed = fates(&first);
    let pharmacy = proposed.iter().position(|(_, merge, _)| *merge).expect("a pair");
    for (index, decision) in [(pharmacy, "add"), (0, "leave_out")] {
        let input = json!({ "plan": id(&first), "index": index, "decision": decision });
        app.call("import.decide", input).expect("a decision");
    }
    let other = json!({ "account": "Conta", "date": "2024-03-09", "amount": -100, "description": "Café" });
    app.call("transaction.create", other).expect("another row");

    let second = asked(&mut app, &[id(&first)]);
    let kept = fates(&second);
    assert_eq!(kept[pharmacy], ("likely".to_owned(), false, true));
    assert_eq!(kept[0], ("ignored".to_owned(), false, true));
    assert_eq!(kept.iter().filter(|(_, _, decided)| *decided).count(), 2);
    let gone = app.call("import.commit", json!({ "plan": id(&first) })).expect_err("it was replaced");
    assert_eq!(gone.code.as_str(), "not_found");
    let done = app.call("import.commit", json!({ "plan": id(&second) })).expect("a commit");
    assert_eq!((&done["merged"], &done["ignored"]), (&json!(0), &json!(1)));

    // What has become known meanwhile is no question any more.
    let third = asked(&mut app, &[id(&second)]);
    assert_eq!(third["known"], json!(kept.len() - 1));
}

#[test]
fn lines_come_in_pages_and_by_kind() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let days: Vec<String> =
        (0..1_300).map(|day| format!("2021-{:02}-{:02}", day / 28 % 12 + 1, day % 28 + 1)).collect();
    let texts: Vec<String> = (0..1_300).map(|n| format!("LOJA {n:04}")).collect();
    let lines: Vec<_> =
        days.iter().zip(&texts).map(|(day, text)| (day.as_str(), "-1.00", text.as_str())).collect();
    let plan = plan(&mut app, &ofx(folder.path(), "long.ofx", &lines), &[]);
    let page = |app: &mut App, show: &str, offset: u32| {
        let input = json!({ "plan": id(&plan), "show": show, "offset": offset, "limit": 5 });
        app.call("import.lines", input).expect("a page")
    };
    let indexes = |page: &Value| -> Vec<u64> {
        page["items"].as_array().expect("lines").iter().filter_map(|line| line["index"].as_u64()).collect()
    };
    let across = page(&mut app, "all", 498);
    assert_eq!((&across["total"], indexes(&across)), (&json!(1300), vec![498, 499, 500, 501, 502]));
    let decision = json!({ "plan": id(&plan), "indexes": [3, 499, 1200], "decision": "leave_out" });
    let view = app.call("import.decide_many", decision).expect("decisions");
    assert_eq!((&view["new"], &view["ignored"]), (&json!(1297), &json!(3)));
    assert_eq!(indexes(&page(&mut app, "ignored", 1)), [499, 1200]);
    assert_eq!(indexes(&page(&mut app, "new", 1293)), [1296, 1297, 1298, 1299]);
    app.call(
        "import.decide_many",
        json!({ "plan": id(&plan), "indexes": [7, 9999], "decision": "leave_out" }),
    )
    .expect_err("no such line");
    assert_eq!(page(&mut app, "ignored", 0)["total"], 3, "a refusal changes nothing");
    let done =
        app.call("import.commit", json!({ "plan": id(&plan), "categorise": false })).expect("a commit");
    assert_eq!((&done["added"], &done["ignored"]), (&json!(1297), &json!(3)));
}

#[test]
fn the_new_account_takes_the_name_it_is_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let first = plan(&mut app, &ofx(folder.path(), "january.ofx", JANUARY), &[]);
    assert_eq!(first["account_is_new"], true);
    let name = json!({ "plan": id(&first), "name": "Conta da casa", "kind": "savings" });
    assert_eq!(app.call("import.name_account", name.clone()).expect("a name")["account"], "Conta da casa");
    app.call("import.commit", json!({ "plan": id(&first) })).expect("a commit");
    let accounts = app.call("account.list", json!({})).expect("accounts");
    assert_eq!(accounts["items"][0]["name"], "Conta da casa");
    assert_eq!(accounts["items"][0]["kind"], "savings");
    let again =
        app.call("import.plan", json!({ "path": folder.path().join("january.ofx") })).expect("a plan");
    assert_eq!(again["imported_before"]["file"], "january.ofx");
    let known = &again["plans"][0];
    let refused =
        app.call("import.name_account", json!({ "plan": id(known), "name": "Outra", "kind": "savings" }));
    assert_eq!(refused.expect_err("it exists").code.as_str(), "invalid_input");
    let list = app.call("import.list", json!({})).expect("imports");
    assert_eq!(list["items"][0]["proof"]["proof"], "establishes");
}

fn csv(folder: &Path, name: &str, header: &str, rows: &[&str]) -> PathBuf {
    let mut text = format!("{header}\n");
    for row in rows {
        writeln!(text, "{row}").expect("memory");
    }
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    path
}

#[test]
fn a_csv_file_is_shown_corrected_and_remembered() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let rows = ["05/03/2024;PADARIA;12,50;1", "06/03/2024;SALARIO;-2000,00;2", "07/03/2024;POSTO;80,00;3"];
    let file = csv(folder.path(), "banco.csv", "Data;Lançamento;Valor;Nr", &rows);
    let seen = app.call("import.preview_csv", json!({ "path": file })).expect("a preview");
    assert_eq!(seen["mapping_from"], "inferred");
    assert_eq!(seen["columns"][0]["because"], "header");
    assert_eq!(seen["rows"][1]["cells"], json!(["06/03/2024", "SALARIO", "-2000,00", "2"]));
    assert_eq!(seen["result"]["count"], 3);

    let mut layout = seen["mapping"].clone();
    layout["sign"] = json!(if layout["sign"] == "inverted" { "signed" } else { "inverted" });
    layout["dates"] = json!("month_day_year");
    let told = app.call("import.preview_csv", json!({ "path": file, "layout": layout })).expect("a preview");
    assert_eq!((&told["mapping_from"], &told["sign_because"]), (&json!("given"), &json!("said")));
    let first = |preview: &Value| preview["result"]["lines"][0].clone();
    assert_eq!(first(&told)["date"], "2024-05-03");
    let amount = |line: &Value| line["amount"]["minor"].as_i64().expect("an amount");
    assert_eq!(amount(&first(&told)), -amount(&first(&seen)));

    let planned = app.call("import.plan", json!({ "path": file, "layout": layout })).expect("a plan");
    app.call("import.commit", json!({ "plan": planned["plans"][0]["plan"] })).expect("a commit");
    let again = app.call("import.preview_csv", json!({ "path": file })).expect("a preview");
    assert_eq!((&again["mapping_from"], &again["mapping"]), (&json!("remembered"), &layout));
    let anew = app.call("import.preview_csv", json!({ "path": file, "anew": true })).expect("a preview");
    assert_eq!(anew["mapping"], seen["mapping"]);
}

#[test]
fn mappings_are_named_exported_forgotten_and_brought_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let rows = ["2024-03-05,COFFEE,-3.50", "2024-03-06,PAY,100.00"];
    let file = csv(folder.path(), "bank.csv", "Date,Description,Amount", &rows);
    let planned = app.call("import.plan", json!({ "path": file })).expect("a plan");
    app.call("import.commit", json!({ "plan": planned["plans"][0]["plan"] })).expect("a commit");
    let kept = app.call("mapping.list", json!({})).expect("mappings")["items"][0].take();
    let fingerprint = kept["fingerprint"].clone();
    assert_eq!(kept["header"], json!(["Date", "Description", "Amount"]));
    app.call("mapping.rename", json!({ "fingerprint": fingerprint, "name": "My bank" })).expect("a name");
    let text =
        app.call("mapping.export", json!({ "fingerprint": fingerprint })).expect("a file")["text"].take();
    app.call("mapping.delete", json!({ "fingerprint": fingerprint })).expect("forgotten");
    let gone = app.call("mapping.delete", json!({ "fingerprint": fingerprint })).expect_err("it is gone");
    assert_eq!(gone.code.as_str(), "not_found");
    app.call("mapping.import", json!({ "text": text })).expect("brought back");
    let back = app.call("mapping.list", json!({})).expect("mappings")["items"][0].take();
    assert_eq!((&back["name"], &back["mapping"]), (&json!("My bank"), &kept["mapping"]));
    let wrong = app.call("mapping.import", json!({ "text": "{}" })).expect_err("no mapping file");
    assert_eq!(wrong.code.as_str(), "invalid_input");
}

#[test]
fn a_file_that_leaves_its_dates_open_is_shown_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let rows = ["05/03/2024,COFFEE,-3.50", "06/03/2024,PAY,100.00"];
    let file = csv(folder.path(), "bank.csv", "Date,Description,Amount", &rows);
    app.call("import.plan", json!({ "path": file })).expect_err("two readings");
    let seen = app.call("import.preview_csv", json!({ "path": file })).expect("a preview");
    assert_eq!(seen["problem"]["code"], "ambiguous_dates");
    let mut layout = seen["mapping"].clone();
    layout["dates"] = json!("month_day_year");
    let planned = app.call("import.plan", json!({ "path": file, "layout": layout })).expect("a plan");
    app.call("import.commit", json!({ "plan": planned["plans"][0]["plan"] })).expect("a commit");
    let next = csv(folder.path(), "next.csv", "Date,Description,Amount", &["07/03/2024,TEA,-2.00"]);
    let planned =
        app.call("import.plan", json!({ "path": next, "all_lines": true })).expect("it is remembered");
    assert_eq!(planned["plans"][0]["lines"][0]["date"], "2024-07-03");
}

#[test]
fn the_effect_of_a_threshold_follows_from_what_was_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let texts = ["POSTO SHELL BR", "DROGARIA SAO PAULO", "NETFLIX.COM", "PADARIA REAL"];
    let lines: Vec<_> = texts.iter().map(|text| ("2024-01-05", "-5.00", *text)).collect();
    let first = plan(&mut app, &ofx(folder.path(), "bank.ofx", &lines), &[]);
    app.call("import.commit", json!({ "plan": id(&first) })).expect("a commit");
    let effect = |app: &mut App| app.call("suggestion.threshold_effect", json!({})).expect("an effect");
    let before = effect(&mut app);
    assert_eq!((&before["judged"], &before["waiting"]), (&json!(0), &json!(4)));
    assert_eq!(before["points"][0]["precision"], Value::Null);
    let queue = app.call("suggestion.list", json!({})).expect("the queue");
    let id_of = |text: &str| {
        let items = queue["items"].as_array().expect("items");
        items.iter().find(|item| item["row"]["description"] == text).expect("a row")["row"]["id"].clone()
    };
    let two = json!({ "ids": [id_of(texts[0]), id_of(texts[1])], "verdict": "accept" });
    assert_eq!(app.call("suggestion.review_many", two).expect("two words")["changed"], 2);
    let edit = json!({ "id": [id_of(texts[2])], "category": "charity" });
    app.call("transaction.edit", edit).expect("a choice in the register");
    let after = effect(&mut app);
    assert_eq!((&after["judged"], &after["waiting"]), (&json!(3), &json!(1)));
    let all = &after["points"][0];
    assert_eq!((&all["right"], &all["precision"], &all["coverage"]), (&json!(2), &json!(667), &json!(1000)));
    assert_eq!(after["points"].as_array().expect("points").len(), 101);
}

#[test]
fn what_waits_for_review_is_counted_up_to_a_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = new_book(folder.path());
    let waiting = |app: &mut App, limit: Option<u32>| {
        app.call("suggestion.waiting", json!({ "limit": limit })).expect("a count")
    };
    assert_eq!(waiting(&mut app, None), json!({ "count": 0, "more": false }));
    let texts = ["POSTO SHELL BR", "DROGARIA SAO PAULO", "NETFLIX.COM"];
    let lines: Vec<_> = texts.iter().map(|text| ("2024-01-05", "-5.00", *text)).collect();
    let first = plan(&mut app, &ofx(folder.path(), "bank.ofx", &lines), &[]);
    app.call("import.commit", json!({ "plan": id(&first) })).expect("a commit");
    assert_eq!(waiting(&mut app, None), json!({ "count": 3, "more": false }));
    assert_eq!(waiting(&mut app, Some(3)), json!({ "count": 3, "more": false }));
    assert_eq!(waiting(&mut app, Some(2)), json!({ "count": 2, "more": true }));
    app.call("suggestion.accept_above", json!({ "percent": 0 })).expect("all are taken");
    assert_eq!(waiting(&mut app, None), json!({ "count": 0, "more": false }));
}
