//! Recording and alert rules for Prometheus.

use super::promise::{Objective, Promise};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const HEAD: &str = "# Made of infra/observability/slo.toml by `make observability`; change that.\n";

/// The rules file.
pub fn rules(promise: &Promise) -> String {
    let mut text = format!("{HEAD}groups:\n");
    for objective in promise.objectives() {
        recorded(&mut text, promise, &objective);
    }
    burning(&mut text, promise);
    causes(&mut text, promise);
    text
}

/// The share that failed, as a recorded series.
fn series(objective: &Objective<'_>, window: &str) -> String {
    format!("valorize:{}:failed_ratio_rate{window}", objective.id.replace('-', "_"))
}

/// The share that failed over a window.
fn failed_ratio(promise: &Promise, objective: &Objective<'_>, window: &str) -> String {
    let surface = &promise.surface[objective.surface];
    match objective.kind {
        "latency" => {
            let (all, good) = surface.timed(window);
            format!("1 - ({good} / ({all} > 0))")
        }
        "errors" => format!("{} / ({} > 0)", surface.failures(window), surface.all(window)),
        _ => format!("1 - avg_over_time({}[{window}])", answers(objective)),
    }
}

/// Whether any instance answers the scraper, as a recorded series: three days of it are cheaper to read than to work out each time.
fn answers(objective: &Objective<'_>) -> String {
    format!("valorize:{}:answers", objective.id.replace('-', "_"))
}

fn recorded(text: &mut String, promise: &Promise, objective: &Objective<'_>) {
    // What is written to a string is written.
    let _ = writeln!(text, "  - name: {}\n    interval: 30s\n    rules:", objective.id);
    if objective.kind == "availability" {
        let jobs = &promise.surface[objective.surface].jobs;
        let expression = format!("max(up{{job=~\"{jobs}\"}}) or vector(0)");
        let _ =
            write!(text, "      - record: {}\n        expr: {}\n", answers(objective), quoted(&expression));
    }
    for window in windows(promise) {
        let expression = failed_ratio(promise, objective, window);
        let _ = write!(
            text,
            "      - record: {}\n        expr: {}\n",
            series(objective, window),
            quoted(&expression)
        );
    }
}

/// Every window once, in the order of the file.
fn windows(promise: &Promise) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let all = promise.burn.iter().flat_map(|burn| [burn.short.as_str(), burn.long.as_str()]);
    all.filter(|window| seen.insert(*window)).collect()
}

fn burning(text: &mut String, promise: &Promise) {
    text.push_str("  - name: budgets\n    rules:\n");
    for objective in promise.objectives() {
        let budget = budget(objective.goal);
        for burn in &promise.burn {
            let above = |window: &str| format!("{} > {} * {budget}", series(&objective, window), burn.factor);
            let expression = format!("{} and {}", above(&burn.long), above(&burn.short));
            let title = format!("{}: the error budget burns {} times too fast", objective.title, burn.factor);
            let name = format!("{}-{}", objective.id, burn.name);
            let labels = [
                ("severity", burn.severity.as_str()),
                ("objective", objective.id.as_str()),
                ("surface", objective.surface),
            ];
            let remedy = "docs/operations.md, Incidents";
            alert(text, &camel(&name), &expression, "0s", &labels, &title, remedy);
        }
    }
}

fn causes(text: &mut String, promise: &Promise) {
    text.push_str("  - name: causes\n    rules:\n");
    for cause in &promise.cause {
        let labels = [("severity", cause.severity.as_str())];
        alert(text, &cause.name, &cause.query, &cause.held, &labels, &cause.title, &cause.remedy);
    }
}

fn alert(
    text: &mut String,
    name: &str,
    expression: &str,
    held: &str,
    labels: &[(&str, &str)],
    title: &str,
    remedy: &str,
) {
    let _ = write!(
        text,
        "      - alert: {name}\n        expr: {}\n        for: {held}\n        labels:\n",
        quoted(expression)
    );
    for (label, value) in labels {
        let _ = writeln!(text, "          {label}: {value}");
    }
    let _ = write!(
        text,
        "        annotations:\n          summary: {}\n          remedy: {}\n",
        quoted(title),
        quoted(remedy)
    );
}

/// The share that may fail.
pub fn budget(goal: f64) -> f64 {
    ((1.0 - goal) * 1e6).round() / 1e6
}

/// A YAML string in single quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// `api-latency-fast` as `ApiLatencyFast`.
fn camel(name: &str) -> String {
    let word = |part: &str| {
        let mut letters = part.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
            .unwrap_or_default()
    };
    name.split('-').map(word).collect()
}
