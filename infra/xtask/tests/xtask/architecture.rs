//! Who may depend on whom: the rules of docs/architecture.md, read from `cargo metadata`.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Our crates, and which of ours each may depend on. A crate that is not here fails the test: place it first.
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("statements", &["domain"]),
    ("replica", &["domain"]),
    ("categorize", &["domain"]),
    ("sheets", &["domain"]),
    ("store", &["domain", "replica"]),
    ("sync-protocol", &[]),
    ("sync-client", &["sync-protocol", "replica", "store"]),
    ("sync-folder", &["sync-protocol", "sync-client", "replica", "store"]),
    (
        "app",
        &[
            "domain",
            "statements",
            "replica",
            "categorize",
            "sheets",
            "store",
            "sync-client",
            "sync-folder",
            "sync-protocol",
        ],
    ),
    ("cli", &["app", "domain"]),
    ("desktop", &["app", "domain"]),
    ("testkit", &["domain"]),
    ("oidc", &[]),
    ("telemetry", &[]),
    ("relay", &["sync-protocol", "oidc", "telemetry"]),
    (
        "hosted",
        &["relay", "jobs", "sync-protocol", "categorize", "domain", "replica", "sheets", "statements"],
    ),
    ("jobs", &["oidc", "telemetry"]),
    ("private-stores", &[]),
    ("sync-server", &["relay", "hosted", "jobs", "telemetry"]),
    ("cloud-tasks-emulator", &[]),
    ("xtask", &["private-stores"]),
    ("load", &["domain", "jobs", "private-stores", "replica", "store", "sync-client", "sync-protocol"]),
    ("bench", &["domain", "statements", "replica", "categorize", "store", "app"]),
];

/// Dependencies with an owner: only these crates name them.
const NAMED_ONLY_BY: &[(&str, &[&str])] = &[
    ("automerge", &["replica"]),
    ("fastembed", &["categorize"]),
    ("ort", &["categorize"]),
    ("rten", &["categorize"]),
    ("rusqlite", &["store", "app"]),
    ("ofx-rs", &["statements"]),
    ("axum", &["cli", "relay", "hosted", "jobs", "load", "cloud-tasks-emulator"]),
    (
        "tokio",
        &["cli", "desktop", "oidc", "relay", "hosted", "jobs", "sync-server", "load", "cloud-tasks-emulator"],
    ),
    ("sqlx", &["relay", "hosted", "jobs", "load"]),
    ("redis", &["relay"]),
    ("tauri", &["desktop"]),
    // sync-client's tests forge changes with it; hosted keeps the keys of its books under it.
    ("chacha20poly1305", &["sync-protocol", "sync-client", "hosted"]),
    ("moka", &["hosted"]),
    ("prost", &["sync-protocol"]),
    // cli signs in with an issuer of its tests.
    ("jsonwebtoken", &["oidc", "cli", "sync-server", "cloud-tasks-emulator"]),
    ("tungstenite", &["app"]),
    ("ureq", &["app", "oidc"]),
    ("google-cloud-tasks-v2", &["jobs"]),
    ("lettre", &["jobs"]),
    ("object_store", &["jobs"]),
    ("pdf-writer", &["sheets"]),
];

