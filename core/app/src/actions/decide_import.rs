//! `import.decide`, `import.decide_many`: flips lines of a plan before it is committed.

use crate::error::AppError;
use crate::import_view::PlanView;
use crate::operation::{Action, Topic};
use crate::plans::{self, StoredPlan};
use crate::session::Session;
use domain::plan_edit::PlanEditError;
use domain::{Fate, ImportPlan};
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
        decide(session, &self.plan, &[self.index], self.decision)
    }
}

/// Decide several lines of a plan alike.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideMany {
    /// The plan's id.
    pub plan: String,
    /// The lines' indexes in the plan.
    pub indexes: Vec<u32>,
    /// What becomes of them.
    pub decision: Decision,
}

impl Action for DecideMany {
    type Output = PlanView;
    const NAME: &'static str = "import.decide_many";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<PlanView, AppError> {
        decide(session, &self.plan, &self.indexes, self.decision)
    }
}

fn decide(
    session: &mut Session<'_>,
    plan: &str,
    indexes: &[u32],
    decision: Decision,
) -> Result<PlanView, AppError> {
    let mut stored = StoredPlan::held(session, plan)?;
    let indexes: Vec<usize> =
        indexes.iter().map(|index| usize::try_from(*index).unwrap_or(usize::MAX)).collect();
    // The plan is out of memory while it is changed: after a refusal half-way it is read again as it was stored.
    for index in &indexes {
        if let Err(error) = one(&mut stored.plan, *index, decision) {
            return Err(AppError::invalid("index", error.to_string()));
        }
    }
    plans::store_lines(session, &stored, &indexes)?;
    let view = plans::view(session.reader(), &stored, false);
    session.plans.put(stored);
    view
}

fn one(plan: &mut ImportPlan, index: usize, decision: Decision) -> Result<(), PlanEditError> {
    match decision {
        Decision::Merge => plan.accept(index),
        Decision::Add => match plan.lines.get(index).map(|line| &line.proposed) {
            Some(Fate::Likely { .. }) => plan.decline(index),
            _ => plan.set_fate(index, Fate::New),
        },
        Decision::LeaveOut => plan.leave_out(index),
        Decision::Proposed => plan.restore(index),
    }
}
