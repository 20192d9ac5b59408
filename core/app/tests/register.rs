//! The register: queries, windows, sums, bulk edits, views, transfers, and what the history tells of them.

use crate::support::{assert_sound, new_book};
use app::App;
use serde_json::{Value, json};
use testkit::ofx::{OfxFile, OfxLine};

/// Two accounts of different currencies, five rows typed in and three from a statement.
fn book(folder: &std::path::Path) -> App {
    let mut app = new_book(folder);
    for (name, kind, currency) in
        [("Conta", "checking", "BRL"), ("Poupança", "savings", "BRL"), ("Carteira", "cash", "JPY")]
    {
        call(&mut app, "account.create", json!({ "name": name, "kind": kind, "currency": currency }));
    }
    for (account, date, amount, description, payee, category) in [
        ("Conta", "2024-01-05", -1_990, "COMPRA CARTAO 1", Some("Pão de Açúcar"), Some("groceries")),
        ("Conta", "2024-02-10", -12_000, "COMPRA CARTAO 2", Some("Pão de Açúcar"), None),
        ("Conta", "2024-03-01", 500_000, "SALARIO", None, Some("income")),
        ("Poupança", "2024-03-02", 30_000, "APLICACAO", None, None),
        ("Carteira", "2024-03-03", -1_500, "KONBINI", None, None),
    ] {
        let mut row =
            json!({ "account": account, "date": date, "amount": amount, "description": description });
        if let Some(payee) = payee {
            row["payee"] = json!(payee);
        }
        if let Some(category) = category {
            row["category"] = json!(category);
        }
        call(&mut app, "transaction.create", row);
    }
    let line = |date: &str, amount: &str, text: &str| OfxLine {
        date: date.to_owned(),
        amount: amount.to_owned(),
        id: None,
        text: text.to_owned(),
    };
    let lines = vec![
        line("2024-03-02", "-300.00", "TRANSF POUPANCA"),
        line("2024-03-05", "-25.50", "UBER *TRIP 123"),
        line("2024-03-06", "-31.00", "UBER *TRIP 456"),
    ];
    let file = folder.join("bank.ofx");
    std::fs::write(&file, OfxFile { lines, ..OfxFile::default() }.text()).expect("a file");
    let planned =
        call(&mut app, "import.plan", json!({ "path": file.display().to_string(), "account": "Conta" }));
    call(&mut app, "import.commit", json!({ "plan": planned["plans"][0]["plan"] }));
    app
}

fn call(app: &mut App, name: &str, input: Value) -> Value {
    app.call(name, input).unwrap_or_else(|error| panic!("{name}: {error} {:?}", error.place))
}

fn texts(app: &mut App, query: &str) -> Vec<String> {
    let page = call(app, "register.list", json!({ "query": query }));
    rows(&page).iter().map(|row| row["description"].as_str().unwrap_or_default().to_owned()).collect()
}

fn rows(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("items").clone()
}

fn id_of(app: &mut App, query: &str) -> String {
    let page = call(app, "register.list", json!({ "query": query }));
    page["items"][0]["id"].as_str().expect("a row").to_owned()
}

#[test]
fn queries_find_what_they_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    for (query, found) in [
        ("", 8),
        ("uber", 2),
        ("\"uber *trip\"", 2),
        ("-uber", 6),
        ("category:groceries", 1),
        ("categoria:Alimentação", 1),
        ("category:superm category:salário", 2),
        ("-category:groceries", 7),
        ("account:conta", 6),
        ("conta:poupança conta:carteira", 2),
        ("payee:\"pao de acucar\"", 2),
        ("favorecido:uber", 2),
        ("amount>0", 2),
        ("amount<=-25,5 amount>=-300", 4),
        ("amount:-1500", 1),
        ("valor:-19,90", 1),
        ("date:2024-03", 6),
        ("data:2024-01..2024-02", 2),
        ("date>=2024-03-05", 2),
        ("currency:jpy", 1),
        ("is:uncategorised", 6),
        ("é:manual", 5),
        ("is:cleared", 3),
        ("is:pendente", 5),
        ("is:income", 2),
        ("is:split", 0),
        ("is:transfer", 0),
        ("is:deleted", 0),
        ("is:conflict", 0),
        ("is:doubtful", 3),
        ("account:conta date:2024-03 uber", 2),
    ] {
        let page = call(&mut app, "register.list", json!({ "query": query }));
        assert_eq!(rows(&page).len(), found, "{query}");
        let summary = call(&mut app, "register.summarise", json!({ "query": query }));
        assert_eq!(summary["count"], found, "{query}");
        for sum in summary["sums"].as_array().expect("sums") {
            let of: i64 = rows(&page)
                .iter()
                .filter(|row| row["amount"]["currency"] == sum["currency"])
                .map(|row| row["amount"]["minor"].as_i64().unwrap_or_default())
                .sum();
            assert_eq!(sum["minor"], of, "{query}");
        }
    }
}

