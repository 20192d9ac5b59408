//! Exports say what the book says: read back by a CSV reader, a JSON reader, hledger where it is installed, and the
//! syntax rules of beancount.

use crate::support::new_book;
use app::App;
use app::export::{ExportFormat, export};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// A book with what is hard to write: marks of the plain-text languages in every name, splits, two currencies, a
/// currency without cents, openings, rows without category, deleted rows.
fn book(folder: &std::path::Path) -> App {
    let mut app = new_book(folder);
    let mut call =
        |name: &str, input: Value| app.call(name, input).unwrap_or_else(|error| panic!("{name}: {error}"));
    for (name, kind, currency, opening) in [
        ("Conta: do \"banco\"; (1)", "checking", "BRL", 10_050),
        ("Cartão  de   crédito", "credit_card", "BRL", 0),
        ("café", "cash", "JPY", 5_000),
        ("CAFÉ 2", "savings", "USD", -1),
        ("Vazia", "other_asset", "EUR", 77),
    ] {
        call(
            "account.create",
            json!({ "name": name, "kind": kind, "currency": currency, "opening_balance": opening }),
        );
    }
    let rows = [
        (
            "Conta: do \"banco\"; (1)",
            "2024-01-05",
            -1_990,
            "Padaria; pão | café \"quente\"",
            Some("groceries"),
        ),
        ("Conta: do \"banco\"; (1)", "2024-01-06", 500_000, "(12) Salário", Some("income")),
        ("Conta: do \"banco\"; (1)", "2024-01-07", -10_000, "* ! Hiper\\mercado", None),
        ("Cartão  de   crédito", "2024-01-08", -3_350, "2024-01-01 = posto  ; 5 BRL", Some("car")),
        ("Cartão  de   crédito", "2024-01-09", 3_350, "Pagamento", Some("card_payment")),
        ("café", "2024-01-09", -300, "ラーメン", Some("eating_out")),
        ("CAFÉ 2", "2024-02-01", -5, "fee", Some("fees_interest")),
        ("CAFÉ 2", "2024-02-02", 7, "=HYPERLINK(\"x\")", None),
        ("CAFÉ 2", "2024-02-03", 0, "zero", None),
    ];
    let mut ids = Vec::new();
    for (account, date, amount, description, category) in rows {
        let mut input =
            json!({ "account": account, "date": date, "amount": amount, "description": description });
        if let Some(category) = category {
            input["category"] = json!(category);
        }
        ids.push(call("transaction.create", input)["id"].clone());
    }
    call(
        "transaction.edit",
        json!({ "id": [ids[0]], "payee": "Dona \"Ana\" | Filhos", "note": "linha 1\nlinha 2", "tags": ["a", "b,c"] }),
    );
    let parts = json!([{ "amount": -7_000, "category": "groceries" }, { "amount": -3_000, "note": "x;y" }]);
    call("transaction.split", json!({ "id": ids[2], "parts": parts }));
    let gone = call(
        "transaction.create",
        json!({ "account": "café", "date": "2024-01-10", "amount": -1, "description": "gone" }),
    );
    call("transaction.delete", json!({ "id": [gone["id"]] }));
    app
}

fn text(app: &App, format: &str) -> String {
    let mut out = Vec::new();
    export(app.reader(), ExportFormat::named(format).expect("a format"), &mut out).expect("an export");
    String::from_utf8(out).expect("UTF-8")
}

/// Balance by account name: decimal text and currency.
fn balances(app: &mut App) -> BTreeMap<String, (i64, String)> {
    let accounts = app.call("account.list", json!({})).expect("the accounts");
    let of = |account: &Value| {
        let amount = &account["balance"];
        (
            account["name"].as_str().unwrap_or_default().to_owned(),
            (
                amount["minor"].as_i64().unwrap_or_default(),
                amount["currency"].as_str().unwrap_or_default().to_owned(),
            ),
        )
    };
    accounts["items"].as_array().into_iter().flatten().map(of).collect()
}

/// Minor units of a decimal text.
fn minor(text: &str) -> i64 {
    text.replace(['.', ','], "").parse().unwrap_or_else(|_| panic!("`{text}` is no amount"))
}

#[test]
fn csv_reads_back_and_adds_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let csv = text(&app, "csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|title| title == name).expect("a column");
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.expect("a record");
        *sums.entry(record[column("account")].to_owned()).or_default() += minor(&record[column("amount")]);
        rows += 1;
    }
    assert_eq!(rows, 10, "nine rows, one of them in two parts");
    let openings = BTreeMap::from([
        ("Conta: do \"banco\"; (1)", 10_050),
        ("café", 5_000),
        ("CAFÉ 2", -1),
        ("Vazia", 77),
    ]);
    for (name, (balance, _)) in balances(&mut app) {
        let opening = openings.get(name.as_str()).copied().unwrap_or(0);
        assert_eq!(sums.get(&name).copied().unwrap_or(0) + opening, balance, "{name}");
    }
    assert!(csv.contains("linha 1\nlinha 2"), "text with a line break is kept");
}

