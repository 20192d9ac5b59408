//! The files for containers say what the server says: names of settings, port, command, what it is built from.

use std::collections::BTreeSet;
use std::fs::read_to_string;

fn read(path: &str) -> String {
    read_to_string(xtask::repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every `VALORIZE_...` in a text.
fn names(text: &str) -> BTreeSet<String> {
    let letters = |letter: char| letter.is_ascii_uppercase() || letter == '_' || letter.is_ascii_digit();
    text.match_indices("VALORIZE_")
        .map(|(at, _)| text[at..].chars().take_while(|letter| letters(*letter)).collect())
        .collect()
}

/// Settings of the server: option, default.
fn settings() -> BTreeSet<String> {
    let files = [
        "relay/src/settings.rs",
        "hosted/src/settings.rs",
        "jobs/src/settings.rs",
        "telemetry/src/begin.rs",
        "src/worker.rs",
        "src/queue.rs",
    ];
    files.iter().flat_map(|file| names(&read(&format!("sync-server/{file}")))).collect()
}

const COMPOSE: &str = "infra/compose.yml";
const ENVIRONMENT: &str = "infra/container/server.env.example";
const TERRAFORM: &str = "infra/terraform/modules/services/configuration.tf";
const DOCKERFILE: &str = "infra/container/Dockerfile";

#[test]
fn every_variable_is_a_setting_of_the_server() {
    let known = settings();
    assert!(known.contains("VALORIZE_DATABASE") && known.len() > 20, "{known:?}");
    for path in [COMPOSE, ENVIRONMENT, DOCKERFILE, TERRAFORM] {
        let unknown: Vec<String> = names(&read(path)).difference(&known).cloned().collect();
        assert!(unknown.is_empty(), "{path}: the server has no setting {unknown:?}");
    }
    let given = names(&(read(COMPOSE) + &read(ENVIRONMENT)));
    for needed in ["VALORIZE_DATABASE", "VALORIZE_REDIS", "VALORIZE_LISTEN", "VALORIZE_SIGN_UP"] {
        assert!(given.contains(needed), "the containers give no {needed}");
    }
}

#[test]
fn every_setting_of_a_worker_stands_in_the_servers_page() {
    let page = names(&read("sync-server/README.md"));
    let missing: Vec<String> =
        names(&read("sync-server/jobs/src/settings.rs")).difference(&page).cloned().collect();
    assert!(missing.is_empty(), "sync-server/README.md says nothing of {missing:?}");
}

#[test]
fn the_port_is_one_everywhere() {
    let settings = read("sync-server/relay/src/settings.rs");
    let default = settings.lines().find(|line| line.contains("VALORIZE_LISTEN")).expect("the setting");
    let port = default.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('"').next()).expect("a port");
    for (path, text) in [
        (DOCKERFILE, format!("EXPOSE {port}")),
        (DOCKERFILE, format!("VALORIZE_LISTEN=0.0.0.0:{port}")),
        (COMPOSE, format!("VALORIZE_LISTEN: 0.0.0.0:{port}")),
        (COMPOSE, format!("\"127.0.0.1:{port}:{port}\"")),
    ] {
        assert!(read(path).contains(&text), "{path}: no `{text}`");
    }
}

#[test]
fn stores_are_named_as_the_address_names_them_and_passwords_are_no_ones() {
    let environment = read(ENVIRONMENT);
    let value = |name: &str| {
        let line = environment.lines().find_map(|line| line.strip_prefix(&format!("{name}=")));
        line.unwrap_or_else(|| panic!("{ENVIRONMENT}: no {name}")).to_owned()
    };
    let (user, password, database) =
        (value("POSTGRES_USER"), value("POSTGRES_PASSWORD"), value("POSTGRES_DB"));
    assert_eq!(value("VALORIZE_DATABASE"), format!("postgres://{user}:{password}@postgres:5432/{database}"));
    assert_eq!(value("VALORIZE_REDIS"), "redis://redis:6379");
    assert_eq!(password, "change-me");
    let compose = read(COMPOSE);
    for service in ["postgres", "redis", "server"] {
        assert!(compose.contains(&format!("\n  {service}:")), "{COMPOSE}: no service {service}");
    }
    assert!(!compose.to_lowercase().contains("password:"), "{COMPOSE}: secrets come from the file");
    let ignored = read(".gitignore");
    assert!(
        ignored.lines().any(|line| line == "/infra/container/server.env"),
        "the filled-in file could be committed"
    );
}

#[test]
fn the_image_is_built_from_what_the_workspace_needs_with_its_own_compiler() {
    let (ignored, manifest) = (read("infra/container/Dockerfile.dockerignore"), read("Cargo.toml"));
    let sent: BTreeSet<&str> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let members =
        manifest.split_once("members = [").and_then(|(_, rest)| rest.split_once(']')).expect("members").0;
    for member in members.lines().filter_map(|line| line.split('"').nth(1)) {
        let covered = sent.iter().any(|part| member == *part || member.starts_with(&format!("{part}/")));
        assert!(covered, "Dockerfile.dockerignore leaves out {member}, without which cargo does not begin");
    }
    let toolchain = read("rust-toolchain.toml");
    let channel =
        toolchain.split("channel = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a channel");
    let minor: Vec<&str> = channel.split('.').take(2).collect();
    assert!(
        read(DOCKERFILE).contains(&format!("FROM rust:{}-", minor.join("."))),
        "{DOCKERFILE}: not Rust {channel}"
    );
    // The grace of the container is longer than the server's own.
    assert!(read(COMPOSE).contains("stop_grace_period: 15s"));
    assert!(
        read("sync-server/relay/src/settings.rs").contains("\"VALORIZE_DRAIN_SECONDS\", default_value_t = 8")
    );
}
