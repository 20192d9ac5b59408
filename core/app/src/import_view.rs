//! Plans and batches as people and programs see them.

use crate::view::{AmountView, ProofView, RowView};
use domain::{Currency, Fate, ImportPlan, MatchReason, Money, PlanLine};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a file would do to the book, account by account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlannedFile {
    /// File name without folder.
    pub file: String,
    /// Format, for example `ofx`.
    pub format: String,
    /// Character encoding that was used.
    pub encoding: String,
    /// Strict OFX reader's verdict; absent for other formats.
    pub conformance: Option<String>,
    /// One plan per account in the file.
    pub plans: Vec<PlanView>,
    /// Records that could not be read.
    pub rejected: Vec<NoticeView>,
    /// Oddities that did not prevent reading.
    pub warnings: Vec<NoticeView>,
}

/// A message about a place in the file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct NoticeView {
    /// Line number; 0 for the whole file.
    pub line: u32,
    /// For programs.
    pub code: String,
    /// For people.
    pub message: String,
}

impl From<&domain::statement::Notice> for NoticeView {
    fn from(notice: &domain::statement::Notice) -> Self {
        Self { line: notice.line, code: notice.code.clone(), message: notice.message.clone() }
    }
}

/// A stored plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlanView {
    /// Id; `import.commit` takes it.
    pub plan: String,
    /// Account id.
    pub account_id: String,
    /// Account name.
    pub account: String,
    /// How the account was found: `chosen`, `number`, `layout` (remembered from the last file of this layout), `new`.
    pub account_found_by: String,
    /// The account will be created by the commit.
    pub account_is_new: bool,
    /// ISO 4217 code.
    pub currency: String,
    /// Lines to be added.
    pub new: u32,
    /// Lines already in the book.
    pub known: u32,
    /// Lines that are probably rows typed in or pending.
    pub doubtful: u32,
    /// Of these, how many have enough evidence to be merged without being asked.
    pub merged: u32,
    /// Lines left out.
    pub ignored: u32,
    /// Sum of the lines to be added.
    pub sum: AmountView,
    /// First and last day of the lines.
    pub period: Option<(String, String)>,
    /// Balance proof.
    pub proof: ProofView,
    /// Lines, when asked for; else only the doubtful ones.
    pub lines: Vec<PlanLineView>,
}

/// A line of a plan.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlanLineView {
    /// Place in the plan, from 0; `import.decide` takes it.
    pub index: u32,
    /// Line number in the file.
    pub line: u32,
    /// `YYYY-MM-DD`.
    pub date: String,
    /// Amount.
    pub amount: AmountView,
    /// Text.
    pub description: String,
    /// `new`, `same`, `likely`, `ignored`.
    pub fate: String,
    /// Will be merged into `existing`.
    pub merge: bool,
    /// The row it is, or probably is.
    pub existing: Option<RowView>,
    /// 0 to 1000.
    pub score: Option<u16>,
    /// Why, for people.
    pub reasons: Vec<String>,
}

impl PlanLineView {
    /// The line; `existing` is filled in by the caller, who can read the book.
    pub fn new(index: usize, planned: &PlanLine, currency: Currency) -> Self {
        let (fate, merge, score, reasons) = match &planned.fate {
            Fate::New => ("new", false, None, Vec::new()),
            Fate::Same { .. } => ("same", false, None, Vec::new()),
            Fate::Likely { score, reasons, accepted, .. } => {
                ("likely", *accepted, Some(*score), reasons.iter().map(reason_text).collect())
            }
            Fate::Ignored { reason } => ("ignored", false, None, vec![ignored_text(*reason).to_owned()]),
        };
        Self {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            line: planned.line.line,
            date: planned.line.date.to_string(),
            amount: Money::new(planned.line.amount, currency).into(),
            description: planned.line.description.clone(),
            fate: fate.to_owned(),
            merge,
            existing: None,
            score,
            reasons,
        }
    }
}

fn reason_text(reason: &MatchReason) -> String {
    match reason {
        MatchReason::SameAmount => "same amount".to_owned(),
        MatchReason::DaysApart { days: 0 } => "same day".to_owned(),
        MatchReason::DaysApart { days } => {
            format!("{} day(s) {}", days.unsigned_abs(), if *days < 0 { "earlier" } else { "later" })
        }
        MatchReason::Text { similarity } => format!("text {} % alike", similarity / 10),
        MatchReason::SameCheckNumber => "same check number".to_owned(),
        MatchReason::PendingAmountChanged { .. } => "was pending with another amount".to_owned(),
    }
}

const fn ignored_text(reason: domain::plan::IgnoreReason) -> &'static str {
    use domain::plan::IgnoreReason;
    match reason {
        IgnoreReason::BalanceRow => "a balance, not a transaction",
        IgnoreReason::TotalRow => "a total, not a transaction",
        IgnoreReason::DeletedByUser => "deleted by you before",
        IgnoreReason::LeftOut => "left out by you",
        IgnoreReason::Empty => "zero and without text",
    }
}

/// What the plan's fates add up to.
pub struct Counts {
    /// To be added.
    pub new: u32,
    /// Known.
    pub known: u32,
    /// Doubtful.
    pub doubtful: u32,
    /// Doubtful and merged.
    pub merged: u32,
    /// Left out.
    pub ignored: u32,
    /// Sum of what is added, minor units; saturates.
    pub sum: i64,
}

/// Counts the fates of a plan.
pub fn count(plan: &ImportPlan) -> Counts {
    let mut counts = Counts { new: 0, known: 0, doubtful: 0, merged: 0, ignored: 0, sum: 0 };
    for planned in &plan.lines {
        match &planned.fate {
            Fate::New => {
                counts.new += 1;
                counts.sum = counts.sum.saturating_add(planned.line.amount);
            }
            Fate::Same { .. } => counts.known += 1,
            Fate::Likely { accepted, .. } => {
                counts.doubtful += 1;
                if *accepted {
                    counts.merged += 1;
                } else {
                    counts.sum = counts.sum.saturating_add(planned.line.amount);
                }
            }
            Fate::Ignored { .. } => counts.ignored += 1,
        }
    }
    counts
}
