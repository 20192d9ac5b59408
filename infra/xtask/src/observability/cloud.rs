//! What Terraform makes Cloud Monitoring's objectives, alerts and dashboard of.

use super::pretty;
use super::promise::{Objective, Promise, Surface};
use serde_json::{Map, Value, json};

/// Requests of one Cloud Run service; SERVICE is replaced by its name in Terraform.
const OF_SERVICE: &str = r#"resource.type="cloud_run_revision" AND resource.label."service_name"="SERVICE""#;
/// What the collector beside an instance of it reads from /metrics.
const OF_COLLECTOR: &str = r#"resource.type="prometheus_target" AND resource.label."namespace"="SERVICE""#;

/// `slo.json`.
pub fn objectives(promise: &Promise) -> String {
    let surfaces: Map<String, Value> = promise
        .surface
        .iter()
        .map(|(name, surface)| (name.clone(), json!({ "service": surface.service, "probe": surface.probe })))
        .collect();
    let objectives: Vec<Value> =
        promise.objectives().iter().map(|objective| self::objective(promise, objective)).collect();
    let burn: Vec<Value> = promise
        .burn
        .iter()
        .map(|burn| {
            json!({
                "name": burn.name, "severity": burn.severity, "factor": burn.factor,
                "long": seconds(&burn.long), "short": seconds(&burn.short),
            })
        })
        .collect();
    let causes: Vec<Value> = promise
        .cause
        .iter()
        .map(|cause| {
            json!({
                "name": cause.name, "title": cause.title, "query": cause.query, "for": cause.held,
                "severity": cause.severity, "remedy": cause.remedy,
            })
        })
        .collect();
    pretty(&json!({
        "window_days": promise.window_days,
        "surfaces": surfaces,
        "objectives": objectives,
        "burn": burn,
        "causes": causes,
    }))
}

fn objective(promise: &Promise, objective: &Objective<'_>) -> Value {
    let surface = &promise.surface[objective.surface];
    let mut made = json!({
        "id": objective.id, "title": objective.title, "surface": objective.surface, "goal": objective.goal,
    });
    let (kind, filters) = match objective.kind {
        "latency" => {
            let (filter, max) = latency(surface);
            made["max"] = max;
            ("latency", json!({ "distribution": filter }))
        }
        "errors" => ("ratio", ratio(surface)),
        _ if surface.probe.is_some() => {
            let passed = r#"metric.type="monitoring.googleapis.com/uptime_check/check_passed""#;
            let check = r#"resource.type="uptime_url" AND metric.label."check_id"="CHECK""#;
            ("uptime", json!({ "passed": format!("{passed} AND {check}") }))
        }
        // No probe reaches it: a window counts as lost when half of its requests fail.
        _ => {
            made["threshold"] = json!(0.5);
            ("windows", ratio(surface))
        }
    };
    made["kind"] = json!(kind);
    made["filters"] = filters;
    made
}

/// Cloud Run measures requests itself, in milliseconds; what goes over a WebSocket only the server sees, in seconds.
fn latency(surface: &Surface) -> (String, Value) {
    if surface.good_counter.is_some() {
        let metric = format!("metric.type=\"prometheus.googleapis.com/{}/histogram\"", surface.histogram);
        let max: f64 = surface.bucket.parse().unwrap_or(surface.seconds);
        return (format!("{metric} AND {OF_COLLECTOR}"), json!(max));
    }
    let metric = r#"metric.type="run.googleapis.com/request_latencies""#;
    (format!("{metric} AND {OF_SERVICE}"), json!(surface.seconds * 1000.0))
}

fn ratio(surface: &Surface) -> Value {
    if let (Some(good), Some(bad)) = (&surface.good_counter, &surface.bad_counter) {
        let counter = |name: &str| {
            format!("metric.type=\"prometheus.googleapis.com/{name}/counter\" AND {OF_COLLECTOR}")
        };
        return json!({ "good": counter(good), "bad": counter(bad) });
    }
    let count = format!(r#"metric.type="run.googleapis.com/request_count" AND {OF_SERVICE}"#);
    json!({ "bad": format!(r#"{count} AND metric.label."response_code_class"="5xx""#), "total": count })
}

/// "6h" as "21600s", the only unit Cloud Monitoring takes.
fn seconds(window: &str) -> String {
    let (number, unit) = window.split_at(window.len() - 1);
    let factor = match unit {
        "d" => 86_400,
        "h" => 3_600,
        "m" => 60,
        _ => 1,
    };
    format!("{}s", number.parse::<u64>().unwrap_or_default() * factor)
}

/// Cloud Monitoring's dashboard, two charts a row; ENVIRONMENT is replaced in Terraform.
pub fn dashboard(promise: &Promise) -> String {
    let tiles: Vec<Value> = promise
        .panel
        .iter()
        .enumerate()
        .map(|(number, panel)| {
            let sets: Vec<Value> = panel
                .queries
                .iter()
                .map(|line| {
                    json!({
                        "plotType": "LINE",
                        "legendTemplate": line.legend.replace("{{", "${metric.labels.").replace("}}", "}"),
                        "timeSeriesQuery": { "prometheusQuery": line.query },
                    })
                })
                .collect();
            json!({
                "xPos": number % 2 * 24, "yPos": number / 2 * 16, "width": 24, "height": 16,
                "widget": { "title": panel.title, "xyChart": { "dataSets": sets } },
            })
        })
        .collect();
    pretty(&json!({
        "displayName": "ENVIRONMENT",
        "mosaicLayout": { "columns": 48, "tiles": tiles },
    }))
}
