//! The API against its own description: schemathesis makes requests of `sync-server/openapi.json`, right ones and wrong ones, and compares what is
//! answered with what is promised there.

use crate::error::XtaskError;
use crate::http::ask;
use crate::stand::{PROVISION, Stand};
use crate::steps::stream;
use crate::tally::Tally;
use crate::{python, repository};
use std::process::Command;

/// Seconds spent on it, unless `SECONDS` says otherwise. The fixed cases of every endpoint come first and take about five.
const TIME: &str = "15";

/// Tries the API of a server with a worker.
///
/// # Errors
/// When schemathesis cannot be had, or an answer is not as described.
pub fn run(stand: &Stand, tally: &mut Tally) -> Result<(), XtaskError> {
    let programs =
        python::environment(&repository().join(".cache/contract"), "infra/contract/requirements.txt")?;
    let strange = |what: &str| XtaskError::Step(format!("{what}: no such address, or no token"));
    let at = stand.address.trim_start_matches("http://").parse().map_err(|_| strange(&stand.address))?;
    let made = ask(at, "POST", "/api/provision", PROVISION, "{}")?;
    let made: serde_json::Value = serde_json::from_str(&made).map_err(|_| strange(&made))?;
    let token = made["token"].as_str().ok_or_else(|| strange("/api/provision"))?;
    let time = std::env::var("SECONDS").unwrap_or_else(|_| TIME.to_owned());
    let mut command = Command::new(programs.join("schemathesis"));
    command
        .current_dir(repository())
        .args(["run", "sync-server/openapi.json", "--url", &stand.address, "--no-color"])
        .args(["--include-path-regex", "^/api/", "--exclude-path", "/api/provision"])
        .args(["--phases", "coverage,fuzzing", "--max-time", &time, "--continue-on-failure"])
        // A description says what a request looks like, and not which accounts a book has: what looks right may be refused.
        .args(["--exclude-checks", "positive_data_acceptance", "--warnings", "off"])
        .args(["--header", &format!("Authorization: Bearer {token}")]);
    stream(&mut command, tally)
}
