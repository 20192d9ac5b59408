//! Stored import plans: which account a statement belongs to, keeping plans, showing them.

mod keep;
mod new_name;
mod pending;
mod target;

use crate::error::AppError;
use crate::existing;
use crate::import::csv;
pub use crate::import_profile::{Profile, remembered};
use crate::import_view::{Counts, PlanLineView, PlanView, ReckoningView, count, kind_text};
use crate::row;
use crate::view::ProofView;
use domain::{Account, Fate, ImportPlan, Money, PlanId, PlanLine};
pub use keep::{Held, discard, forget_lines, head, load, page, store, store_lines};
pub use pending::{Pending, settle};
use serde::{Deserialize, Serialize};
use store::Reader;
pub use target::{mask, target};

/// A plan with what its commit needs besides.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredPlan {
    /// The plan.
    pub plan: ImportPlan,
    /// The account, as it is or as it will be created.
    pub account: Account,
    /// How it was found.
    pub found_by: FoundBy,
    /// CSV layout to remember: fingerprint and mapping.
    pub layout: Option<(String, csv::Mapping)>,
    /// Header names of that layout.
    #[serde(default)]
    pub header: Vec<String>,
    /// Plans this one counts on, and what it took them to be ([`mark`]): they are to be committed before it.
    #[serde(default)]
    pub after: Vec<(PlanId, String)>,
    /// The account's rows it was made from ([`crate::existing::fingerprint`]); `None` for an account that is not there yet.
    #[serde(default)]
    pub seen: Option<String>,
    /// Sums of the lines, in a head that is stored without them.
    #[serde(default)]
    pub counts: Option<Counts>,
}

impl StoredPlan {
    /// The same plan without its lines.
    pub fn without_lines(&self) -> Self {
        let plan = &self.plan;
        Self {
            plan: ImportPlan {
                id: plan.id,
                account: plan.account,
                file_name: plan.file_name.clone(),
                file_sha256: plan.file_sha256,
                format: plan.format.clone(),
                lines: Vec::new(),
                proof: plan.proof,
                account_version: plan.account_version,
                basis: plan.basis.clone(),
            },
            account: self.account.clone(),
            found_by: self.found_by,
            layout: self.layout.clone(),
            header: self.header.clone(),
            after: self.after.clone(),
            seen: self.seen.clone(),
            counts: self.counts.clone(),
        }
    }
}

impl StoredPlan {
    /// The version of the account that a commit may count on: the one it was planned for, or the one of now when nothing that
    /// happened since touches what the plan was made from, as when only categories were found.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn expected_version(&self, reader: &Reader) -> Result<u64, AppError> {
        let planned = self.plan.account_version;
        let now = reader.account_version(self.plan.account)?;
        let Some(seen) = self.seen.as_ref().filter(|_| now != planned) else { return Ok(planned) };
        let rows = existing::rows(reader, self.plan.account)?;
        Ok(if *seen == existing::fingerprint(&rows) { now } else { planned })
    }
}

/// How the account of a statement was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// Named by the user.
    Chosen,
    /// By the account number in the file.
    Number,
    /// By the layout of the last CSV file that went there.
    Layout,
    /// Not found: the commit creates it.
    New,
}

impl FoundBy {
    /// Stable text form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Number => "number",
            Self::Layout => "layout",
            Self::New => "new",
        }
    }
}

/// The plan for people and programs; without `all`, only the lines that want a decision.
///
/// # Errors
/// When the book cannot be read.
pub fn view(reader: &Reader, stored: &StoredPlan, all: bool) -> Result<PlanView, AppError> {
    let lines: Vec<(usize, &PlanLine)> = stored
        .plan
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| all || matches!(line.fate, Fate::Likely { .. }))
        .collect();
    let mut view = summary(stored, &count(&stored.plan));
    view.lines = line_views(reader, stored, lines)?;
    Ok(view)
}

/// The lines for people and programs, each with the row it is or may be.
///
/// # Errors
/// When the book cannot be read.
pub fn line_views<'a>(
    reader: &Reader,
    stored: &StoredPlan,
    lines: impl IntoIterator<Item = (usize, &'a PlanLine)>,
) -> Result<Vec<PlanLineView>, AppError> {
    let mut views = Vec::new();
    for (index, line) in lines {
        let mut view = PlanLineView::new(index, line, stored.account.currency);
        if let Fate::Likely { id, .. } | Fate::Same { id } = &line.proposed {
            view.existing = row::by_id(reader.connection(), *id)?;
        }
        views.push(view);
    }
    Ok(views)
}

/// The plan without any line.
pub fn summary(stored: &StoredPlan, counts: &Counts) -> PlanView {
    let plan = &stored.plan;
    let account = &stored.account;
    let currency = account.currency;
    let money = |minor: i64| Money::new(minor, currency).into();
    PlanView {
        plan: plan.id.to_string(),
        account_id: account.id.to_string(),
        account: account.name.clone(),
        account_kind: kind_text(account.kind).to_owned(),
        account_number: account.number.as_deref().map(mask),
        account_found_by: stored.found_by.as_str().to_owned(),
        account_is_new: stored.found_by == FoundBy::New,
        currency: currency.code().to_owned(),
        new: counts.new,
        known: counts.known,
        doubtful: counts.doubtful,
        merged: counts.merged,
        ignored: counts.ignored,
        asked: counts.asked,
        sum: money(counts.sum),
        period: counts.period.map(|(first, last)| (first.to_string(), last.to_string())),
        proof: ProofView::new(plan.proof, currency),
        reckoning: counts.reckoning.map(|(day, stated, opening, sum)| ReckoningView {
            day: day.to_string(),
            stated: money(stated),
            opening: money(opening),
            sum: money(sum),
        }),
        after: stored.after.iter().map(|(id, _)| id.to_string()).collect(),
        lines: Vec::new(),
    }
}
