//! What can go wrong while checking or setting up.

use std::path::PathBuf;

/// Why a command of the Makefile stopped.
#[derive(Debug, thiserror::Error)]
pub enum XtaskError {
    /// The package of the window is not whole.
    #[error("{0}")]
    Bundle(String),
    /// A program is not there or could not be started.
    #[error("`{program}` could not be started: {source}")]
    Start {
        /// The program.
        program: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A step ended with failure; its own output says why.
    #[error("`{0}` failed")]
    Step(String),
    /// Some checks failed; they were all run.
    #[error("{failed} of {all} checks failed: {names}")]
    Checks {
        /// How many failed.
        failed: usize,
        /// How many ran.
        all: usize,
        /// Which.
        names: String,
    },
    /// A file or folder could not be used.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Postgres or Redis do not run.
    #[error(transparent)]
    Stores(#[from] private_stores::StoreError),
    /// `deny.toml` does not say what it should.
    #[error("deny.toml: {0}")]
    DenyFile(#[from] toml::de::Error),
    /// The dependency graph could not be read.
    #[error("cargo metadata: {0}")]
    Metadata(#[from] cargo_metadata::Error),
    /// Dependencies that break deny.toml.
    #[error("{}", .0.join("\n"))]
    Dependencies(Vec<String>),
    /// A file of data that does not say what it should.
    #[error("{path}: {reason}")]
    Data {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Terraform's files are not as they must be.
    #[error("{}", .0.join("\n"))]
    Terraform(Vec<String>),
    /// A word on the command line that means nothing.
    #[error("{0}")]
    Usage(String),
}
