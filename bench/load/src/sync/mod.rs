//! `load sync`: simulated devices against the sync server, every scenario of the targets, within ten minutes.

mod crowd;
pub mod device;
mod first;
mod idle;
pub mod population;
mod pushes;
pub mod stand;
mod thin;

use crate::error::LoadError;
use crate::figures::{Figures, Target};
use crate::{Size, bare};
use pushes::Asked;
use stand::Stand;
use std::path::Path;

/// Runs all scenarios on fresh stores. The log grows from one to the next, as it does in life.
pub async fn run(
    server: &Path,
    server_options: &[&str],
    size: Size,
    figures: &mut Figures,
) -> Result<(), LoadError> {
    let stand = Stand::start(server, server_options).await?;
    let start = stand.resident();
    // Before anything else has made the server's memory grow and be kept.
    idle::idle(&stand, size, figures).await?;
    figures.add("start", "server memory", crate::figures::float(start) / 1_048_576.0, "MiB", Target::None);
    bare::postgres(&stand, size, 256, 4, figures).await?;
    bare::postgres(&stand, size, 1, 8, figures).await?;
    bare::echo(size, figures).await?;
    for devices in [200, 1_000, 5_000] {
        pushes::closed(&stand, size, devices, figures).await?;
    }
    for (changes, heard) in [(64, false), (256, false), (64, true)] {
        pushes::batched(&stand, size, changes, heard, figures).await?;
    }
    let quick = Asked { ack: Target::AtMost(5.0), applied: Target::AtMost(5.0) };
    pushes::open(&stand, size, 2_000, quick, figures).await?;
    let hard = Asked { ack: Target::None, applied: Target::AtMost(50.0) };
    pushes::open(&stand, size, 10_000, hard, figures).await?;
    first::real(&stand, size, figures).await?;
    first::thin(&stand, size, figures).await
}