/// What must not be reached from a crate, over any number of steps.
const NEVER_BELOW: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "tokio",
            "rusqlite",
            "libsqlite3-sys",
            "automerge",
            "axum",
            "tauri",
            "fastembed",
            "getrandom",
            "rand",
        ],
    ),
    ("statements", &["tokio", "rusqlite", "libsqlite3-sys", "automerge", "axum", "tauri", "fastembed"]),
    ("replica", &["tokio", "rusqlite", "libsqlite3-sys", "axum", "tauri", "fastembed"]),
    (
        "sync-protocol",
        // It is given randomness; getrandom is reached through argon2, for a salt that we do not let it draw.
        &["tokio", "rusqlite", "libsqlite3-sys", "automerge", "axum", "tauri", "rand"],
    ),
    ("sheets", &["tokio", "rusqlite", "libsqlite3-sys", "automerge", "axum", "tauri", "fastembed"]),
    ("categorize", &["tokio", "rusqlite", "libsqlite3-sys", "automerge", "axum", "tauri"]),
    ("store", &["tokio", "axum", "tauri", "fastembed"]),
    ("app", &["tokio", "axum", "hyper", "tauri"]),
    ("cli", &["tauri", "wry"]),
    (
        "jobs",
        &[
            "domain",
            "relay",
            "sync-protocol",
            "automerge",
            "rusqlite",
            "libsqlite3-sys",
            "tauri",
            "fastembed",
        ],
    ),
    (
        "relay",
        &["domain", "automerge", "rusqlite", "libsqlite3-sys", "replica", "store", "tauri", "fastembed"],
    ),
    (
        // It knows what a book says only through hosted, and never through a device's file.
        "sync-server",
        &["rusqlite", "libsqlite3-sys", "store", "tauri"],
    ),
];

const WHERE: &str = "see \"Dependency rules\" in docs/architecture.md";

fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    METADATA.get_or_init(|| {
        MetadataCommand::new().current_dir(xtask::repository()).exec().expect("cargo metadata")
    })
}

fn members() -> Vec<&'static Package> {
    metadata().workspace_packages()
}

/// Path of a member's manifest, relative to the root.
fn manifest(package: &Package) -> String {
    let root = &metadata().workspace_root;
    package.manifest_path.strip_prefix(root).unwrap_or(&package.manifest_path).to_string()
}

fn none_of(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn our_crates_depend_only_downwards() {
    let rules: BTreeMap<&str, &[&str]> = MAY_DEPEND_ON.iter().copied().collect();
    let mut wrong = Vec::new();
    for package in members() {
        let name = package.name.as_str();
        let Some(allowed) = rules.get(name) else {
            wrong.push(format!(
                "{}: {name} has no place among the dependency rules; {WHERE}",
                manifest(package)
            ));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            let below = dependency.name.as_str();
            let tried_with: &[&str] = match name {
                // The server is tried with the real client, on stores of its own; the program with the real server.
                "sync-server" => &["sync-client", "sync-protocol", "private-stores"],
                "hosted" => &["sync-client", "store", "private-stores"],
                "cli" => &["private-stores"],
                "jobs" => &["private-stores", "cloud-tasks-emulator"],
                // The machine is tried with real books.
                "sync-client" | "sync-folder" => &["domain"],
                _ => &[],
            };
            let for_tests = dependency.kind == DependencyKind::Development
                && (tried_with.contains(&below) || below == "testkit");
            if !for_tests && !allowed.contains(&below) {
                let list =
                    if allowed.is_empty() { "none of our crates".to_owned() } else { allowed.join(", ") };
                wrong.push(format!(
                    "{}: {name} -> {below}: {name} may depend on {list}; {WHERE}",
                    manifest(package)
                ));
            }
        }
    }
    none_of(&wrong);
}

#[test]
fn owned_dependencies_are_named_by_their_owner_alone() {
    let mut wrong = Vec::new();
    for package in members() {
        let name = package.name.as_str();
        for dependency in &package.dependencies {
            let rule = NAMED_ONLY_BY.iter().find(|(owned, _)| *owned == dependency.name);
            if let Some((owned, owners)) = rule.filter(|(_, owners)| !owners.contains(&name)) {
                wrong.push(format!(
                    "{}: {name} -> {owned}: only {} may name {owned}; {WHERE}",
                    manifest(package),
                    owners.join(", ")
                ));
            }
        }
    }
    none_of(&wrong);
}

#[test]
fn nothing_heavy_is_reached_from_below() {
    let wrong: Vec<String> = NEVER_BELOW
        .iter()
        .flat_map(|(name, banned)| {
            let package =
                members().into_iter().find(|package| package.name.as_str() == *name).expect("a member");
            let reached = reached_from(&package.id);
            banned.iter().filter_map(move |banned| {
                let path = reached.get(*banned)?;
                Some(format!(
                    "{}: {}: {name} must not reach {banned}; {WHERE}",
                    manifest(package),
                    path.join(" -> ")
                ))
            })
        })
        .collect();
    none_of(&wrong);
}

/// Every package reached from `start` over normal and build dependencies, with one way to it.
fn reached_from(start: &PackageId) -> BTreeMap<String, Vec<String>> {
    let graph = metadata().resolve.as_ref().expect("a resolved graph");
    let nodes: BTreeMap<&PackageId, _> = graph.nodes.iter().map(|node| (&node.id, node)).collect();
    let name_of = |id: &PackageId| metadata()[id].name.to_string();
    let mut reached = BTreeMap::new();
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![(start, vec![name_of(start)])];
    while let Some((id, path)) = open.pop() {
        let deps = nodes[id]
            .deps
            .iter()
            .filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development));
        for dep in deps {
            if seen.insert(&dep.pkg) {
                let mut longer = path.clone();
                longer.push(name_of(&dep.pkg));
                reached.insert(name_of(&dep.pkg), longer.clone());
                open.push((&dep.pkg, longer));
            }
        }
    }
    reached
}

