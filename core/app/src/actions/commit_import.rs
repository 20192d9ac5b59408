//! `import.commit`: executes exactly a stored plan, in one write, and categorises what it added.

use crate::categorise::{self, Outcome};
use crate::error::AppError;
use crate::import_rows::{self, Written};
use crate::operation::{Action, Topic};
use crate::plans::{self, FoundBy, Profile, StoredPlan};
use crate::progress::Stage;
use crate::session::Session;
use crate::view::ProofView;
use replica::Write;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::rusqlite::params;

/// Commit a plan: exactly what the preview showed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitImport {
    /// The plan's id.
    pub plan: String,
    /// Categorise what is new right away, which can take long in a large file; else `suggestion.refresh` does it later. By default true.
    pub categorise: Option<bool>,
}

/// What an import did.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ImportedView {
    /// The import's id; `import.undo` takes it.
    pub batch: String,
    /// Account id.
    pub account_id: String,
    /// Account name.
    pub account: String,
    /// Rows added.
    pub added: u32,
    /// Lines merged into rows that were there.
    pub merged: u32,
    /// Lines already known.
    pub known: u32,
    /// Lines left out.
    pub ignored: u32,
    /// Rows that got a category.
    pub categorised: u32,
    /// Rows that wait for review.
    pub uncertain: u32,
    /// Balance proof.
    pub proof: ProofView,
}

impl Action for CommitImport {
    type Output = ImportedView;
    const NAME: &'static str = "import.commit";
    const TOPICS: &'static [Topic] =
        &[Topic::Transactions, Topic::Accounts, Topic::Imports, Topic::Suggestions, Topic::History];

    fn run(self, session: &mut Session<'_>) -> Result<ImportedView, AppError> {
        let stored = StoredPlan::held(session, &self.plan)?;
        if let Err(error) = stored.check_order() {
            session.plans.put(stored);
            return Err(error);
        }
        session.progress.report(Stage::Reading, 0, 0)?;
        let mut writes = Vec::new();
        if stored.found_by == FoundBy::New {
            writes.push(Write::account(&stored.account)?);
        }
        let key = session.identity_key();
        let written = import_rows::writes(&stored, &key, session.reader(), &mut writes)?;
        let outcome = match self.categorise {
            Some(false) => Outcome::default(),
            _ => categorise::categorise(session, &written.fresh)?,
        };
        session.progress.report(Stage::Writing, 0, 0)?;
        let view = summary(&stored, &written, &outcome);
        commit(session, &stored, &written, outcome, writes)?;
        plans::settle(session, &stored)?;
        Ok(view)
    }
}

fn summary(stored: &StoredPlan, written: &Written, outcome: &Outcome) -> ImportedView {
    let batch = &written.batch;
    let number = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    ImportedView {
        batch: batch.id.to_string(),
        account_id: stored.account.id.to_string(),
        account: stored.account.name.clone(),
        added: number(batch.added.len()) - number(batch.merged.len()) + written.restored,
        merged: number(batch.merged.len()),
        known: batch.same,
        ignored: batch.ignored,
        categorised: outcome.categorised,
        uncertain: outcome.uncertain,
        proof: ProofView::new(stored.plan.proof, stored.account.currency),
    }
}

fn commit(
    session: &mut Session<'_>,
    stored: &StoredPlan,
    written: &Written,
    outcome: Outcome,
    mut writes: Vec<Write>,
) -> Result<(), AppError> {
    writes.extend(outcome.writes);
    let mut commit = session.new_commit(CommitImport::NAME, writes);
    commit = commit.import(written.batch.id);
    if stored.found_by != FoundBy::New {
        commit.expect_version = Some((stored.account.id, stored.expected_version(session.reader())?));
    }
    let profile = profile(session, stored)?;
    let vectors = session.brain.take_vectors();
    session.changing()?.commit_with(commit, |tx| {
        tx.execute(
            // The plan's lines are in the batch now; keeping them twice would only grow the file.
            "update import_plan set state = 1, batch = ?2, plan = x'' where id = ?1",
            params![stored.plan.id.0, written.batch.id.0],
        )?;
        plans::forget_lines(tx, stored.plan.id)?;
        if let Some((fingerprint, profile)) = &profile {
            profile.write(tx, fingerprint)?;
        }
        vectors.write(tx)?;
        categorise::keep(tx, &outcome.suggestions)
    })?;
    Ok(())
}

/// What is remembered of the file's layout; a name a person gave stays.
fn profile(session: &Session<'_>, stored: &StoredPlan) -> Result<Option<(String, Profile)>, AppError> {
    let Some((fingerprint, mapping)) = &stored.layout else { return Ok(None) };
    let before = plans::remembered(session.reader(), fingerprint)?;
    let profile = Profile {
        mapping: Some(mapping.clone()),
        account: Some(stored.account.id),
        name: before.and_then(|profile| profile.name),
        header: stored.header.clone(),
        used_at: Some(session.outside.now_ms()),
    };
    Ok(Some((fingerprint.clone(), profile)))
}
