//! Answers as lines for people, without ids: ids differ from run to run.

use domain::{Currency, money::minor_digits};
use serde_json::{Value, json};

/// An operation's answer.
pub fn operation(name: &str, value: &Value) -> Vec<String> {
    match name {
        "import.plan" => planned(value),
        "import.show" | "import.decide" => plan(value),
        "import.commit" => vec![imported(value)],
        "register.list" => register(value),
        "account.list" => each(value, |item| {
            format!(
                "{}: {}, cleared {}, {} row(s)",
                text(&item["name"]),
                amount(&item["balance"]),
                amount(&item["cleared_balance"]),
                item["transactions"]
            )
        }),
        "history.list" => each(value, |item| format!("{} {}", text(&item["name"]), text(&item["state"]))),
        "import.list" => each(value, |item| {
            let undone = if item["undone"] == true { ", taken back" } else { "" };
            format!(
                "{} into {}: {} added, {} merged, {} known{undone}",
                text(&item["file"]),
                text(&item["account"]),
                item["added"],
                item["merged"],
                item["known"]
            )
        }),
        "payee.list" => {
            each(value, |item| format!("{}: {} row(s)", text(&item["name"]), item["transactions"]))
        }
        "rule.list" => each(value, |item| text(&item["name"])),
        "setting.list" => each(value, |item| format!("{} = {}", text(&item["key"]), text(&item["value"]))),
        "suggestion.list" => suggestions(value),
        "rule.dry_run" => changes(value),
        "report.breakdown" => breakdown(value),
        "report.cash_flow" => each(value, |item| {
            let of = |side: &str| amount(&json!({ "minor": item[side], "currency": value["currency"] }));
            format!("{} in {}, out {}", text(&item["month"]), of("income"), of("spending"))
        }),
        "report.net_worth" => each(value, |item| {
            let of = |side: &str| amount(&json!({ "minor": item[side], "currency": value["currency"] }));
            format!("{} {} = {} and {}", text(&item["month"]), of("total"), of("assets"), of("debts"))
        }),
        "rate.list" => rate_list(value),
        "rate.import_csv" => rates(value),
        "report.spending" => each(value, |item| {
            format!(
                "{} {} {}",
                text(&item["month"]),
                amount(&item["amount"]),
                item["category"].as_str().unwrap_or("-")
            )
        }),
        "account.reconcile" | "account.preview_reconciliation" => vec![format!(
            "cleared {}, statement {}, difference {}, {} to lock, {} uncleared",
            amount(&value["cleared_balance"]),
            amount(&value["statement_balance"]),
            amount(&value["difference"]),
            value["to_lock"].as_array().map_or(0, Vec::len),
            value["uncleared"].as_array().map_or(0, Vec::len)
        )],
        "history.undo" | "history.redo" | "import.undo" => undone(value),
        "budget.month" => super::render_budget::month(value),
        "budget.history" => super::render_budget::history(value),
        "goal.list" => super::render_budget::goals(value),
        "overview.show" => super::render_budget::overview(value),
        "book.show" => vec![format!(
            "{} account(s), {} transaction(s), {} without category",
            value["accounts"], value["transactions"], value["uncategorised"]
        )],
        _ if value["changed"].is_number() => vec![format!("changed {}", value["changed"])],
        _ if value["id"].is_string() => vec!["made".to_owned()],
        _ => without_ids(&format!("{value:#}")).lines().map(str::to_owned).collect(),
    }
}

fn suggestions(value: &Value) -> Vec<String> {
    each(value, |item| {
        let applied = if item["applied"] == true { ", set" } else { "" };
        format!(
            "{} -> {} (by {}{applied})",
            text(&item["row"]["description"]),
            text(&item["category"]),
            text(&item["source"])
        )
    })
}

fn rate_list(value: &Value) -> Vec<String> {
    each(value, |item| {
        format!(
            "{} {}/{} {} ({})",
            text(&item["day"]),
            text(&item["from"]),
            text(&item["to"]),
            text(&item["rate"]),
            text(&item["source"])
        )
    })
}

fn changes(value: &Value) -> Vec<String> {
    let mut lines = vec![format!("{} row(s) would change", value["total"])];
    lines.extend(value["items"].as_array().into_iter().flatten().map(|item| {
        let mut parts = vec![text(&item["row"]["date"]), text(&item["row"]["description"])];
        for field in ["category", "payee", "note"] {
            if let Some(after) = item[field].as_str() {
                let before = item["row"][field].as_str().unwrap_or("-");
                parts.push(format!("{field} {before} -> {after}"));
            }
        }
        format!("  {}", parts.join("  "))
    }));
    lines
}

fn breakdown(value: &Value) -> Vec<String> {
    let line = |name: &str, item: &Value| {
        let beside = if item["compare"].is_null() {
            String::new()
        } else {
            format!(", before {}", amount(&item["compare"]))
        };
        format!(
            "{name} {}{beside}, {} line(s), {} per mille",
            amount(&item["amount"]),
            item["lines"],
            item["share"]
        )
    };
    let items = value["items"].as_array().into_iter().flatten();
    let mut lines: Vec<String> = items.map(|item| line(item["name"].as_str().unwrap_or("-"), item)).collect();
    if !value["rest"].is_null() {
        lines.push(line("the rest", &value["rest"]));
    }
    lines.push(format!("total {}", amount(&value["total"])));
    let missing = value["missing"].as_array().into_iter().flatten();
    lines.extend(missing.map(|rate| {
        format!("no rate {}/{} on {}", text(&rate["from"]), text(&rate["to"]), text(&rate["day"]))
    }));
    lines
}

