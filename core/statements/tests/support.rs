//! Files with expected results: finding them, and comparing them with what was read.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// Every `FILE.expected.json` below a folder with its `FILE`, sorted.
pub fn cases(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let Some(file) = path.to_str().and_then(|path| path.strip_suffix(".expected.json")) {
                found.push((
                    PathBuf::from(file),
                    serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap(),
                ));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// The sample files that lie beside the project; `None`, said aloud, when they are not there.
pub fn samples() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/fixtures");
    let folder = std::env::var_os("VALORIZE_FIXTURES")
        .map_or_else(|| PathBuf::from(beside), PathBuf::from)
        .join("statements");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: no sample files at {} (set VALORIZE_FIXTURES)", folder.display());
    None
}

/// How reading one file ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As expected.
    Right,
    /// A difference, and the reader said that something is wrong: an error or a rejection.
    Missed(String),
    /// A wrong number without a word.
    SilentlyWrong(String),
}

/// Compares what was read with the expected result.
pub fn judge(file: &Path, expected: &Value) -> Outcome {
    let bytes = std::fs::read(file).unwrap();
    let currency = expected["accounts"][0]["currency"].as_str().and_then(domain::Currency::from_code);
    let mut options = statements::ReadOptions::new(currency.unwrap_or(domain::Currency::EUR));
    options.file_name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let expect = expected["expect"].as_str().unwrap();
    let document = match statements::read(&bytes, &options) {
        Ok(document) => document,
        Err(_) if expect.contains("error") => return Outcome::Right,
        Err(error) => return Outcome::Missed(format!("{}: {error}", error.code())),
    };
    if expect == "error" {
        return Outcome::SilentlyWrong("read although it is no statement".to_owned());
    }
    let read = serde_json::to_value(statements::summarise(&document)).unwrap();
    match difference(&read, expected, expect) {
        None => Outcome::Right,
        Some(text) if !document.rejected.is_empty() && expected["rejected"] == 0 => Outcome::Missed(text),
        Some(text) => Outcome::SilentlyWrong(text),
    }
}

/// The first difference.
fn difference(read: &Value, expected: &Value, expect: &str) -> Option<String> {
    let wanted = expected["accounts"].as_array().unwrap();
    let mut found = read["accounts"].as_array().unwrap().clone();
    let ofx = matches!(expected["format"].as_str(), Some("ofx" | "qfx" | "ofc"));
    // Elsewhere the expected results list accounts with transactions only.
    if !ofx && found.len() > wanted.len() {
        found.retain(|account| account["transactions"] != 0 || account["pending"] != 0);
    }
    if found.len() != wanted.len() {
        return Some(format!("{} accounts instead of {}", found.len(), wanted.len()));
    }
    let mut precise = true;
    let mut unmatched = found;
    for want in wanted {
        precise &= want["excess_precision"] != true;
        let same = |have: &Value| ["id", "type", "currency"].iter().all(|key| matches(have, want, key));
        let index = unmatched.iter().position(same).unwrap_or(0);
        let have = unmatched.remove(index);
        if let Some(text) = account_difference(&have, want, read, expect) {
            return Some(text);
        }
    }
    let rejected = read["rejected"] == expected["rejected"] || !precise || expect == "partial_or_error";
    (!rejected).then(|| format!("{} rejected instead of {}", read["rejected"], expected["rejected"]))
}

fn account_difference(have: &Value, want: &Value, read: &Value, expect: &str) -> Option<String> {
    let excess = want["excess_precision"] == true;
    if excess {
        // More decimals than the currency has: rejected and said, or rounded.
        let all = have["transactions"].as_u64()? + read["rejected"].as_u64()?;
        return (all < want["transactions"].as_u64()?)
            .then(|| format!("{all} transactions of {}", want["transactions"]));
    }
    let keys = [
        "id",
        "type",
        "currency",
        "transactions",
        "sum_minor_units",
        "first_date",
        "last_date",
        "ledger_balance",
        "pending",
        "investment_transactions",
        "balance_rows",
    ];
    let ofx = read["format"].as_str().is_some_and(|format| matches!(format, "ofx" | "qfx" | "ofc"));
    for key in keys.into_iter().filter(|key| want.get(key).is_some()) {
        // Elsewhere null means that the expected results do not say, not that the file does not.
        if !ofx && want[key].is_null() && matches!(key, "ledger_balance" | "id") {
            continue;
        }
        let doubled = expect == "double_or_single"
            && have[key].as_i64().zip(want[key].as_i64()).is_some_and(|(have, want)| have == 2 * want);
        if !matches(have, want, key) && !doubled {
            return Some(format!("{key} of {}: {} instead of {}", want["id"], have[key], want[key]));
        }
    }
    None
}

/// Equal; decimals are compared by value (`5` and `5.00`), and what the expected result leaves open (null) fits for type and currency.
fn matches(have: &Value, want: &Value, key: &str) -> bool {
    if key == "ledger_balance" {
        let plain = |value: &Value| {
            value.as_str().map(|text| {
                if text.contains('.') {
                    text.trim_end_matches('0').trim_end_matches('.').to_owned()
                } else {
                    text.to_owned()
                }
            })
        };
        return plain(&have[key]) == plain(&want[key]);
    }
    if key == "currency" && have[key].is_null() {
        // The file names none; the expected result knows it from elsewhere.
        return want[key].is_null() || have["assumed_currency"] == want[key];
    }
    // The rouble's code before 1998, which files still use.
    let modern = |value: &Value| value.as_str().map(|code| code.replace("RUR", "RUB"));
    have[key] == want[key]
        || key == "currency" && modern(&have[key]) == modern(&want[key])
        || key == "type" && want[key].is_null()
}