#[test]
fn a_search_finds_a_row_with_its_punctuation_and_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    // The same before the index has taken the rows up and after.
    for indexed in [false, true] {
        while indexed && app.catch_up().expect("the index") {}
        for query in ["uber *trip", "uber trip", "Über *TRIP", "\"uber *trip\"", "trip uber", "*trip 456"] {
            let found = texts(&mut app, query);
            let wanted = ["UBER *TRIP 456", "UBER *TRIP 123"];
            let wanted = if query.ends_with("456") { &wanted[..1] } else { &wanted[..] };
            assert_eq!(found, wanted, "{query}, indexed: {indexed}");
        }
    }
}

#[test]
fn a_bad_query_is_refused_at_its_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let error = app.call("register.list", json!({ "query": "uber categry:food" })).expect_err("a refusal");
    assert_eq!(error.code.as_str(), "invalid_input");
    assert_eq!(error.place.as_deref(), Some("query, column 6"));
    assert_eq!(error.remedy.as_deref(), Some("did you mean `category`?"));
    let error = app.call("register.list", json!({ "query": "uber category:nada" })).expect_err("a refusal");
    assert_eq!((error.code.as_str(), error.place.as_deref()), ("not_found", Some("query, column 6")));
    let parsed = call(
        &mut app,
        "register.parse",
        json!({ "query": "é:dividido conta:nada amount>1.234 x", "language": "en" }),
    );
    assert_eq!(parsed["text"], "is:split account:nada x");
    let codes: Vec<&str> = parsed["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter_map(|problem| problem["code"].as_str())
        .collect();
    assert_eq!(codes, ["unknown_name", "two_readings"]);
    assert_eq!(parsed["problems"][1]["start"], 29);
}

#[test]
fn windows_orders_and_balances_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    for sort in ["-date", "date", "amount", "-amount", "payee", "-payee"] {
        let all = rows(&call(&mut app, "register.list", json!({ "sort": sort })));
        let mut pieces = Vec::new();
        for offset in [0, 3, 6] {
            pieces.extend(rows(&call(
                &mut app,
                "register.list",
                json!({ "sort": sort, "offset": offset, "limit": 3 }),
            )));
        }
        assert_eq!(all, pieces, "{sort}");
    }
    let newest = rows(&call(&mut app, "register.list", json!({ "query": "account:conta" })));
    assert_eq!(newest[0]["balance"]["minor"], 450_360);
    let window =
        rows(&call(&mut app, "register.list", json!({ "query": "account:conta", "offset": 2, "limit": 2 })));
    assert_eq!(window, newest[2..4]);
    let oldest = rows(&call(
        &mut app,
        "register.list",
        json!({ "query": "account:conta date:2024-02..", "sort": "date" }),
    ));
    assert_eq!(oldest[0]["balance"]["minor"], -13_990);
    assert_eq!(newest.last().expect("rows")["balance"]["minor"], -1_990);
    let place = call(&mut app, "register.locate", json!({ "date": "2024-02" }));
    assert_eq!(place["offset"], 6);
    let id = id_of(&mut app, "salario");
    let place = call(&mut app, "register.locate", json!({ "id": id, "query": "account:conta" }));
    assert_eq!((place["offset"].as_u64(), place["listed"].as_bool()), (Some(3), Some(true)));
    let error = app.call("register.list", json!({ "sort": "colour" })).expect_err("a refusal");
    assert_eq!(error.place.as_deref(), Some("sort"));
}

