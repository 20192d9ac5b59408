//! Statements at the server as it says them, and as people and programs see them here: with the accounts and rows of this device's book.

use crate::error::AppError;
use crate::import_view::{EvidenceView, NoticeView};
use crate::view::{AmountView, RowView};
use crate::{resolve, row};
use domain::{AccountId, TransactionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;

/// A page of statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServerStatements {
    /// Those that wait for a review first, then the newest first.
    pub items: Vec<ServerStatement>,
    /// For the page after this one; none on the last.
    pub next_cursor: Option<String>,
}

/// Where a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StatementState {
    /// It is to be read.
    Waiting,
    /// It leaves a doubt that somebody has to settle.
    WaitingForReview,
    /// It is about to be in the book.
    Committing,
    /// It is in the book.
    Committed,
    /// It cannot be imported; nothing was written.
    Refused,
    /// Somebody gave it up; nothing was written.
    Discarded,
    /// The server gave it up after several tries. One with a plan may be decided once more, and nothing is written twice.
    Failed,
}

/// A statement that the server imports, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServerStatement {
    /// Its id.
    pub id: String,
    /// Name of the file.
    pub file: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Where it is.
    pub state: StatementState,
    /// When it was handed over, Unix milliseconds.
    pub at: i64,
    /// When it was over, Unix milliseconds.
    pub ended: Option<i64>,
    /// What it comes to, once it was read.
    pub plan: Option<StatementPlan>,
    /// Why it was refused, for programs; none when it failed.
    pub code: Option<String>,
    /// The same for people.
    pub detail: Option<String>,
    /// The import in the book, which `import.undo` takes back.
    pub batch: Option<String>,
}

/// What a statement comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatementPlan {
    /// Name of its account; none when that is not here yet.
    pub account: Option<String>,
    /// Id of its account.
    pub account_id: String,
    /// Format, for example `ofx`.
    pub format: String,
    /// Lines to be added, those in doubt left out.
    pub new: u32,
    /// Lines already in the book.
    pub known: u32,
    /// Lines merged into rows that were typed in or pending.
    pub merged: u32,
    /// Lines that want a decision.
    pub doubtful: u32,
    /// Lines left out.
    pub ignored: u32,
    /// Records that could not be read, and are not imported.
    pub rejected: u32,
    /// `proved`, `disproved`, `establishes` or `unavailable`: does the book come to the balance that the file states?
    pub proof: String,
    /// How far it is off: stated minus computed. None while the account is not here.
    pub difference: Option<AmountView>,
}

/// A statement with what is to be decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatementReview {
    /// The statement.
    pub statement: ServerStatement,
    /// Lines that want a decision.
    pub doubts: Vec<DoubtView>,
    /// Records that could not be read.
    pub rejected: Vec<NoticeView>,
    /// Oddities that did not prevent reading.
    pub warnings: Vec<NoticeView>,
}

/// A line that is perhaps a row of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DoubtView {
    /// Its place in the plan: decisions name it.
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
    /// Id of the row that it perhaps is.
    pub transaction: String,
    /// That row; none when it is not here yet, or not any more.
    pub existing: Option<RowView>,
    /// 0 to 1000: how much speaks for that.
    pub score: u16,
    /// Why, for people.
    pub reasons: Vec<String>,
    /// The same for programs.
    pub evidence: Vec<EvidenceView>,
}

/// What becomes of a line in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoubtFate {
    /// It is the row that it perhaps is: merge.
    Merge,
    /// It is a row of its own: add.
    Add,
    /// Leave it out.
    LeaveOut,
}

/// What becomes of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineFate {
    /// Its `index`.
    pub index: u32,
    /// What becomes of it.
    pub fate: DoubtFate,
}

/// The same as the server takes it.
#[derive(Serialize)]
pub(super) struct Decided {
    pub index: u32,
    pub decision: DoubtFate,
}

impl From<&LineFate> for Decided {
    fn from(line: &LineFate) -> Self {
        Self { index: line.index, decision: line.fate }
    }
}

/// A page, as the server says it.
#[derive(Deserialize)]
pub(crate) struct SaidPage {
    items: Vec<SaidStatement>,
    next_cursor: Option<String>,
}

