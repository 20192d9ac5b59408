//! A Postgres and a Redis of one's own: started in a folder, reached through sockets in it that only this user may open, ended
//! by their ids. For `make server` and for tests; a real server is given URLs instead.

mod postgres;
mod programs;
mod redis;

pub use postgres::Postgres;
pub use redis::Redis;

use std::path::PathBuf;
use std::time::Duration;

/// How long a store may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a store does not run.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It is not installed.
    #[error("the program `{0}` is not installed: apt-get install postgresql redis-server")]
    Missing(&'static str),
    /// A program of it failed.
    #[error("`{program}` failed: {said}")]
    Failed {
        /// The program.
        program: String,
        /// The end of what it said.
        said: String,
    },
    /// A file or program could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It does not answer.
    #[error("{0} did not answer in time; its log lies in {1}")]
    Silent(&'static str, PathBuf),
}
