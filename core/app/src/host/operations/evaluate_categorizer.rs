//! `categorizer.evaluate`: how well the categoriser would have done on the rows a person categorised.

use crate::error::AppError;
use crate::evaluation::{self, OwnEvaluation};
use crate::host::{Call, Host};
use crate::operation::{HostAction, Topic};
use crate::progress::{Progress as _, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replay the rows you categorised in order of date, learning only from earlier ones: how often the categoriser was right.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluateCategorizer {
    /// At most so many of the newest rows; by default 5,000.
    pub limit: Option<u32>,
}

impl HostAction for EvaluateCategorizer {
    type Output = OwnEvaluation;
    const NAME: &'static str = "categorizer.evaluate";
    const TOPICS: &'static [Topic] = &[Topic::Suggestions];
    const READS: bool = true;

    fn run(self, host: &Host, call: &Call) -> Result<OwnEvaluation, AppError> {
        call.report(Stage::Reading, 0, 0)?;
        let (rows, model) = host.with_book(|open| {
            open.read(|reader| evaluation::own_rows(reader, self.limit.unwrap_or(5_000)))
        })?;
        call.report(Stage::Categorising, 0, 0)?;
        evaluation::own(&rows, &model, (host.outside)().as_ref())
    }
}
