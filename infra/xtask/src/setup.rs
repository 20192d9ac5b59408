//! Set-up beyond the toolchain: the embedding model and the runtime it needs, built once into `.cache/valorize`.

use crate::error::XtaskError;
use crate::interface::Interface;
use crate::steps::show;
use std::process::Command;

/// Where the model and its runtime are kept, relative to the repository's root.
pub const MODEL_FOLDER: &str = ".cache/valorize";

/// Brings the model and its runtime; quick when they are there.
///
/// # Errors
/// When Python is missing or the script does not end well; its own output says why.
pub fn model() -> Result<(), XtaskError> {
    show(
        Command::new("python3").current_dir(crate::repository()).args(["infra/model/setup.py", MODEL_FOLDER]),
    )
}

/// Model, runtime, and the interface's packages.
///
/// # Errors
/// When one of them cannot be had.
pub fn everything() -> Result<(), XtaskError> {
    model()?;
    Interface::install().map(drop)
}
