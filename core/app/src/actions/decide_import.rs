//! `import.decide`: flips one line of a plan before it is committed.

use crate::error::AppError;
use crate::import_view::PlanView;
use crate::operation::{Action, Topic};
use crate::plans;
use crate::session::Session;
use domain::Fate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Decide one line of a plan: merge it with its likely row, add it, leave it out, or go back to the proposal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideImport {
    /// The plan's id.
    pub plan: String,
    /// The line's index in the plan.
    pub index: u32,
    /// What becomes of it.
    pub decision: Decision,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It is the likely row: merge.
    Merge,
    /// It is a row of its own: add.
    Add,
    /// Leave it out.
    LeaveOut,
    /// As the planner proposed.
    Proposed,
}

impl Action for DecideImport {
    type Output = PlanView;
    const NAME: &'static str = "import.decide";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<PlanView, AppError> {
        let mut stored = plans::load(session.reader(), &self.plan)?;
        let index = usize::try_from(self.index).unwrap_or(usize::MAX);
        let plan = &mut stored.plan;
        match self.decision {
            Decision::Merge => plan.accept(index),
            Decision::Add => match plan.lines.get(index).map(|line| &line.proposed) {
                Some(Fate::Likely { .. }) => plan.decline(index),
                _ => plan.set_fate(index, Fate::New),
            },
            Decision::LeaveOut => plan.leave_out(index),
            Decision::Proposed => plan.restore(index),
        }
        .map_err(|error| AppError::invalid("index", error.to_string()))?;
        plans::store(session, &stored)?;
        let view = plans::view(session.reader(), &stored, false);
        *session.last_plan = Some(stored);
        view
    }
}