fn rates(value: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "{}: {} new, {} changed, {} known, {} kept as entered by hand, {} left out, {} wrong",
        text(&value["form"]),
        value["added"],
        value["changed"],
        value["same"],
        value["kept_manual"],
        value["left_out"],
        value["wrong"]
    )];
    let errors = value["errors"].as_array().into_iter().flatten();
    lines.extend(errors.map(|error| format!("  line {}: {}", error["line"], text(&error["message"]))));
    lines
}

/// The import flow's answer.
pub fn import(value: &Value) -> Vec<String> {
    let mut lines = planned(&value["plan"]);
    lines.extend(value["imported"].as_array().into_iter().flatten().map(imported));
    lines
}

/// The doctor's answer.
pub fn health(value: &Value) -> Vec<String> {
    if value["healthy"] == true { vec!["sound".to_owned()] } else { vec![value.to_string()] }
}

/// The categoriser's answer.
pub fn categorizer(value: &Value) -> Vec<String> {
    vec![format!("{} row(s) categorised by hand, {} word(s) of feedback", value["labels"], value["feedback"])]
}

/// `text` with every id put out of sight.
pub fn without_ids(text: &str) -> String {
    let is_id = |word: &str| {
        word.len() == 16 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            word.push(c);
            continue;
        }
        out.push_str(if is_id(&word) { "ID" } else { &word });
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

fn planned(file: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (kind, notices) in [("rejected", &file["rejected"]), ("note", &file["warnings"])] {
        for notice in notices.as_array().into_iter().flatten() {
            lines.push(format!("{kind}, line {}: {}", notice["line"], text(&notice["code"])));
        }
    }
    lines.extend(file["plans"].as_array().into_iter().flatten().flat_map(plan));
    lines
}

fn plan(plan: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "{} ({}): {} new ({}), {} known, {} doubtful, {} left out; {}",
        text(&plan["account"]),
        text(&plan["account_found_by"]),
        plan["new"],
        amount(&plan["sum"]),
        plan["known"],
        plan["doubtful"],
        plan["ignored"],
        proof(&plan["proof"])
    )];
    lines.extend(plan["lines"].as_array().into_iter().flatten().map(plan_line));
    lines
}

fn plan_line(line: &Value) -> String {
    let reasons: Vec<String> = line["reasons"].as_array().into_iter().flatten().map(text).collect();
    let fate = match text(&line["fate"]).as_str() {
        "likely" if line["merge"] == true => "merge".to_owned(),
        other => other.to_owned(),
    };
    let with = match &line["existing"] {
        row if row.is_object() && line["fate"] == "likely" => {
            format!(" with {} {} {}", text(&row["date"]), amount(&row["amount"]), text(&row["description"]))
        }
        _ => String::new(),
    };
    let why = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join(", ")) };
    format!(
        "  {} {fate} {} {} {}{with}{why}",
        line["index"],
        text(&line["date"]),
        amount(&line["amount"]),
        text(&line["description"])
    )
}

fn imported(done: &Value) -> String {
    format!(
        "{}: {} added, {} merged, {} known, {} left out; {}",
        text(&done["account"]),
        done["added"],
        done["merged"],
        done["known"],
        done["ignored"],
        proof(&done["proof"])
    )
}

fn proof(proof: &Value) -> String {
    match proof["proof"].as_str() {
        Some("proved") => format!("balance proved {}", amount(&proof["balance"])),
        Some("disproved") => {
            let from = proof["from"].as_str().map_or_else(String::new, |day| format!(" from {day}"));
            format!("balance off by {}{from}", amount(&proof["difference"]))
        }
        Some("establishes") => format!("opening balance {}", amount(&proof["opening"])),
        _ => "no balance".to_owned(),
    }
}

fn register(page: &Value) -> Vec<String> {
    let mut lines = each(page, |row| {
        let mut parts = vec![
            text(&row["date"]),
            format!("{:>12}", amount(&row["amount"])),
            text(&row["account"]),
            text(&row["description"]),
        ];
        if let Some(category) = row["category"].as_str() {
            let mark = if row["category_is_automatic"] == true { "?" } else { "" };
            parts.push(format!("[{category}{mark}]"));
        }
        if let Some(payee) = row["payee"].as_str() {
            parts.push(format!("payee {payee}"));
        }
        if let Some(note) = row["note"].as_str() {
            parts.push(format!("note {note}"));
        }
        parts.extend(row["tags"].as_array().into_iter().flatten().map(|tag| format!("#{}", text(tag))));
        if row["split"] == true {
            parts.push("split".to_owned());
        }
        parts.push(text(&row["clearing"]));
        parts.join("  ")
    });
    lines.sort();
    lines
}

fn undone(value: &Value) -> Vec<String> {
    let mut lines = vec![text(&value["name"])];
    lines.extend(
        value["skipped"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|skipped| format!("left alone: {}", without_ids(&text(skipped)))),
    );
    lines
}

/// One line per item; `nothing` when there is none.
fn each(list: &Value, line: impl Fn(&Value) -> String) -> Vec<String> {
    let lines: Vec<String> = list["items"].as_array().into_iter().flatten().map(line).collect();
    if lines.is_empty() { vec!["nothing".to_owned()] } else { lines }
}

/// An amount as a decimal with its currency.
pub(super) fn amount(value: &Value) -> String {
    let currency = text(&value["currency"]);
    let minor = value["minor"].as_i64().unwrap_or_default();
    let digits = Currency::from_code(&currency).map_or(2, minor_digits);
    let unit = 10_u64.pow(digits);
    let (whole, part) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let sign = if minor < 0 { "-" } else { "" };
    if digits == 0 {
        return format!("{sign}{whole} {currency}");
    }
    let width = usize::try_from(digits).unwrap_or(2);
    format!("{sign}{whole}.{part:0width$} {currency}")
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
