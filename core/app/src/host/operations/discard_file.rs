//! `file.discard`: removes a staged file that is no longer needed.

use crate::error::AppError;
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Remove a staged file. Whatever is left is removed when the program ends.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardFile {
    /// The path that `file.stage` answered.
    pub path: String,
}

/// The file is gone.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Discarded {}

impl HostAction for DiscardFile {
    type Output = Discarded;
    const NAME: &'static str = "file.discard";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<Discarded, AppError> {
        host.staging.discard(Path::new(&self.path))?;
        Ok(Discarded {})
    }
}