#[test]
fn json_holds_every_table_and_its_counts_agree() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = book(folder.path());
    let json: Value = serde_json::from_str(&text(&app, "json")).expect("JSON");
    assert_eq!((&json["format"], &json["version"]), (&json!("valorize"), &json!(1)));
    for (table, rows) in json["tables"].as_object().expect("tables") {
        let count: u32 = app
            .reader()
            .connection()
            .query_row(&format!("select count(*) from \"{table}\""), [], |row| row.get(0))
            .expect("a count");
        assert_eq!(rows.as_array().map(Vec::len), usize::try_from(count).ok(), "{table}");
    }
    let visible =
        json["tables"]["transactions"].as_array().into_iter().flatten().filter(|row| row["visible"] == 1);
    assert_eq!(visible.count(), 9);
}

fn hledger(journal: &str, arguments: &[&str]) -> Option<String> {
    let started = Command::new("hledger")
        .args(["-f", "-"])
        .args(arguments)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        eprintln!("skipped: hledger is not installed");
        return None;
    };
    child.stdin.take().expect("input").write_all(journal.as_bytes()).expect("the journal is read");
    let output = child.wait_with_output().expect("hledger ends");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "hledger {arguments:?}: {err}\n{journal}");
    Some(out.into_owned())
}

#[test]
fn hledger_accepts_the_journal_and_has_the_same_balances() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut app = book(folder.path());
    let journal = text(&app, "hledger");
    let Some(_) = hledger(&journal, &["check", "--strict"]) else { return };
    let list =
        hledger(&journal, &["balance", "--flat", "--no-total", "-E", "-O", "csv", "Assets", "Liabilities"])
            .expect("balances");
    let mut theirs: Vec<(i64, String)> = Vec::new();
    for record in csv::Reader::from_reader(list.as_bytes()).records() {
        let record = record.expect("a record");
        let (amount, currency) = record[1].split_once(' ').unwrap_or((&record[1], ""));
        theirs.push((minor(amount), currency.to_owned()));
    }
    // hledger writes a zero without its commodity.
    theirs.retain(|(amount, _)| *amount != 0);
    let mut ours: Vec<(i64, String)> =
        balances(&mut app).into_values().filter(|(amount, _)| *amount != 0).collect();
    ours.sort();
    theirs.sort();
    assert_eq!(theirs, ours, "{journal}");
    let printed = hledger(&journal, &["print", "-O", "csv"]).expect("transactions");
    let dates: std::collections::BTreeSet<String> = csv::Reader::from_reader(printed.as_bytes())
        .records()
        .map(|record| record.expect("a record")[0].to_owned())
        .collect();
    assert_eq!(dates.len(), 13, "nine transactions and four openings");
}

/// <https://beancount.github.io/docs/beancount_language_syntax.html>: accounts are `Root:Name:...`, each part beginning with a
/// capital letter or a digit and going on with letters, digits and dashes; each is opened once, before it is used;
/// strings are closed; each transaction adds up to zero.
#[test]
fn beancount_follows_its_syntax() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = book(folder.path());
    let ledger = text(&app, "beancount");
    let mut open = BTreeMap::new();
    let (mut sum, mut transactions) = (BTreeMap::<String, i64>::new(), 0);
    for line in ledger.lines() {
        if let Some((day, name)) = line.split_once(" open ") {
            assert!(open.insert(name.to_owned(), day.to_owned()).is_none(), "{name} is opened twice");
            let parts: Vec<&str> = name.split(':').collect();
            assert!(
                ["Assets", "Liabilities", "Equity", "Income", "Expenses"].contains(&parts[0])
                    && parts.len() > 1,
                "{line}"
            );
            for part in parts {
                let mut chars = part.chars();
                let first = chars.next().unwrap_or(' ');
                assert!((first.is_alphabetic() && !first.is_lowercase()) || first.is_ascii_digit(), "{line}");
                assert!(chars.all(|c| c.is_alphanumeric() || c == '-'), "{line}");
            }
        } else if let Some(posting) = line.strip_prefix("    ").filter(|line| !line.starts_with("id: ")) {
            let words: Vec<&str> = posting.split_whitespace().collect();
            let [account, amount, currency] = words[..] else { panic!("`{line}` is no posting") };
            assert!(open.contains_key(account), "{account} is not open");
            *sum.entry(currency.to_owned()).or_default() += minor(amount);
        } else if !line.is_empty() && !line.starts_with("    ") {
            transactions += 1;
            let plain = line.replace("\\\\", "").replace("\\\"", "");
            assert!(plain.matches('"').count().is_multiple_of(2), "an open string: {line}");
            let flag = line.split_whitespace().nth(1);
            assert!(matches!(flag, Some("*" | "!")), "{line}");
            assert!(line[..10].parse::<domain::Day>().is_ok(), "{line}");
            assert!(
                open.values().all(|day| day.as_str() <= &line[..10]),
                "before its accounts are open: {line}"
            );
        } else if line.is_empty() {
            assert!(sum.values().all(|sum| *sum == 0), "does not add up before: {line} {sum:?}");
            sum.clear();
        }
    }
    assert_eq!(transactions, 13);
}
