//! `import.show`: a stored plan with every line.

use crate::error::AppError;
use crate::import_view::PlanView;
use crate::operation::{Query, Topic};
use crate::plans;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// Show an open plan with every line.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowPlan {
    /// The plan's id.
    pub plan: String,
}

impl Query for ShowPlan {
    type Output = PlanView;
    const NAME: &'static str = "import.show";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(&self, reader: &Reader) -> Result<PlanView, AppError> {
        plans::view(reader, &plans::load(reader, &self.plan)?, true)
    }
}
