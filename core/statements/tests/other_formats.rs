//! QIF, CAMT and MT940 against fixtures with expected results, and against generated statements and broken bytes.

#![expect(clippy::unwrap_used, reason = "a failing test shows where")]

use domain::statement::{Statement, StatementDocument, StatementLine};
use domain::{Currency, Day};
use proptest::prelude::*;
use serde_json::Value;
use statements::summary::InspectedAccount;
use statements::{ReadOptions, summarise};
use std::path::{Path, PathBuf};

fn options(expected: &Value) -> ReadOptions {
    let first = expected["accounts"][0]["currency"].as_str();
    ReadOptions::new(first.and_then(Currency::from_code).unwrap_or(Currency::EUR))
}

fn expected_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.map(|e| e.unwrap().path()) {
        if path.is_dir() {
            expected_files(&path, found);
        } else if path.to_string_lossy().ends_with(".expected.json") {
            found.push(path);
        }
    }
    found.sort();
}

/// What differs between an expected result and what was read.
fn differences(expected: &Value, document: &StatementDocument) -> Vec<String> {
    let seen = summarise(document);
    let mut wrong = Vec::new();
    let mut check = |what: &str, wanted: &Value, got: Value| {
        if !wanted.is_null() && *wanted != got {
            wrong.push(format!("{what}: expected {wanted}, read {got}"));
        }
    };
    check("format", &expected["format"], seen.format.clone().into());
    check("rejected", &expected["rejected"], seen.rejected.into());
    let investments: u32 = seen.accounts.iter().map(|a| a.investment_transactions).sum();
    check("investments", &expected["investment_transactions"], investments.into());
    if expected["format"] == "qif" {
        let ambiguous = seen.warnings.iter().any(|w| w.code == "date_order_ambiguous");
        let wanted = expected["date_order_ambiguous"].as_bool().unwrap_or(false);
        check("ambiguous", &wanted.into(), ambiguous.into());
    }
    let accounts: Vec<&InspectedAccount> =
        seen.accounts.iter().filter(|a| a.transactions + a.pending > 0).collect();
    let wanted = expected["accounts"].as_array().unwrap();
    check("accounts", &wanted.len().into(), accounts.len().into());
    for (wanted, got) in wanted.iter().zip(accounts) {
        let got = serde_json::to_value(got).unwrap();
        for (key, value) in wanted.as_object().unwrap() {
            if key == "id" {
                check("id", &format!("{value}").into(), format!("{}", got["id"]).into());
            } else if !got[key].is_null() {
                check(key, value, got[key].clone());
            }
        }
    }
    wrong
}

/// The optional parts of our own expected results: opening balance and single lines.
fn finer_differences(expected: &Value, document: &StatementDocument) -> Vec<String> {
    let mut wrong = Vec::new();
    if let Some(opening) = expected["opening"].as_i64() {
        let got = document.statements[0].opening_balance.map(|b| b.amount);
        if got != Some(opening) {
            wrong.push(format!("opening balance {got:?}"));
        }
    }
    let lines: Vec<&StatementLine> = document.statements.iter().flat_map(|s| &s.lines).collect();
    for (at, wanted) in expected["lines"].as_array().into_iter().flatten().enumerate() {
        let line = serde_json::to_value(lines[at]).unwrap();
        for (key, value) in wanted.as_object().unwrap() {
            let got = match key.as_str() {
                "splits" => lines[at]
                    .splits
                    .iter()
                    .map(|s| serde_json::json!([s.category, s.memo, s.amount]))
                    .collect(),
                "original" => lines[at]
                    .original
                    .map_or(Value::Null, |m| serde_json::json!([m.currency.code(), m.minor])),
                _ => line[key].clone(),
            };
            if got != *value {
                wrong.push(format!("line {at} {key}: expected {value}, read {got}"));
            }
        }
    }
    wrong
}

fn run(folder: &Path, formats: &[&str]) -> usize {
    let mut files = Vec::new();
    expected_files(folder, &mut files);
    let (mut ran, mut failures) = (0, Vec::new());
    for path in files {
        let expected: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        if !formats.iter().any(|f| expected["format"] == *f) {
            continue;
        }
        ran += 1;
        let file = PathBuf::from(path.to_string_lossy().trim_end_matches(".expected.json"));
        let wrong = match statements::read(&std::fs::read(&file).unwrap(), &options(&expected)) {
            Ok(document) => {
                let mut wrong = differences(&expected, &document);
                wrong.extend(finer_differences(&expected, &document));
                wrong.extend(if wrong.is_empty() { None } else { Some(format!("{:?}", document.rejected)) });
                wrong
            }
            Err(error) => vec![error.to_string()],
        };
        if !wrong.is_empty() {
            failures.push(format!("{}:\n  {}", file.display(), wrong.join("\n  ")));
        }
    }
    assert!(failures.is_empty(), "{} of {ran} differ:\n{}", failures.len(), failures.join("\n"));
    ran
}

#[test]
fn own_fixtures_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (name, format) in [("qif", "qif"), ("camt", "camt.053"), ("mt940", "mt940")] {
        assert!(run(&folder.join(name), &[format]) > 7, "{name}");
    }
}

