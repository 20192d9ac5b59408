//! Makes everything that watches the service of one file, infra/observability/slo.toml: `xtask observability`.

mod cloud;
mod grafana;
mod prometheus;
mod promise;

use crate::error::XtaskError;
pub use promise::{Promise, Surface};
use std::path::Path;

/// Where the promises are, relative to the repository's root.
pub const PROMISES: &str = "infra/observability/slo.toml";

/// Every file that is made: path relative to the root, content.
///
/// # Errors
/// When the promises cannot be read.
pub fn made(root: &Path) -> Result<Vec<(&'static str, String)>, XtaskError> {
    let promise = Promise::read(&root.join(PROMISES))?;
    Ok(vec![
        ("infra/observability/prometheus/rules.yml", prometheus::rules(&promise)),
        ("infra/observability/grafana/dashboards/valorize.json", grafana::dashboard(&promise)),
        ("infra/terraform/modules/observability/slo.json", cloud::objectives(&promise)),
        ("infra/terraform/modules/observability/dashboard.json", cloud::dashboard(&promise)),
    ])
}

/// Writes them.
///
/// # Errors
/// When one cannot be written.
pub fn write() -> Result<(), XtaskError> {
    let root = crate::repository();
    for (name, text) in made(&root)? {
        let path = root.join(name);
        std::fs::write(&path, text).map_err(|source| XtaskError::File { path, source })?;
        println!("{name}");
    }
    Ok(())
}

/// JSON as it is committed.
fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
