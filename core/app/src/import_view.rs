//! Plans and batches as people and programs see them.

use crate::view::{AmountView, ProofView, RowView};
use domain::{AccountKind, Currency, Day, Fate, ImportPlan, MatchReason, Money, PlanLine};
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
    /// An import of the same bytes that stands.
    pub imported_before: Option<ImportedBefore>,
    /// One plan per account in the file.
    pub plans: Vec<PlanView>,
    /// Records that could not be read.
    pub rejected: Vec<NoticeView>,
    /// Oddities that did not prevent reading.
    pub warnings: Vec<NoticeView>,
}

/// An earlier import of the same file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ImportedBefore {
    /// The import.
    pub batch: String,
    /// Name the file had.
    pub file: String,
    /// Milliseconds since 1970-01-01 UTC; none when another device made it.
    pub at: Option<i64>,
}

/// A message about a place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// Kind of the account: checking, savings, `credit_card`, cash, investment, loan, `other_asset`. Only meaningful when it is new.
    pub account_kind: String,
    /// End of the account's number, where one is known.
    pub account_number: Option<String>,
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
    /// Lines the planner found a likely row for, whatever was decided since.
    pub asked: u32,
    /// Sum of the lines to be added.
    pub sum: AmountView,
    /// First and last day of the lines.
    pub period: Option<(String, String)>,
    /// Balance proof.
    pub proof: ProofView,
    /// The numbers of the proof, where the file states a balance.
    pub reckoning: Option<ReckoningView>,
    /// Plans that are to be committed before this one, because it counts on their rows.
    pub after: Vec<String>,
    /// Lines, when asked for; else only the doubtful ones.
    pub lines: Vec<PlanLineView>,
}

/// How a balance proof comes about: opening and sum should be what is stated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ReckoningView {
    /// The day the stated balance stands for.
    pub day: String,
    /// What the statement says.
    pub stated: AmountView,
    /// Balance before the first row.
    pub opening: AmountView,
    /// Rows of the book and lines to be added, up to that day.
    pub sum: AmountView,
}

/// Which lines of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    /// Every line.
    All,
    /// To be added.
    New,
    /// Already in the book.
    Known,
    /// Probably a row that is there.
    Doubtful,
    /// Left out.
    Ignored,
}

impl Show {
    /// Its place among the counts of a chunk; none for all.
    pub const fn place(self) -> Option<usize> {
        match self {
            Self::All => None,
            Self::New => Some(0),
            Self::Known => Some(1),
            Self::Doubtful => Some(2),
            Self::Ignored => Some(3),
        }
    }
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
    /// Payee, where the file has one.
    pub payee: Option<String>,
    /// Further text.
    pub memo: Option<String>,
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
    /// The same for programs.
    pub evidence: Vec<EvidenceView>,
    /// Why it is left out: `balance_row`, `total_row`, `deleted_by_user`, `left_out`, `empty`.
    pub ignored_because: Option<String>,
    /// The planner's own verdict, in the words of `fate`; another one means that a person decided.
    pub proposed: String,
    /// A person decided otherwise than the planner.
    pub decided: bool,
}

/// A piece of evidence that a line is a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceView {
    /// `same_amount`, `days_apart`, `text`, `same_check_number`, `pending_amount_changed`, `both_from_bank`, `other_bank_id`.
    pub code: String,
    /// Days from the row to the line, thousandths of likeness, or difference in minor units.
    pub value: Option<i64>,
}

impl From<&MatchReason> for EvidenceView {
    fn from(reason: &MatchReason) -> Self {
        let (code, value) = reason.coded();
        Self { code: code.to_owned(), value }
    }
}

impl EvidenceView {
    /// The same in words; what is not known here goes by its code.
    pub fn text(&self) -> String {
        MatchReason::from_coded(&self.code, self.value)
            .map_or_else(|| self.code.replace('_', " "), |reason| reason_text(&reason))
    }
}

/// Stable text form of an account's kind.
pub const fn kind_text(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Checking => "checking",
        AccountKind::Savings => "savings",
        AccountKind::CreditCard => "credit_card",
        AccountKind::Cash => "cash",
        AccountKind::Investment => "investment",
        AccountKind::Loan => "loan",
        AccountKind::OtherAsset => "other_asset",
    }
}

impl PlanLineView {
    /// The line; `existing` is filled in by the caller, who can read the book.
    pub fn new(index: usize, planned: &PlanLine, currency: Currency) -> Self {
        let evidence = match &planned.proposed {
            Fate::Likely { score, reasons, .. } => Some((*score, reasons)),
            _ => None,
        };
        let (merge, reasons, ignored) = match &planned.fate {
            Fate::New | Fate::Same { .. } => (false, Vec::new(), None),
            Fate::Likely { reasons, accepted, .. } => {
                (*accepted, reasons.iter().map(reason_text).collect(), None)
            }
            Fate::Ignored { reason } => (false, vec![ignored_text(*reason).to_owned()], Some(*reason)),
        };
        Self {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            line: planned.line.line,
            date: planned.line.date.to_string(),
            amount: Money::new(planned.line.amount, currency).into(),
            description: planned.line.description.clone(),
            payee: planned.line.payee.clone(),
            memo: planned.line.memo.clone(),
            fate: planned.fate.as_str().to_owned(),
            merge,
            existing: None,
            score: evidence.map(|(score, _)| score),
            reasons,
            evidence: evidence.iter().flat_map(|(_, reasons)| reasons.iter()).map(Into::into).collect(),
            ignored_because: ignored.map(|reason| reason.as_str().to_owned()),
            proposed: planned.proposed.as_str().to_owned(),
            decided: planned.fate != planned.proposed,
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
        MatchReason::BothFromBank => "both listed by the bank, so both are kept".to_owned(),
        MatchReason::OtherBankId => "another bank id".to_owned(),
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
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
    /// Proposed to be rows that are there.
    pub asked: u32,
    /// Sum of what is added, minor units; saturates.
    pub sum: i64,
    /// First and last day.
    pub period: Option<(Day, Day)>,
    /// The proof's day, stated balance, opening balance and sum.
    pub reckoning: Option<(Day, i64, i64, i64)>,
}

/// Counts the fates of a plan.
pub fn count(plan: &ImportPlan) -> Counts {
    let days = plan.lines.iter().map(|line| line.line.date);
    let reckoning = plan.basis.reckon(&plan.lines);
    let mut counts = Counts {
        period: days.clone().min().zip(days.max()),
        reckoning: reckoning.map(|found| (found.day, found.stated, found.opening, found.sum)),
        ..Counts::default()
    };
    for planned in &plan.lines {
        counts.asked += u32::from(matches!(planned.proposed, Fate::Likely { .. }));
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
