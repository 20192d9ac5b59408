//! `file.stage_sample`: the statement that the sample book leaves to import.

use super::stage_file::StagedFile;
use crate::error::AppError;
use crate::host::{Call, Host, sample};
use crate::operation::{HostAction, Topic};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keep the sample household's newest statement where `import.plan` finds it: a file to try an import with.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageSample {}

impl HostAction for StageSample {
    type Output = StagedFile;
    const NAME: &'static str = "file.stage_sample";
    const TOPICS: &'static [Topic] = &[];

    fn run(self, host: &Host, _call: &Call) -> Result<StagedFile, AppError> {
        let language = host.with_app(|app| Ok(crate::queries::show_book::book(app.reader())?.language))?;
        let path = sample::stage_by_hand(host, language)?;
        Ok(StagedFile { path: path.display().to_string() })
    }
}