#[test]
fn members_are_named_after_their_folder_and_listed_with_a_purpose() {
    let text = std::fs::read_to_string(xtask::repository().join("Cargo.toml")).expect("Cargo.toml");
    let list =
        text.split_once("members = [").and_then(|(_, rest)| rest.split_once(']')).expect("a members list").0;
    let mut wrong = Vec::new();
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.split_once('#').is_none_or(|(_, purpose)| purpose.trim().len() <= 10) {
            wrong.push(format!("Cargo.toml: `{line}`: say its purpose in one line after #"));
        }
    }
    for package in members() {
        let folder = package.manifest_path.parent().and_then(|folder| folder.file_name()).unwrap_or_default();
        if folder != package.name.as_str() {
            wrong.push(format!(
                "{}: crate {} lies in a folder named {folder}",
                manifest(package),
                package.name
            ));
        }
        if package.description.as_deref().is_none_or(str::is_empty) {
            wrong.push(format!("{}: {} has no description", manifest(package), package.name));
        }
    }
    none_of(&wrong);
}

#[test]
fn versions_lints_and_metadata_are_said_once_in_the_root() {
    let mut wrong = Vec::new();
    for package in members() {
        let path = manifest(package);
        let text = std::fs::read_to_string(&package.manifest_path).expect("a manifest");
        let file: toml::Table = toml::from_str(&text).expect("a manifest is TOML");
        if file.get("lints").and_then(|lints| lints.get("workspace")) != Some(&toml::Value::Boolean(true)) {
            wrong.push(format!("{path}: [lints] workspace = true is missing"));
        }
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(toml::Value::Table(table)) = file.get(kind) else {
                continue;
            };
            for (name, value) in table {
                if value.get("workspace") != Some(&toml::Value::Boolean(true)) {
                    wrong.push(format!(
                        "{path}: {name}: its version belongs into [workspace.dependencies] of the root"
                    ));
                }
            }
        }
    }
    none_of(&wrong);
}

#[test]
fn every_outside_dependency_is_pinned() {
    let text = std::fs::read_to_string(xtask::repository().join("Cargo.toml")).expect("Cargo.toml");
    let file: toml::Table = toml::from_str(&text).expect("TOML");
    let table = file["workspace"]["dependencies"].as_table().expect("a table");
    let wrong: Vec<String> = table
        .iter()
        .filter(|(_, value)| value.get("path").is_none())
        .filter(|(_, value)| {
            let version = value.as_str().or_else(|| value.get("version").and_then(toml::Value::as_str));
            version.is_none_or(|version| !version.starts_with('='))
        })
        .map(|(name, _)| format!("Cargo.toml: {name}: pin it with `=x.y.z`"))
        .collect();
    none_of(&wrong);
}

#[test]
fn licences_bans_and_sources_hold() {
    if let Err(error) = xtask::dependencies::check() {
        panic!("\n{error}\n");
    }
}