#[test]
fn many_rows_are_edited_as_previewed_and_taken_back_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let split = id_of(&mut app, "salario");
    let parts = json!([{ "amount": 400_000, "category": "income" }, { "amount": 100_000 }]);
    call(&mut app, "transaction.split", json!({ "id": split, "parts": parts }));
    let first = id_of(&mut app, "\"compra cartao 1\"");
    call(
        &mut app,
        "transaction.edit",
        json!({ "id": [first], "category": "groceries", "clearing": "cleared" }),
    );
    let balance = -1_990 - 30_000 - 2_550 - 3_100;
    call(
        &mut app,
        "account.reconcile",
        json!({ "account": "Conta", "date": "2024-03-06", "balance": balance }),
    );
    let edit = json!({ "query": "account:conta", "category": "groceries", "add_tags": ["viagem", "2024"] });
    let before = call(&mut app, "register.list", json!({}));
    let preview = call(&mut app, "transaction.preview_many", json!({ "edit": edit }));
    let done = call(&mut app, "transaction.edit_many", edit);
    assert_eq!((&preview["changed"], &preview["skipped"]), (&done["changed"], &done["skipped"]));
    assert_eq!(done["changed"], 1);
    let reasons: Vec<(String, u64)> = done["skipped"]
        .as_array()
        .expect("skipped")
        .iter()
        .map(|skipped| {
            (
                skipped["reason"].as_str().unwrap_or_default().to_owned(),
                skipped["rows"].as_u64().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(reasons, [("locked".to_owned(), 4), ("split".to_owned(), 1)]);
    assert_eq!(texts(&mut app, "tag:VIAGEM"), ["COMPRA CARTAO 2"]);
    let tags = call(&mut app, "tag.list", json!({}));
    assert_eq!(
        tags["items"],
        json!([{ "tag": "2024", "transactions": 1 }, { "tag": "viagem", "transactions": 1 }])
    );
    let history = call(&mut app, "history.list", json!({ "limit": 1 }));
    assert_eq!(
        (&history["items"][0]["rows"], &history["items"][0]["about"]),
        (&json!(1), &json!(["Pão de Açúcar"]))
    );
    assert_eq!(history["items"][0]["changes"][0]["after"], "Supermercado");
    call(&mut app, "history.undo", json!({}));
    assert_eq!(call(&mut app, "register.list", json!({})), before);
    let again =
        call(&mut app, "transaction.preview_many", json!({ "edit": { "query": "uber", "note": "" } }));
    assert_eq!(again["changed"], 0);
    assert_sound(&mut app);
}

#[test]
fn rows_typed_in_move_to_another_account_and_statement_rows_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let ids = [id_of(&mut app, "\"compra cartao 1\""), id_of(&mut app, "\"uber *trip 456\"")];
    let done = call(
        &mut app,
        "transaction.edit_many",
        json!({ "id": ids, "account": "Poupança", "note": "movida" }),
    );
    assert_eq!(done["changed"], 1);
    assert_eq!(done["skipped"][0]["reason"], "from_statement");
    assert_eq!(texts(&mut app, "account:poupança note:MOVIDA category:groceries"), ["COMPRA CARTAO 1"]);
    assert_eq!(texts(&mut app, "is:deleted"), ["COMPRA CARTAO 1"]);
    assert_eq!(texts(&mut app, "account:conta payee:açúcar"), ["COMPRA CARTAO 2"]);
    let error = app
        .call("transaction.edit_many", json!({ "query": "account:poupança", "account": "Carteira" }))
        .expect_err("another currency");
    assert_eq!(error.code.as_str(), "money");
    call(&mut app, "history.undo", json!({}));
    assert_eq!(texts(&mut app, "account:conta payee:açúcar").len(), 2);
    let deleted = call(&mut app, "transaction.edit_many", json!({ "query": "uber", "delete": true }));
    assert_eq!(deleted["changed"], 2);
    assert_eq!(texts(&mut app, "is:deleted").len(), 2);
    let back = call(&mut app, "transaction.edit_many", json!({ "query": "is:deleted", "delete": false }));
    assert_eq!(back["changed"], 2);
    assert_eq!(texts(&mut app, "uber").len(), 2);
    assert_sound(&mut app);
}

#[test]
fn views_are_saved_renamed_and_deleted() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let view = json!({ "name": "Uber", "query": "uber", "columns": ["date", "amount"], "sort": "-amount" });
    let id = call(&mut app, "view.save", view)["id"].clone();
    call(&mut app, "view.save", json!({ "name": "uber", "query": "uber amount<0" }));
    let views = call(&mut app, "view.list", json!({}));
    assert_eq!(
        views["items"],
        json!([{ "id": id, "name": "uber", "query": "uber amount<0", "columns": [], "sort": "" }])
    );
    call(&mut app, "view.save", json!({ "id": id, "name": "Corridas", "query": "uber" }));
    assert_eq!(call(&mut app, "view.list", json!({}))["items"][0]["name"], "Corridas");
    assert!(app.call("view.save", json!({ "name": "x", "query": "is:nothing" })).is_err());
    assert!(app.call("view.save", json!({ "name": "x", "query": "", "columns": ["colour"] })).is_err());
    call(&mut app, "view.delete", json!({ "view": "Corridas" }));
    assert_eq!(call(&mut app, "view.list", json!({}))["items"], json!([]));
    call(&mut app, "history.undo", json!({}));
    assert_eq!(call(&mut app, "view.list", json!({}))["items"][0]["query"], "uber");
    assert_sound(&mut app);
}