/// A statement, as the server says it.
#[derive(Deserialize)]
pub(crate) struct SaidStatement {
    id: String,
    file_name: String,
    bytes: u64,
    state: StatementState,
    created_at: jiff::Timestamp,
    ended_at: Option<jiff::Timestamp>,
    plan: Option<SaidPlan>,
    code: Option<String>,
    detail: Option<String>,
    batch_id: Option<String>,
}

#[derive(Deserialize)]
struct SaidPlan {
    account_id: String,
    format: String,
    counts: SaidCounts,
    proof: String,
    difference_minor: Option<i64>,
}

#[derive(Deserialize)]
struct SaidCounts {
    new: u32,
    known: u32,
    merged: u32,
    doubtful: u32,
    ignored: u32,
    rejected: u32,
}

/// A statement with its doubts, as the server says it.
#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(flatten)]
    pub import: SaidStatement,
    pub doubts: Vec<SaidDoubt>,
    rejected: Vec<NoticeView>,
    warnings: Vec<NoticeView>,
}

#[derive(Deserialize)]
pub(crate) struct SaidDoubt {
    pub index: u32,
    line: u32,
    posted_on: String,
    amount_minor: i64,
    currency: String,
    description: String,
    payee: Option<String>,
    transaction_id: String,
    score: u16,
    reasons: Vec<EvidenceView>,
}

impl ServerStatements {
    /// With the names of this book's accounts.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub(crate) fn new(reader: &Reader, said: SaidPage) -> Result<Self, AppError> {
        let accounts = resolve::accounts(reader)?;
        let mut items: Vec<_> =
            said.items.into_iter().map(|one| ServerStatement::of(&accounts, one)).collect();
        // Stable: the newest stay first among their like.
        items.sort_by_key(|one| one.state != StatementState::WaitingForReview);
        Ok(Self { items, next_cursor: said.next_cursor })
    }
}

impl ServerStatement {
    /// With the name of this book's account.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub(crate) fn new(reader: &Reader, said: SaidStatement) -> Result<Self, AppError> {
        Ok(Self::of(&resolve::accounts(reader)?, said))
    }

    fn of(accounts: &[resolve::Known], said: SaidStatement) -> Self {
        Self {
            id: said.id,
            file: said.file_name,
            bytes: said.bytes,
            state: said.state,
            at: said.created_at.as_millisecond(),
            ended: said.ended_at.map(jiff::Timestamp::as_millisecond),
            plan: said.plan.map(|plan| StatementPlan::of(accounts, plan)),
            code: said.code,
            detail: said.detail,
            batch: said.batch_id,
        }
    }
}

impl StatementPlan {
    fn of(accounts: &[resolve::Known], said: SaidPlan) -> Self {
        let id = said.account_id.parse::<AccountId>().ok();
        let account = accounts.iter().map(|known| &known.account).find(|account| Some(account.id) == id);
        let SaidCounts { new, known, merged, doubtful, ignored, rejected } = said.counts;
        let difference = account.zip(said.difference_minor);
        Self {
            account: account.map(|account| account.name.clone()),
            account_id: said.account_id,
            format: said.format,
            new,
            known,
            merged,
            doubtful,
            ignored,
            rejected,
            proof: said.proof,
            difference: difference
                .map(|(account, minor)| AmountView { minor, currency: account.currency.code().to_owned() }),
        }
    }
}

impl StatementReview {
    /// With the rows of this book beside the lines in doubt.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub(crate) fn new(reader: &Reader, said: Said) -> Result<Self, AppError> {
        let statement = ServerStatement::new(reader, said.import)?;
        let doubts = said.doubts.into_iter().map(|doubt| DoubtView::new(reader, doubt));
        let (rejected, warnings) = (said.rejected, said.warnings);
        Ok(Self { statement, doubts: doubts.collect::<Result<_, _>>()?, rejected, warnings })
    }
}

impl DoubtView {
    fn new(reader: &Reader, said: SaidDoubt) -> Result<Self, AppError> {
        let id = said.transaction_id.parse::<TransactionId>().ok();
        let existing = id.map(|id| row::by_id(reader.connection(), id)).transpose()?.flatten();
        Ok(Self {
            index: said.index,
            line: said.line,
            date: said.posted_on,
            amount: AmountView { minor: said.amount_minor, currency: said.currency },
            description: said.description,
            payee: said.payee,
            transaction: said.transaction_id,
            existing: existing.filter(|row| !row.deleted),
            score: said.score,
            reasons: said.reasons.iter().map(EvidenceView::text).collect(),
            evidence: said.reasons,
        })
    }
}