#[test]
fn shared_fixtures_read_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder =
        std::env::var_os("VALORIZE_FIXTURES").map_or_else(|| root.join("../shared/fixtures"), PathBuf::from);
    let folder = folder.join("statements");
    if !folder.is_dir() {
        println!("SKIPPED: no fixtures at {} (set VALORIZE_FIXTURES)", folder.display());
        return;
    }
    println!("{} files", run(&folder, &["qif", "camt.053", "mt940"]));
}

type Row = (Day, i64, String);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let day = (2000_i16..2060, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Day::constant(y, m, d));
    let amount = -100_000_000_i64..100_000_000;
    let text = "[A-Z][a-z]{1,8}( [A-Za-z0-9]{1,8}){0,3}";
    prop::collection::vec((day, amount, text), 1..20)
}

fn money(minor: i64, mark: char) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let whole = minor.unsigned_abs();
    format!("{sign}{}{mark}{:02}", whole / 100, whole % 100)
}

fn as_read(document: &StatementDocument) -> Vec<Row> {
    assert!(document.rejected.is_empty(), "{:?}", document.rejected);
    let lines =
        |s: &Statement| s.lines.iter().map(|l| (l.date, l.amount, l.description.clone())).collect::<Vec<_>>();
    document.statements.iter().flat_map(lines).collect()
}

fn qif(rows: &[Row], mark: char, day_first: bool) -> String {
    use std::fmt::Write;
    let mut text = String::from("!Type:Bank\n");
    for (day, amount, payee) in rows {
        let (month, dom) = (day.month(), day.day());
        let (a, b) = if day_first { (dom, month) } else { (month, dom) };
        writeln!(text, "D{a}/{b}/{}\nT{}\nP{payee}\n^", day.year(), money(*amount, mark)).unwrap();
    }
    text
}

fn camt(rows: &[Row]) -> String {
    use std::fmt::Write;
    let mut text = String::from(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt>",
    );
    for (day, amount, memo) in rows {
        let side = if *amount < 0 { "DBIT" } else { "CRDT" };
        let value = money(amount.abs(), '.');
        write!(text, "<Ntry><Amt Ccy=\"EUR\">{value}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>BOOK</Sts>")
            .unwrap();
        writeln!(text, "<BookgDt><Dt>{day}</Dt></BookgDt><AddtlNtryInf>{memo}</AddtlNtryInf></Ntry>")
            .unwrap();
    }
    text + "</Stmt></BkToCstmrStmt></Document>"
}

fn mt940(rows: &[Row]) -> String {
    use std::fmt::Write;
    let mut text = String::from(":20:X\r\n:25:1/2\r\n:28C:1\r\n:60F:C000101EUR0,\r\n");
    for (day, amount, memo) in rows {
        let side = if *amount < 0 { 'D' } else { 'C' };
        let date = day.strftime("%y%m%d");
        write!(text, ":61:{date}{side}{}NMSCNONREF\r\n:86:{memo}\r\n", money(amount.abs(), ',')).unwrap();
    }
    text + ":62F:C600101EUR0,\r\n-\r\n"
}

#[test]
fn marks_in_one_long_line_do_not_nest() {
    let text = format!("!Type:Bank\nD2024-01-02\nT1.00\nPTea\n{}\n", "^ ".repeat(500_000));
    assert_eq!(as_read(&read(&text)).len(), 1);
}

fn read(text: &str) -> StatementDocument {
    statements::read(text.as_bytes(), &ReadOptions::new(Currency::EUR)).unwrap()
}

proptest! {
    #[test]
    fn generated_statements_read_back_equal(mut rows in rows(), day_first: bool, comma: bool) {
        prop_assert_eq!(as_read(&read(&camt(&rows))), rows.clone());
        prop_assert_eq!(as_read(&read(&mt940(&rows))), rows.clone());
        rows.push((Day::constant(2024, 1, 31), 1, "Decides".into()));
        let mark = if comma { ',' } else { '.' };
        prop_assert_eq!(as_read(&read(&qif(&rows, mark, day_first))), rows);
    }

    #[test]
    fn damaged_files_never_panic(rows in rows(), cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), end in any::<prop::sample::Index>()) {
        for text in [qif(&rows, '.', true), camt(&rows), mt940(&rows)] {
            let mut bytes = text.into_bytes();
            for (at, byte) in &cuts {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes.truncate(end.index(bytes.len()) + 1);
            let _ = statements::read(&bytes, &ReadOptions::new(Currency::EUR));
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[\\PC\n\r:<>/&;!^?~{}0-9]{0,300}") {
        let options = ReadOptions::new(Currency::EUR);
        let _ = statements::qif::read(&text, &options);
        let _ = statements::camt::read(&text, &options);
        let _ = statements::mt940::read(&text, &options);
        let line = format!(":25:é\n:61:{text}\n:86:{text}\n:60F:{text}");
        let _ = statements::mt940::read(&line, &options);
        let record = format!("!Type:Bank\nD{text}\nT{text}\n$1\n");
        let _ = statements::qif::read(&record, &options);
    }
}
