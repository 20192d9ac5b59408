//! infra/deploy/rollout.py gives traffic and takes it back. gcloud and Cloud Monitoring are stood in for: this project has neither.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Writes down what it is asked, and answers as gcloud would for a service with one serving revision.
const GCLOUD: &str = r#"#!/bin/sh
case "$*" in
*describe*) echo '{"status": {"latestCreatedRevisionName": "api-2", "traffic": [{"revisionName": "api-1", "percent": 100}]}}' ;;
*print-access-token*) echo token ;;
*) echo "$*" >>"$0.log" ;;
esac
"#;

fn gcloud(folder: &Path) -> PathBuf {
    let path = folder.join("gcloud");
    std::fs::write(&path, GCLOUD).expect("a file");
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a program");
    path
}

/// Answers every query by what it asks for: all requests, failed ones, or how long 95 % took.
fn monitoring(all: f64, failed: f64, milliseconds: f64) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("its address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            // The body follows the head, perhaps in a packet of its own.
            while !String::from_utf8_lossy(&request).contains("query=") {
                let read = stream.read(&mut buffer).expect("a request");
                request.extend_from_slice(&buffer[..read]);
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let value = if request.contains("histogram_quantile") {
                milliseconds
            } else if request.contains("5xx") {
                failed
            } else {
                all
            };
            let body = format!("{{\"data\": {{\"result\": [{{\"value\": [0, \"{value}\"]}}]}}}}");
            let answer = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            stream.write_all(answer.as_bytes()).expect("an answer");
        }
    });
    address
}

/// Runs it, and gives back what it said and what it asked of gcloud.
fn roll(name: &str, role: &str, monitoring: &str) -> (Output, Vec<String>) {
    let folder = std::env::temp_dir().join(format!("valorize-rollout-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let gcloud = gcloud(&folder);
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let image = format!("example/sync-server@sha256:{}", "0".repeat(64));
    let done = Command::new("python3")
        .current_dir(xtask::repository())
        .env("PATH", path)
        .env("ROLLOUT_MONITORING", monitoring)
        .args([
            "infra/deploy/rollout.py",
            "--project",
            "p",
            "--region",
            "r",
            "--service",
            "api",
            "--role",
            role,
        ])
        .args(["--image", &image, "--hold", "0.2", "--every", "0.1"])
        .output()
        .expect("python3");
    let log = std::fs::read_to_string(gcloud.with_extension("log")).unwrap_or_default();
    std::fs::remove_dir_all(&folder).expect("the folder");
    let shares = log.lines().filter_map(|line| line.split("--to-revisions ").nth(1)?.split(' ').next());
    (done, shares.map(str::to_owned).collect())
}

#[test]
fn a_good_revision_gets_all_traffic_step_by_step() {
    let (done, shares) = roll("good", "api", &monitoring(1000.0, 1.0, 120.0));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(shares, ["api-2=5,api-1=95", "api-2=25,api-1=75", "api-2=100"]);
}

#[test]
fn what_breaks_the_promise_is_taken_back() {
    for (name, role, all, failed, milliseconds, word) in [
        ("fails", "api", 1000.0, 200.0, 120.0, "requests failed"),
        ("late", "api", 1000.0, 0.0, 900.0, "ms are promised"),
        ("relay", "relay", 1000.0, 200.0, 3e6, "requests failed"),
    ] {
        let (done, shares) = roll(name, role, &monitoring(all, failed, milliseconds));
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(1), "{name}: {said}");
        assert!(said.contains(word) && said.contains("taken back to api-1"), "{name}: {said}");
        assert_eq!(shares, ["api-2=5,api-1=95", "api-1=100"], "{name}");
    }
}

#[test]
fn connections_that_last_are_not_late_and_little_traffic_is_not_judged() {
    for (name, role, all, failed, milliseconds) in
        [("long", "relay", 1000.0, 0.0, 3e6), ("few", "api", 10.0, 9.0, 5000.0)]
    {
        let (done, shares) = roll(name, role, &monitoring(all, failed, milliseconds));
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(shares.last().map(String::as_str), Some("api-2=100"), "{name}");
    }
}

#[test]
fn nothing_to_watch_with_means_back() {
    let (done, shares) = roll("blind", "api", "http://127.0.0.1:9");
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(shares, ["api-2=5,api-1=95", "api-1=100"]);
}
