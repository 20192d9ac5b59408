//! The compose file and the pipeline's workflows hold to their formats, and to what this project asks beyond that.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs::read_to_string;
use std::process::{Command, Stdio};

const COMPOSE: &str = "infra/compose.yml";

fn read(path: &str) -> String {
    read_to_string(xtask::repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What the schema says against the file.
fn complaints(schema: &str, value: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(&read(schema)).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema that can be used");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn workflows() -> Vec<String> {
    let folder = xtask::repository().join(".github/workflows");
    let entries = std::fs::read_dir(folder).expect("the folder");
    entries
        .map(|entry| format!(".github/workflows/{}", entry.expect("an entry").file_name().to_string_lossy()))
        .collect()
}

#[test]
fn the_formats_are_kept() {
    let found = complaints("infra/schemas/compose-spec.json", &yaml(COMPOSE));
    assert!(found.is_empty(), "{COMPOSE}\n{}", found.join("\n"));
    for path in workflows() {
        let found = complaints("infra/schemas/github-workflows.json", &yaml(&path));
        assert!(found.is_empty(), "{path}\n{}", found.join("\n"));
    }
    let mut wrong = yaml(COMPOSE);
    wrong["services"]["server"]["restrat"] = Value::from("always");
    assert!(!complaints("infra/schemas/compose-spec.json", &wrong).is_empty(), "the schema takes anything");
}

fn services() -> Map<String, Value> {
    yaml(COMPOSE)["services"].as_object().expect("services").clone()
}

#[test]
fn images_are_pinned_and_nothing_may_more_than_it_needs() {
    for (name, service) in services() {
        let image = service["image"].as_str().unwrap_or_default();
        let tag = image.rsplit_once(':').map_or("", |(_, tag)| tag);
        let pinned = tag
            .trim_start_matches('v')
            .split('-')
            .next()
            .is_some_and(|version| version.split('.').count() >= 2);
        assert!(pinned, "{COMPOSE}: {name}: image `{image}` is not pinned to a version");
        let options = service["security_opt"].as_array().cloned().unwrap_or_default();
        assert!(
            options.contains(&Value::from("no-new-privileges:true")),
            "{COMPOSE}: {name} may gain privileges"
        );
        assert!(service.get("privileged").is_none(), "{COMPOSE}: {name} is privileged");
        assert_ne!(service["network_mode"], "host", "{COMPOSE}: {name} is in the machine's network");
    }
}

#[test]
fn doors_open_to_this_machine_alone() {
    for (name, service) in services() {
        for port in service["ports"].as_array().cloned().unwrap_or_default() {
            let port = port.as_str().unwrap_or_default().to_owned();
            let here = port.starts_with("127.0.0.1:") || port.starts_with("${PROXY_HTTP");
            assert!(here && port.contains("127.0.0.1"), "{COMPOSE}: {name}: {port} is open to everybody");
        }
    }
}

#[test]
fn what_is_named_exists() {
    let (compose, services) = (yaml(COMPOSE), services());
    let named: BTreeSet<&str> =
        compose["volumes"].as_object().expect("volumes").keys().map(String::as_str).collect();
    for (name, service) in &services {
        for volume in service["volumes"].as_array().into_iter().flatten() {
            let from = volume.as_str().unwrap_or_default().split(':').next().unwrap_or_default();
            let exists = match from.strip_prefix("./") {
                Some(path) => xtask::repository().join("infra").join(path).exists(),
                None => from.starts_with('/') || named.contains(from),
            };
            assert!(exists, "{COMPOSE}: {name}: `{from}` does not exist");
        }
    }
    // Whom the proxy, Prometheus and the collector speak to.
    for (path, hosts) in [
        (
            "infra/container/Caddyfile",
            ["server:8787", "server-2:8787", "worker:8787", "objects:9000"].as_slice(),
        ),
        ("infra/observability/prometheus/prometheus.yml", &["server:8787", "server-2:8787", "worker:8787"]),
        ("infra/observability/collector.yaml", &["tempo:4317", "loki:3100"]),
        (
            "infra/observability/grafana/provisioning/datasources/stores.yaml",
            &["prometheus:9090", "tempo:3200", "loki:3100"],
        ),
    ] {
        let text = read(path);
        for host in hosts {
            let service = host.split(':').next().unwrap_or_default();
            assert!(text.contains(host) && services.contains_key(service), "{path}: {host}");
        }
    }
}

/// Actions come by a version, sign in without keys, and may do what is listed.
#[test]
fn workflows_are_careful() {
    for path in workflows() {
        let (text, workflow) = (read(&path), yaml(&path));
        assert!(workflow["permissions"].is_object(), "{path}: say what it may do (`permissions`)");
        for key in ["credentials_json", "pull_request_target", "write-all"] {
            assert!(!text.contains(key), "{path}: {key}");
        }
        for (name, job) in workflow["jobs"].as_object().expect("jobs") {
            assert!(job["timeout-minutes"].is_number(), "{path}: {name} may run for ever");
            for step in job["steps"].as_array().into_iter().flatten() {
                let Some(action) = step["uses"].as_str() else { continue };
                let version = action.rsplit_once('@').map_or("", |(_, version)| version);
                let pinned = version.starts_with('v') || version.len() == 40;
                assert!(pinned, "{path}: {name}: {action} is not pinned to a version");
                if action.starts_with("actions/checkout@") {
                    let keeps = step["with"]["persist-credentials"] != Value::Bool(false);
                    assert!(!keeps, "{path}: {name}: checkout leaves its token in the tree");
                }
            }
        }
    }
}

/// Where they are installed (infra/linters/requirements.txt); the pipeline always has them.
#[test]
fn the_linters_have_nothing_to_say() {
    let workflows = workflows();
    let files: Vec<&str> = workflows.iter().map(String::as_str).collect();
    for (linter, files) in [("hadolint", ["infra/container/Dockerfile"].as_slice()), ("actionlint", &files)] {
        let started =
            Command::new(linter).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if started.is_err() {
            println!("{linter} IS NOT INSTALLED: {files:?} were not read by it");
            continue;
        }
        let done =
            Command::new(linter).current_dir(xtask::repository()).args(files).output().expect("the linter");
        let said =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{linter}: {said}");
    }
}
