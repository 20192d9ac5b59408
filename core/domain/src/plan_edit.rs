//! What the user may change in a plan before it is committed: single lines, within what the planner found.

use crate::plan::{IgnoreReason, PlanLine};
use crate::{BalanceProof, Fate, ImportPlan, TransactionId};
use std::collections::HashMap;

/// Why a line cannot be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanEditError {
    /// There is no such line.
    #[error("the plan has {lines} lines; there is no line {index} (the first is 0)")]
    NoSuchLine {
        /// What was asked for.
        index: usize,
        /// How many there are.
        lines: usize,
    },
    /// The line is in the book already.
    #[error("the line is in the book already; there is nothing to decide")]
    AlreadyKnown,
    /// The planner proposed no row for this line, or another one.
    #[error("the line has no such likely row to be merged with")]
    NotProposed,
    /// Another line is merged with the row.
    #[error("line {other} of the plan is merged with that row already")]
    RowTaken {
        /// Index of that line.
        other: usize,
    },
}

/// How many lines have which fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FateCounts {
    /// Added without a question.
    pub new: u32,
    /// Known already.
    pub same: u32,
    /// Merged with a likely row.
    pub merged: u32,
    /// Likely a row, not accepted: added.
    pub doubtful: u32,
    /// Left out.
    pub ignored: u32,
}

impl ImportPlan {
    /// Merges a line with its likely row.
    ///
    /// # Errors
    /// [`PlanEditError`]; the plan is unchanged then.
    pub fn accept(&mut self, index: usize) -> Result<(), PlanEditError> {
        self.set_fate(index, likely(self.get(index)?, true)?)
    }

    /// Adds a line as a row of its own, though a likely row was found.
    ///
    /// # Errors
    /// [`PlanEditError`]; the plan is unchanged then.
    pub fn decline(&mut self, index: usize) -> Result<(), PlanEditError> {
        self.set_fate(index, likely(self.get(index)?, false)?)
    }

    /// Leaves a line out.
    ///
    /// # Errors
    /// [`PlanEditError`]; the plan is unchanged then.
    pub fn leave_out(&mut self, index: usize) -> Result<(), PlanEditError> {
        self.set_fate(index, Fate::Ignored { reason: IgnoreReason::LeftOut })
    }

    /// Puts the planner's own verdict back.
    ///
    /// # Errors
    /// [`PlanEditError`]; the plan is unchanged then.
    pub fn restore(&mut self, index: usize) -> Result<(), PlanEditError> {
        let proposed = self.get(index)?.proposed.clone();
        self.set_fate(index, proposed)
    }

    /// Changes one line's fate and the proof with it. Allowed are the planner's own verdict, leaving out, adding as
    /// new (whatever was ignored too: a deleted row comes back), and the proposed merge accepted or not.
    ///
    /// # Errors
    /// [`PlanEditError`]; the plan is unchanged then.
    pub fn set_fate(&mut self, index: usize, fate: Fate) -> Result<(), PlanEditError> {
        let line = self.get(index)?;
        if matches!(line.proposed, Fate::Same { .. }) && fate != line.proposed {
            return Err(PlanEditError::AlreadyKnown);
        }
        let fate = match fate {
            Fate::New | Fate::Ignored { reason: IgnoreReason::LeftOut } => fate,
            Fate::Likely { id, accepted, .. } => {
                let own = likely(line, accepted)?;
                if !matches!(own, Fate::Likely { id: found, .. } if found == id) {
                    return Err(PlanEditError::NotProposed);
                }
                own
            }
            other if other == line.proposed => other,
            _ => return Err(PlanEditError::NotProposed),
        };
        if let Some(other) = merged_id(&fate).and_then(|id| self.merged_elsewhere(index, id)) {
            return Err(PlanEditError::RowTaken { other });
        }
        self.lines[index].fate = fate;
        self.recompute_proof();
        Ok(())
    }

    /// Decides as a person decided in an earlier plan of the same file: line by line, where the line is the same and the decision is
    /// still open to it. The rest stays as the planner proposes. Tells how many decisions were taken over.
    pub fn decide_as(&mut self, before: &Self) -> usize {
        let places: HashMap<TransactionId, usize> =
            self.lines.iter().enumerate().map(|(at, line)| (line.transaction, at)).collect();
        let decided = before.lines.iter().filter(|line| line.fate != line.proposed);
        // A line that has become known or lost its likely row refuses; then there is nothing left to decide.
        decided
            .filter(|line| {
                let place = places.get(&line.transaction);
                place.is_some_and(|at| self.set_fate(*at, line.fate.clone()).is_ok())
            })
            .count()
    }

    /// Computes the balance proof anew from the lines' fates.
    pub fn recompute_proof(&mut self) {
        self.proof = self.basis.prove(&self.lines);
    }

    /// The proof as the fates stand, without storing it.
    pub fn current_proof(&self) -> BalanceProof {
        self.basis.prove(&self.lines)
    }

    /// How many lines have which fate.
    pub fn counts(&self) -> FateCounts {
        let mut counts = FateCounts::default();
        for line in &self.lines {
            let count = match line.fate {
                Fate::New => &mut counts.new,
                Fate::Same { .. } => &mut counts.same,
                Fate::Likely { accepted: true, .. } => &mut counts.merged,
                Fate::Likely { accepted: false, .. } => &mut counts.doubtful,
                Fate::Ignored { .. } => &mut counts.ignored,
            };
            *count = count.saturating_add(1);
        }
        counts
    }

    fn get(&self, index: usize) -> Result<&PlanLine, PlanEditError> {
        self.lines.get(index).ok_or(PlanEditError::NoSuchLine { index, lines: self.lines.len() })
    }

    fn merged_elsewhere(&self, index: usize, id: TransactionId) -> Option<usize> {
        self.lines
            .iter()
            .enumerate()
            .find(|(at, line)| *at != index && merged_id(&line.fate) == Some(id))
            .map(|(at, _)| at)
    }
}

fn likely(line: &PlanLine, accepted: bool) -> Result<Fate, PlanEditError> {
    match line.proposed.clone() {
        Fate::Likely { id, score, reasons, .. } => Ok(Fate::Likely { id, score, reasons, accepted }),
        Fate::Same { .. } => Err(PlanEditError::AlreadyKnown),
        Fate::New | Fate::Ignored { .. } => Err(PlanEditError::NotProposed),
    }
}

fn merged_id(fate: &Fate) -> Option<TransactionId> {
    match fate {
        Fate::Likely { id, accepted: true, .. } => Some(*id),
        _ => None,
    }
}
