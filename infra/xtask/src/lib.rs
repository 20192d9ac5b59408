//! Everything the Makefile calls: set-up, checks, the app, the demonstration, benchmarks and fuzzing.

pub mod bundle;
pub mod capacity;
pub mod checks;
pub mod contract;
pub mod demo;
pub mod demo_sync;
pub mod dependencies;
pub mod error;
mod http;
pub mod interface;
pub mod launch;
pub mod node;
pub mod observability;
mod python;
pub mod queries;
pub mod server;
pub mod setup;
pub mod stack;
pub mod stand;
pub mod steps;
pub mod tally;
pub mod terraform;
pub mod watch;

use std::path::{Path, PathBuf};

/// The repository's root, from where this crate was compiled.
///
/// # Panics
/// Never: the crate lies two folders below the root.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("infra/xtask lies below the root")
        .to_path_buf()
}
