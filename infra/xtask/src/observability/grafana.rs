//! Grafana's dashboard.

use super::pretty;
use super::prometheus::budget;
use super::promise::{Objective, Promise};
use serde_json::{Value, json};

const COLUMNS: usize = 24;

/// The dashboard: objectives first, then the panels.
pub fn dashboard(promise: &Promise) -> String {
    let mut panels = Vec::new();
    for objective in promise.objectives() {
        panels.push(left(promise, &objective));
    }
    for panel in &promise.panel {
        let lines: Vec<(&str, &str)> =
            panel.queries.iter().map(|line| (line.legend.as_str(), line.query.as_str())).collect();
        panels.push(graph(&panel.title, &panel.unit, &lines));
    }
    let mut at = (0, 0);
    for (number, panel) in panels.iter_mut().enumerate() {
        let (width, height) = if panel["type"] == "stat" { (8, 4) } else { (12, 8) };
        if at.0 + width > COLUMNS || (width == 12 && at.0 % 12 != 0) {
            at = (0, at.1 + height);
        }
        panel["id"] = json!(number + 1);
        panel["gridPos"] = json!({ "x": at.0, "y": at.1, "w": width, "h": height });
        at.0 += width;
    }
    pretty(&json!({
        "uid": "valorize",
        "title": "Valorize",
        "description": "Made of infra/observability/slo.toml by `make observability`; change that.",
        "tags": ["valorize"],
        "timezone": "browser",
        "schemaVersion": 41,
        "version": 1,
        "editable": false,
        "refresh": "30s",
        "time": { "from": "now-6h", "to": "now" },
        "annotations": { "list": [] },
        "templating": { "list": [] },
        "panels": panels,
    }))
}

/// How much of an objective's budget is left, from what the last three days burned.
fn left(promise: &Promise, objective: &Objective<'_>) -> Value {
    let longest = promise.burn.last().map_or("1h", |burn| burn.long.as_str());
    let series = format!("valorize:{}:failed_ratio_rate{longest}", objective.id.replace('-', "_"));
    let query = format!("{series} / {}", budget(objective.goal));
    json!({
        "type": "stat",
        "title": objective.title,
        "description": format!("Burn over {longest}: 1 uses the budget of {} days up exactly.", promise.window_days),
        "datasource": source(),
        "targets": [{ "refId": "A", "datasource": source(), "expr": query, "instant": true }],
        "options": { "reduceOptions": { "calcs": ["lastNotNull"] }, "colorMode": "background", "graphMode": "area" },
        "fieldConfig": {
            "defaults": {
                "unit": "none",
                "decimals": 2,
                "noValue": "no traffic",
                "thresholds": { "mode": "absolute", "steps": [
                    { "color": "green", "value": null },
                    { "color": "orange", "value": 1 },
                    { "color": "red", "value": 6 },
                ]},
            },
            "overrides": [],
        },
    })
}

fn graph(title: &str, unit: &str, lines: &[(&str, &str)]) -> Value {
    let targets: Vec<Value> = lines
        .iter()
        .zip('A'..)
        .map(|((legend, query), letter)| {
            json!({ "refId": letter.to_string(), "datasource": source(), "expr": query, "legendFormat": legend })
        })
        .collect();
    json!({
        "type": "timeseries",
        "title": title,
        "datasource": source(),
        "targets": targets,
        "options": { "legend": { "displayMode": "list", "placement": "bottom" }, "tooltip": { "mode": "multi" } },
        "fieldConfig": { "defaults": { "unit": unit, "min": 0, "custom": { "fillOpacity": 8 } }, "overrides": [] },
    })
}

fn source() -> Value {
    json!({ "type": "prometheus", "uid": "prometheus" })
}
