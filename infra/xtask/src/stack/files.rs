//! The configuration of the containers, with the addresses of this machine in it.

use crate::error::XtaskError;
use crate::repository;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The proxy's.
///
/// # Errors
/// When the file names other servers than the containers have, or cannot be read or written.
pub fn caddyfile(run: &Path, servers: &[SocketAddr]) -> Result<PathBuf, XtaskError> {
    let source = repository().join("infra/container/Caddyfile");
    let servers: Vec<String> = servers.iter().map(SocketAddr::to_string).collect();
    let changes = [("server:8787 server-2:8787", servers.join(" "))];
    written(&source, &changes, run.join("Caddyfile"))
}

/// Prometheus', with its rules beside it.
///
/// # Errors
/// As [`caddyfile`].
pub fn prometheus(
    run: &Path,
    servers: &[SocketAddr],
    worker: SocketAddr,
    own: SocketAddr,
) -> Result<PathBuf, XtaskError> {
    let folder = repository().join("infra/observability/prometheus");
    written(&folder.join("rules.yml"), &[], run.join("rules.yml"))?;
    let servers: Vec<String> = servers.iter().map(|address| format!("'{address}'")).collect();
    let changes = [
        ("server:8787, server-2:8787", servers.join(", ")),
        ("worker:8787", format!("'{worker}'")),
        ("localhost:9090", format!("'{own}'")),
        // Sooner than in a container: somebody waits.
        ("scrape_interval: 15s", "scrape_interval: 1s".to_owned()),
        ("evaluation_interval: 30s", "evaluation_interval: 2s".to_owned()),
    ];
    written(&folder.join("prometheus.yml"), &changes, run.join("prometheus.yml"))
}

/// The tests of the rules, for `promtool`.
pub fn rules_test() -> PathBuf {
    repository().join("infra/observability/prometheus/rules.test.yml")
}

/// A copy with these changes; each must find its place.
fn written(source: &Path, changes: &[(&str, String)], to: PathBuf) -> Result<PathBuf, XtaskError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| XtaskError::File { path, source }
    };
    let mut text = std::fs::read_to_string(source).map_err(failed(source))?;
    for (from, into) in changes {
        if !text.contains(from) {
            return Err(XtaskError::Data {
                path: source.to_owned(),
                reason: format!(
                    "`{from}` is not in it: infra/xtask/src/stack/files.rs puts an address there"
                ),
            });
        }
        text = text.replace(from, into);
    }
    std::fs::write(&to, text).map_err(failed(&to))?;
    Ok(to)
}
