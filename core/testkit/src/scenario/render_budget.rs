//! Budgets, goals and the overview as lines for people.

use super::render::{amount, text};
use serde_json::Value;

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn optional(name: &str, value: &Value) -> Option<String> {
    value.is_object().then(|| format!("{name} {}", amount(value)))
}

/// `budget.month`.
pub fn month(value: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "{} {}: income {}, not allocated {}, overspent {}, without category {}",
        text(&value["month"]),
        text(&value["style"]),
        amount(&value["income"]),
        amount(&value["unallocated"]),
        amount(&value["total"]["overspent"]),
        amount(&value["uncategorised"])
    )];
    lines.extend(value["note"].as_str().map(|note| format!("  note: {note}")));
    for category in list(&value["groups"]).flat_map(|group| list(&group["categories"])) {
        let moved =
            |name: &str, value: &Value| (value["minor"] != 0).then(|| format!("{name} {}", amount(value)));
        let parts: Vec<String> = [
            optional("limit", &category["limit"]),
            optional("allocated", &category["allocated"]),
            moved("carried", &category["carried"]),
            moved("spent", &category["spent"]),
            optional("left", &category["available"])
                .filter(|_| category["available"]["minor"] != 0 || category["spent"]["minor"] != 0),
            moved("usually", &category["average_3"]),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !parts.is_empty() {
            lines.push(format!("  {}: {}", text(&category["category"]), parts.join(", ")));
        }
    }
    lines.extend(list(&value["missing_rates"]).map(|rate| {
        format!("  no rate {}/{} on {}", text(&rate["from"]), text(&rate["to"]), text(&rate["day"]))
    }));
    lines
}

/// `budget.history`.
pub fn history(value: &Value) -> Vec<String> {
    let currency = &value["currency"];
    let show = |name: &str, minor: &Value| {
        (!minor.is_null()).then(|| {
            format!("{name} {}", amount(&serde_json::json!({ "minor": minor, "currency": currency })))
        })
    };
    list(&value["months"])
        .map(|month| {
            let parts: Vec<String> = [
                show("limit", &month["limit"]),
                show("allocated", &month["allocated"]),
                show("carried", &month["carried"]),
                show("spent", &month["spent"]),
                show("left", &month["available"]),
            ]
            .into_iter()
            .flatten()
            .collect();
            format!("{} {}", text(&month["month"]), parts.join(", "))
        })
        .collect()
}

/// `goal.list`.
pub fn goals(value: &Value) -> Vec<String> {
    let lines: Vec<String> = list(&value["items"])
        .map(|goal| {
            let parts: Vec<String> = [
                goal["due"].as_str().map(|day| format!("by {day}")),
                optional("needs", &goal["needed_per_month"]).map(|text| format!("{text} a month")),
                optional("pace", &goal["pace_per_month"]).map(|text| format!("{text} a month")),
                goal["arrives"].as_str().map(|day| format!("arrives {day}")),
                goal["linked"].as_str().map(|name| format!("in {name}")),
                (goal["archived"] == true).then(|| "put away".to_owned()),
            ]
            .into_iter()
            .flatten()
            .collect();
            format!(
                "{}: {} of {}, {}; {}",
                text(&goal["name"]),
                amount(&goal["saved"]),
                amount(&goal["target"]),
                text(&goal["state"]),
                parts.join(", ")
            )
        })
        .collect();
    if lines.is_empty() { vec!["nothing".to_owned()] } else { lines }
}

/// `overview.show`.
pub fn overview(value: &Value) -> Vec<String> {
    let flow = |name: &str, flow: &Value| {
        format!(
            "{name}: in {}, out {}, without category {}",
            amount(&flow["income"]),
            amount(&flow["spending"]),
            amount(&flow["uncategorised"])
        )
    };
    let mut lines = vec![
        flow("this month", &value["now"]),
        flow("month before", &value["before"]),
        flow("usually", &value["usual"]),
    ];
    lines.extend(list(&value["spending"]).map(|line| {
        format!(
            "  {}: {}, usually {} (3 months), {} (6 months)",
            text(&line["category"]),
            amount(&line["spent"]),
            amount(&line["average_3"]),
            amount(&line["average_6"])
        )
    }));
    lines.extend(list(&value["at_risk"]).map(|line| {
        format!(
            "  {} {}: {} of {}, comes to {}",
            text(&line["risk"]),
            text(&line["category"]),
            amount(&line["spent"]),
            amount(&line["budget"]),
            amount(&line["expected"])
        )
    }));
    let waiting = &value["waiting"];
    lines.push(format!(
        "waiting: {} without category, {} suggestion(s), {} open import(s), {} doubtful, {} uncleared, {} conflict(s)",
        waiting["uncategorised"],
        waiting["suggestions"],
        waiting["open_imports"],
        waiting["doubtful"],
        waiting["uncleared"],
        waiting["conflicts"]
    ));
    lines
}
