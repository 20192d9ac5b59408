//! Simulated devices against the sync server, every scenario of the targets, within ten minutes.

mod crowd;
pub mod device;
pub mod faults;
mod first;
mod idle;
pub mod population;
mod pushes;
pub mod roaming;
mod thin;

use crate::error::LoadError;
use crate::figures::{Figures, Target};
use crate::stand::Stand;
use crate::{Size, bare};
use pushes::Asked;
use std::path::Path;

/// One of what is measured.
#[derive(Debug, Clone, Copy)]
enum Scenario {
    Idle,
    BarePostgres(usize, usize),
    BareEcho,
    Closed(u32),
    Batched(usize, bool),
    Open(u32, Asked),
    FirstBook,
    FirstLog,
}

/// All, with the word by which one is chosen. Idle connections come before anything else has made the server's memory grow.
fn scenarios() -> Vec<(&'static str, Scenario)> {
    let quick = Asked { ack: Target::AtMost(5.0), applied: Target::AtMost(5.0) };
    let hard = Asked { ack: Target::None, applied: Target::AtMost(50.0) };
    vec![
        ("idle", Scenario::Idle),
        ("bare", Scenario::BarePostgres(256, 4)),
        ("bare", Scenario::BarePostgres(1, 8)),
        ("bare", Scenario::BareEcho),
        ("closed", Scenario::Closed(200)),
        ("closed", Scenario::Closed(1_000)),
        ("closed", Scenario::Closed(5_000)),
        ("batched", Scenario::Batched(64, false)),
        ("batched", Scenario::Batched(256, false)),
        ("batched", Scenario::Batched(64, true)),
        ("open", Scenario::Open(2_000, quick)),
        ("open", Scenario::Open(10_000, hard)),
        ("first", Scenario::FirstBook),
        ("first", Scenario::FirstLog),
    ]
}

/// Runs the parts of these words on fresh stores. The log grows from one to the next, as it does in life.
pub async fn run(
    server: &Path,
    server_options: &[&str],
    parts: &[String],
    size: Size,
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let stand = Stand::start(server, server_options, 1).await?;
    let chosen: Vec<Scenario> = scenarios()
        .into_iter()
        .filter(|(word, _)| parts.iter().any(|part| part == word))
        .map(|(_, scenario)| scenario)
        .collect();
    if chosen.is_empty() {
        return Err(LoadError::Wrong(
            "no part of the sync scenario has this name: idle, bare, closed, batched, open, first".to_owned(),
        ));
    }
    for scenario in chosen {
        stand.rest().await?;
        match scenario {
            Scenario::Idle => idle::idle(&stand, size, figures).await?,
            Scenario::BarePostgres(rows, on) => bare::postgres(&stand, size, rows, on, figures).await?,
            Scenario::BareEcho => bare::echo(size, figures).await?,
            Scenario::Closed(devices) => pushes::closed(&stand, size, devices, figures).await?,
            Scenario::Batched(changes, heard) => {
                pushes::batched(&stand, size, changes, heard, figures).await?;
            }
            Scenario::Open(rate, asked) => pushes::open(&stand, size, rate, asked, figures).await?,
            Scenario::FirstBook => first::real(&stand, size, figures).await?,
            Scenario::FirstLog => first::thin(&stand, size, figures).await?,
        }
    }
    Ok(())
}