#[test]
fn transfers_are_suggested_linked_and_unlinked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let pairs = call(&mut app, "transfer.suggest", json!({}));
    assert_eq!(rows(&pairs).len(), 1);
    let (out, into) = (pairs["items"][0]["out"].clone(), pairs["items"][0]["into"].clone());
    assert_eq!((&out["description"], &into["description"]), (&json!("TRANSF POUPANCA"), &json!("APLICACAO")));
    assert_eq!(rows(&call(&mut app, "transfer.suggest", json!({ "id": into["id"] }))).len(), 1);
    call(&mut app, "transfer.link", json!({ "from": out["id"], "to": into["id"] }));
    assert_eq!(texts(&mut app, "is:transfer").len(), 2);
    let page = call(&mut app, "register.list", json!({ "query": "transf" }));
    assert_eq!(page["items"][0]["transfer"]["account"], "Poupança");
    assert_eq!(rows(&call(&mut app, "transfer.suggest", json!({}))).len(), 0);
    let other = id_of(&mut app, "salario");
    let error = app.call("transfer.link", json!({ "from": out["id"], "to": other })).expect_err("a refusal");
    assert_eq!(error.code.as_str(), "invalid_input");
    call(&mut app, "transfer.unlink", json!({ "id": into["id"] }));
    assert_eq!(texts(&mut app, "is:transfer").len(), 0);
    call(&mut app, "history.undo", json!({}));
    assert_eq!(texts(&mut app, "is:transfer").len(), 2);
    assert_sound(&mut app);
}

#[test]
fn a_row_is_shown_with_its_import_parts_and_history() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let id = id_of(&mut app, "\"uber *trip 123\"");
    call(&mut app, "transaction.edit", json!({ "id": [id], "note": "aeroporto" }));
    let first = call(&mut app, "history.list", json!({ "row": id }));
    assert_eq!(rows(&first).len(), 1);
    call(&mut app, "transaction.edit", json!({ "id": [id], "note": "rodoviária", "payee": "Uber" }));
    let shown = call(&mut app, "transaction.show", json!({ "id": id }));
    assert_eq!(shown["facts"]["description"], "UBER *TRIP 123");
    assert_eq!(shown["imports"][0]["how"], "added");
    assert_eq!(shown["imports"][0]["file"], "bank.ofx");
    let history = shown["history"].as_array().expect("history");
    assert_eq!(history.len(), 2);
    assert_eq!(
        (&history[0]["changes"][1]["field"], &history[0]["changes"][1]["before"]),
        (&json!("note"), &json!("aeroporto"))
    );
    let undone = call(&mut app, "history.undo", json!({ "action": first["items"][0]["action"] }));
    assert_eq!(undone["left_alone"], json!([{ "row": id, "field": "note", "reason": "changed_since" }]));
    let newest = call(&mut app, "history.list", json!({ "limit": 1 }));
    assert_eq!(newest["items"][0]["undoes_name"], "transaction.edit");
    assert_eq!(newest["more"], true);
    let other = id_of(&mut app, "\"uber *trip 456\"");
    let similar = call(&mut app, "transaction.similar", json!({ "id": other }));
    assert_eq!(rows(&similar).len(), 1);
    assert_eq!(similar["items"][0]["row"]["description"], "UBER *TRIP 123");
}

#[test]
fn typing_is_completed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let payees = call(&mut app, "payee.complete", json!({ "text": "acu" }));
    assert_eq!(payees["items"][0]["name"], "Pão de Açúcar");
    assert_eq!(payees["items"][0]["transactions"], 2);
    let categories = call(&mut app, "category.complete", json!({ "text": "super" }));
    assert_eq!(categories["items"][0]["name"], "Supermercado");
    let mut complete = |query: &str| {
        let cursor = query.chars().count();
        let answer = call(
            &mut app,
            "register.complete",
            json!({ "query": query, "cursor": cursor, "language": "pt-BR" }),
        );
        let inserts: Vec<String> =
            rows(&answer).iter().filter_map(|item| item["insert"].as_str().map(str::to_owned)).collect();
        (answer["start"].as_u64().unwrap_or_default(), inserts)
    };
    assert_eq!(complete("uber cat"), (5, vec!["categoria:".to_owned()]));
    assert_eq!(complete("payee:acu"), (6, vec!["\"Pão de Açúcar\"".to_owned()]));
    assert_eq!(complete("is:conc"), (3, vec!["conciliado".to_owned()]));
    assert_eq!(complete("conta:c").1, ["Carteira", "Conta", "Poupança"]);
    assert_eq!(complete("uber amuont>1").1, Vec::<String>::new(), "no value of no keyword");
}

#[test]
fn importing_still_finds_rows_that_were_moved_by_a_bulk_edit() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    call(&mut app, "transaction.edit_many", json!({ "query": "uber", "date": "2024-04-01" }));
    let file = folder.path().join("bank.ofx").display().to_string();
    let planned = call(&mut app, "import.plan", json!({ "path": file, "account": "Conta" }));
    assert_eq!((&planned["plans"][0]["new"], &planned["plans"][0]["known"]), (&json!(0), &json!(3)));
    assert_sound(&mut app);
}
