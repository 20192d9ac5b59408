//! What watches the service is what slo.toml makes, is PromQL, and names numbers the server really exports.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::process::{Command, Stdio};
use xtask::observability::{PROMISES, Promise, made};

fn read(path: &str) -> String {
    read_to_string(xtask::repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn what_is_made_is_what_is_committed() {
    for (path, text) in made(&xtask::repository()).expect(PROMISES) {
        assert!(read(path) == text, "{path} is stale: run `make observability`");
    }
}

/// Every query of the rules and of both dashboards.
fn queries() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, word) in [
        ("infra/observability/prometheus/rules.yml", "expr"),
        ("infra/observability/grafana/dashboards/valorize.json", "expr"),
        ("infra/terraform/modules/observability/dashboard.json", "prometheusQuery"),
        ("infra/terraform/modules/observability/slo.json", "query"),
    ] {
        collect(&yaml(path), word, &mut |query| found.push((path.to_owned(), query.to_owned())));
    }
    assert!(found.len() > 100, "only {} queries", found.len());
    found
}

fn collect(value: &Value, word: &str, see: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == word => see(text),
                    value => collect(value, word, see),
                }
            }
        }
        Value::Array(values) => {
            for value in values {
                collect(value, word, see);
            }
        }
        _ => {}
    }
}

#[test]
fn every_query_is_promql() {
    for (path, query) in queries() {
        if let Err(error) = promql_parser::parser::parse(&query) {
            panic!("{path}: {query}: {error}");
        }
    }
    assert!(promql_parser::parser::parse("sum(rate(x[5m])").is_err(), "the parser takes anything");
}

/// Names that start as the relay's do, in a text.
fn relay_names(text: &str) -> BTreeSet<String> {
    let letters = |letter: char| {
        letter.is_ascii_lowercase() || letter == '_' || letter.is_ascii_digit() || letter == ':'
    };
    text.match_indices("valorize_")
        .filter(|(at, _)| !text[..*at].ends_with(letters))
        .map(|(at, _)| text[at..].chars().take_while(|letter| letters(*letter)).collect())
        .collect()
}

#[test]
fn every_number_is_one_the_server_exports() {
    let metrics = read("sync-server/relay/src/metrics.rs") + &read("sync-server/jobs/src/metrics.rs");
    for name in relay_names(&read(PROMISES)) {
        let own = name.trim_start_matches("valorize_");
        let own = ["_total", "_bucket", "_count"].iter().fold(own, |own, end| own.trim_end_matches(end));
        assert!(metrics.contains(&format!("(\"{own}\", ")), "{PROMISES}: the server exports no `{name}`");
    }
}

#[test]
fn the_bucket_that_stands_for_in_time_exists() {
    let promise = Promise::read(&xtask::repository().join(PROMISES)).expect(PROMISES);
    // As the relay makes them.
    assert!(read("sync-server/relay/src/metrics.rs").contains("exponential_buckets(0.000_25, 2.0, 16)"));
    let buckets: Vec<String> = (0..16).map(|step| (0.000_25 * f64::from(1 << step)).to_string()).collect();
    let bucket = &promise.surface["sync"].bucket;
    assert!(buckets.contains(bucket), "{bucket} is none of {buckets:?}");
    for (surface, file, list) in
        [("api", "relay", "REQUEST_SECONDS: [f64; 12] = ["), ("jobs", "jobs", "SECONDS: [f64; 12] = [")]
    {
        let metrics = read(&format!("sync-server/{file}/src/metrics.rs"));
        let listed = metrics.split_once(list).expect(list).1.split_once(']').expect("its end").0;
        let bucket = &promise.surface[surface].bucket;
        assert!(listed.split(", ").any(|one| one == bucket), "{bucket} is none of {listed}");
    }
}

/// Debian's package `prometheus` brings promtool; where it is missing the parser above has to do.
#[test]
fn the_alerts_do_what_their_examples_say() {
    let started =
        Command::new("promtool").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if started.is_err() {
        println!("PROMTOOL IS NOT INSTALLED: the examples in rules.test.yml were not tried");
        return;
    }
    for arguments in [
        ["check", "config", "infra/observability/prometheus/prometheus.yml"],
        ["test", "rules", "infra/observability/prometheus/rules.test.yml"],
    ] {
        let done = Command::new("promtool")
            .current_dir(xtask::repository())
            .args(arguments)
            .output()
            .expect("promtool");
        assert!(
            done.status.success(),
            "{}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
    }
}
