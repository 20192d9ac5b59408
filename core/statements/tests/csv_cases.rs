//! CSV: the reference files beside the project, the project's own fixtures, and properties.

use domain::{Currency, Statement};
use serde_json::Value;
use statements::ReadOptions;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::var_os("VALORIZE_FIXTURES").map_or_else(|| root.join("../shared/fixtures"), PathBuf::from)
}

fn booked(statement: &Statement) -> Vec<&domain::StatementLine> {
    statement.lines.iter().filter(|line| !line.pending).collect()
}

/// Differences between a document and an expected result, empty when there are none.
fn differences(document: &domain::StatementDocument, expected: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut statements: Vec<&Statement> = document.statements.iter().collect();
    if statements.len() > 1 {
        statements.retain(|statement| !statement.lines.is_empty());
    }
    let accounts = expected["accounts"].as_array().expect("accounts");
    if statements.len() != accounts.len() {
        found.push(format!("{} accounts instead of {}", statements.len(), accounts.len()));
    }
    for account in accounts {
        let same = |statement: &&&Statement| {
            account["id"].as_str().is_none_or(|id| statement.account.id.as_deref() == Some(id))
                && account["currency"]
                    .as_str()
                    .is_none_or(|code| statement.currency.code() == code.replace("RUR", "RUB"))
        };
        let mut candidates = statements.iter().filter(same);
        let Some(statement) = candidates.next().or(statements.first().filter(|_| accounts.len() == 1)) else {
            found.push(format!("no account {} {}", account["id"], account["currency"]));
            continue;
        };
        let lines = booked(statement);
        let mut check = |what: &str, ours: Value, theirs: &Value| {
            if &ours != theirs {
                found.push(format!("{what} {ours} instead of {theirs}"));
            }
        };
        check("transactions", lines.len().into(), &account["transactions"]);
        check("sum", lines.iter().map(|line| line.amount).sum::<i64>().into(), &account["sum_minor_units"]);
        check("pending", (statement.lines.len() - lines.len()).into(), &account["pending"]);
        let day = |day: Option<domain::Day>| day.map_or(Value::Null, |day| day.to_string().into());
        check("first", day(lines.iter().map(|line| line.date).min()), &account["first_date"]);
        check("last", day(lines.iter().map(|line| line.date).max()), &account["last_date"]);
        if !account["id"].is_null() {
            check("id", statement.account.id.clone().into(), &account["id"]);
        }
        if !account["currency"].is_null() {
            check(
                "currency",
                statement.currency.code().replace("RUB", "RUR").into(),
                &Value::from(account["currency"].as_str().map(|c| c.replace("RUB", "RUR"))),
            );
        }
        if let Some(balance) = account["ledger_balance"].as_str() {
            let ours = statement.ledger_balance.map(|balance| balance.amount);
            let theirs: i64 = balance.replace('.', "").parse().expect("two decimals");
            check("balance", ours.into(), &theirs.into());
        }
    }
    if document.rejected.len() as u64 != expected["rejected"].as_u64().unwrap_or(0) {
        found.push(format!("rejected {:?}", document.rejected));
    }
    found
}

/// Files whose only evidence lies outside the content; each is refused, or reads with a warning that says so.
const UNDECIDABLE: [&str; 2] =
    ["spanish_date_example.csv", "sample_statement_credit_card_inverse_sign_en.csv"];

#[test]
fn reference_files_read_as_expected() {
    let folder = fixtures().join("statements");
    let Ok(index) = std::fs::read_to_string(folder.join("index.json")) else {
        println!("reference fixtures are absent: nothing is compared");
        return;
    };
    let index: Vec<Value> = serde_json::from_str(&index).expect("index");
    let (mut right, mut wrong) = (0, Vec::new());
    for file in
        index.iter().filter(|entry| entry["format"] == "csv").filter_map(|entry| entry["file"].as_str())
    {
        let bytes = std::fs::read(folder.join(file)).expect("file");
        let expected =
            std::fs::read_to_string(folder.join(format!("{file}.expected.json"))).expect("expected");
        let expected: Value = serde_json::from_str(&expected).expect("expected");
        let default = expected["accounts"][0]["currency"]
            .as_str()
            .and_then(Currency::from_code)
            .unwrap_or(Currency::USD);
        let outcome = match statements::read(&bytes, &ReadOptions::new(default)) {
            Ok(document) => differences(&document, &expected),
            Err(error) => vec![error.to_string()],
        };
        if outcome.is_empty() {
            right += 1;
        } else {
            wrong.push(format!("{file}: {outcome:?}"));
        }
    }
    println!("{right} right, {} not:\n{}", wrong.len(), wrong.join("\n"));
    let unexpected: Vec<_> =
        wrong.iter().filter(|text| !UNDECIDABLE.iter().any(|name| text.contains(name))).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}
