//! What operators see: schema, metrics, OpenAPI.

use super::device::settle;
use super::http::ask;
use super::stand::{Stand, program};
use super::step::devices;
use std::path::Path;

#[tokio::test]
async fn metrics_count_what_happened() {
    let stand = Stand::new();
    let server = stand.server(&[]);
    let (_, mut devices) = devices(&server, 2);
    for value in 0..10 {
        devices[0].change(value).await;
    }
    settle(&mut devices, 10).await;
    assert!((server.metric("valorize_connections") - 2.0).abs() < 0.1);
    assert!((server.metric("valorize_changes_total{result=\"stored\"}") - 10.0).abs() < 0.1);
    assert!(server.metric("valorize_commits_total") <= 10.0);
}

/// A copy is committed, so that a change of the API is seen in review. `UPDATE_OPENAPI=1` writes it.
#[test]
fn the_api_is_the_one_described() {
    let text = String::from_utf8(program("openapi").output().unwrap().stdout).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "UPDATE_OPENAPI=1 cargo test -p sync-server");
    let stand = Stand::new();
    let key = "5a".repeat(32);
    let objects = stand.folder.path().join("objects").display().to_string();
    let all =
        ["--oidc-issuer", "https://id.example.org", "--oidc-client-id", "valorize", "--hosted-key", &key];
    let server = stand.server(&[&all[..], &["--objects", &objects]].concat());
    let described: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let path = path.replace("{tag}", &"0".repeat(32)).replace("{name}", "ana");
            let path = path.replace("{id}", "123456").replace("{side}", "host").replace("{step}", "1");
            let path = path.replace("{month}", "2026-03").replace("{category}", "food");
            let answer =
                ask(&server.at, &method.to_uppercase(), &path, "vz_none", Some(&serde_json::json!({})));
            // Whoever begins to sign in needs nothing yet.
            let expected: &[u16] = if path.ends_with("/attempts") { &[200] } else { &[400, 401] };
            assert!(expected.contains(&answer.status), "{method} {path}: {}", answer.status);
        }
    }
}

/// What the migrations make, as one file to read. `UPDATE_SCHEMA=1` writes it.
#[test]
fn the_schema_is_the_one_shown() {
    let stand = Stand::new();
    assert!(stand.command("migrate").status().unwrap().success());
    let text = stand.postgres.schema().unwrap();
    let lines = text.lines().filter(|line| {
        let noise = ["--", "SET ", "SELECT pg_catalog", "\\restrict", "\\unrestrict"];
        !line.is_empty() && !noise.iter().any(|start| line.starts_with(start))
    });
    // Partitions alike say nothing.
    let text = lines
        .filter(|line| !line.contains("log_1") && !line.contains("log_2"))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(text.contains("CREATE TABLE public.log ("), "{text}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/postgres/schema.sql");
    let statements: Vec<&str> = text
        .split(";\n")
        .filter(|statement| !statement.contains("log_") && !statement.contains("_slice_"))
        .collect();
    let text = statements.join(";\n") + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "UPDATE_SCHEMA=1 cargo test -p sync-server");
}

#[test]
fn several_instances_may_bring_the_schema_up_to_date_at_once() {
    let stand = Stand::new();
    let mut started: Vec<_> = (0..4).map(|_| stand.command("migrate").spawn().unwrap()).collect();
    assert!(started.iter_mut().all(|process| process.wait().unwrap().success()));
}
