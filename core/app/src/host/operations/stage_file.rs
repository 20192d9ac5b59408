//! `file.stage`: keeps the bytes of a file that was dropped, so that it can be imported by its path.

use crate::error::{AppError, ErrorCode};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keep the bytes of a file, to be imported by the path this answers. For small files; larger ones are uploaded as they are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageFile {
    /// The file's name; folders in it are dropped.
    pub name: String,
    /// Its bytes in base64.
    pub content: String,
}

/// A file kept until it is imported.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct StagedFile {
    /// Its path, for `import.plan` and `file.discard`.
    pub path: String,
}

impl HostAction for StageFile {
    type Output = StagedFile;
    const NAME: &'static str = "file.stage";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _: &Call) -> Result<StagedFile, AppError> {
        let bytes = STANDARD
            .decode(&self.content)
            .map_err(|error| AppError::invalid("content", format!("this is not base64: {error}")))?;
        let path = host.stage(&self.name)?;
        std::fs::write(&path, bytes).map_err(|error| {
            AppError::new(ErrorCode::Io, format!("the file cannot be kept: {error}"))
                .at(path.display().to_string())
        })?;
        Ok(StagedFile { path: path.display().to_string() })
    }
}
