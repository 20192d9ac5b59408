//! The plan of an upload: made by the same code as on a device, kept until it is over, and in short for whoever looks.

use super::ground::{Target, existing, targets};
use super::read::only_statement;
use super::{Refusal, Upload};
use crate::Hosted;
use crate::project::{Place, lock};
use crate::work::again;
use domain::account_number::{banks_agree, digits, mask};
use domain::planner::{ExistingRow, PlanInput, plan_import};
use domain::statement::Notice;
use domain::{BalanceProof, Currency, Fate, ImportPlan, PlanId, Statement, StatementDocument};
use jobs::JobError;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sync_protocol::BookTag;

/// A plan with what its commit needs besides.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    pub plan: ImportPlan,
    /// The statement without its lines, which are in the plan.
    pub statement: Statement,
    pub currency: Currency,
    /// What the plan was made from.
    pub seen: [u8; 32],
    pub rejected: Vec<Notice>,
    pub warnings: Vec<Notice>,
    pub summary: Summary,
}

/// A plan in short.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Summary {
    /// The account it goes to.
    pub account_id: String,
    /// `ofx`, `qfx`, `ofc`, `qif`, `csv`, `camt.053` or `mt940`.
    pub format: String,
    /// Character encoding of the file.
    pub encoding: String,
    /// What becomes of the lines.
    pub counts: Counts,
    /// Does the book come to the balance that the file states?
    pub proof: Proof,
    /// That difference, minor units; stated minus computed.
    pub difference_minor: Option<i64>,
}

/// What becomes of a file's lines.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Counts {
    /// Added without a question.
    pub new: u32,
    /// In the book already.
    pub known: u32,
    /// Merged into a row that was typed in or pending.
    pub merged: u32,
    /// Perhaps a row that is there: each wants a decision.
    pub doubtful: u32,
    /// Left out.
    pub ignored: u32,
    /// Records that could not be read.
    pub rejected: u32,
}

/// Does the account's balance agree with the statement's?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// It does.
    Proved,
    /// It does not.
    Disproved,
    /// The first statement of an account: it sets the opening balance.
    Establishes,
    /// The file states no balance.
    Unavailable,
}

impl Summary {
    /// Does it leave a doubt that only its owner can settle?
    pub fn needs_review(&self) -> bool {
        self.counts.doubtful > 0 || self.counts.rejected > 0 || self.proof == Proof::Disproved
    }
}

impl Kept {
    fn new(
        plan: ImportPlan,
        mut statement: Statement,
        seen: [u8; 32],
        document: (String, Vec<Notice>, Vec<Notice>),
    ) -> Self {
        statement.lines.clear();
        let currency = statement.currency;
        let (encoding, rejected, warnings) = document;
        let summary = Summary {
            account_id: plan.account.to_string(),
            format: plan.format.clone(),
            encoding,
            counts: Counts::default(),
            proof: Proof::Unavailable,
            difference_minor: None,
        };
        let mut kept = Self { plan, statement, currency, seen, rejected, warnings, summary };
        kept.sum_up();
        kept
    }

    /// Brings the summary up to the plan.
    pub fn sum_up(&mut self) {
        let counts = self.plan.counts();
        let undecided = |line: &&domain::PlanLine| {
            line.fate == line.proposed && matches!(line.fate, Fate::Likely { accepted: false, .. })
        };
        let doubtful = self.plan.lines.iter().filter(undecided).count();
        let doubtful = u32::try_from(doubtful).unwrap_or(u32::MAX);
        self.summary.counts = Counts {
            new: counts.new + counts.doubtful - doubtful,
            known: counts.same,
            merged: counts.merged,
            doubtful,
            ignored: counts.ignored,
            rejected: u32::try_from(self.rejected.len()).unwrap_or(u32::MAX),
        };
        (self.summary.proof, self.summary.difference_minor) = match self.plan.proof {
            BalanceProof::Proved { .. } => (Proof::Proved, None),
            BalanceProof::Disproved { difference, .. } => (Proof::Disproved, Some(difference)),
            BalanceProof::Establishes { .. } => (Proof::Establishes, None),
            BalanceProof::Unavailable => (Proof::Unavailable, None),
        };
    }

    /// The same file planned anew, on these rows: what its owner decided stays decided where it still can be.
    pub fn again(&self, target: &Target, rows: &[ExistingRow], key: &replica::IdentityKey) -> Self {
        let lines = self.plan.lines.iter().map(|line| line.line.clone()).collect();
        let statement = Statement { lines, ..self.statement.clone() };
        let ImportPlan { id, file_name, file_sha256, format, .. } = &self.plan;
        let mut plan = plan_import(
            &input(*id, target, &statement, rows, file_name, *file_sha256, format),
            &|canonical: &[u8]| key.transaction_id(canonical),
        );
        plan.decide_as(&self.plan);
        let said = (self.summary.encoding.clone(), self.rejected.clone(), self.warnings.clone());
        Self::new(plan, statement, replica::rows_fingerprint(rows), said)
    }
}

fn input<'a>(
    plan: PlanId,
    target: &Target,
    statement: &'a Statement,
    existing: &'a [ExistingRow],
    file_name: &'a str,
    file_sha256: [u8; 32],
    format: &'a str,
) -> PlanInput<'a> {
    PlanInput {
        plan,
        account: target.id,
        statement,
        existing,
        opening_balance: target.opening,
        opening_known: target.opening_known,
        file_name,
        file_sha256,
        format,
        account_version: 0,
    }
}

impl Hosted {
    /// Plans an upload that was read, on the book as it is now.
    pub(super) async fn plan_import(
        &self,
        book: BookTag,
        import: PlanId,
        upload: &Upload,
    ) -> Result<Result<Kept, Refusal>, JobError> {
        let turn = self.turn(book);
        let _mine = turn.lock().await;
        let mut transaction = self.work.begin().await?;
        lock(&mut transaction, book).await?;
        while self.advance(&mut transaction, book).await? == Place::More {}
        let open = self.opened_by_tag(book).await?;
        let planned = plan(&mut transaction, book, import, upload, &open.identity).await?;
        transaction.commit().await?;
        Ok(planned)
    }
}

async fn plan(
    connection: &mut PgConnection,
    book: BookTag,
    import: PlanId,
    upload: &Upload,
    key: &replica::IdentityKey,
) -> Result<Result<Kept, Refusal>, JobError> {
    let document = sqlx::query_scalar!(
        "select document from hosted_import where book = $1 and id = $2",
        book.as_ref(),
        import.0.as_slice()
    )
    .fetch_optional(&mut *connection)
    .await?
    .flatten();
    let document = document.ok_or_else(|| JobError::Refused("what was read is not there".to_owned()))?;
    let mut document: StatementDocument = serde_json::from_slice(&document).map_err(|error| again(&error))?;
    let statement = match only_statement(&document) {
        Ok(at) => document.statements.swap_remove(at),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let known = targets(connection, book).await?;
    let target = match target(&known, upload, &statement) {
        Ok(target) => target,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let rows = existing(connection, book, target.id).await?;
    let format = document.format.as_str();
    let plan = tokio::task::block_in_place(|| {
        plan_import(
            &input(import, target, &statement, &rows, &upload.file_name, upload.sha256, format),
            &|canonical: &[u8]| key.transaction_id(canonical),
        )
    });
    let seen = replica::rows_fingerprint(&rows);
    let said = (document.encoding, document.rejected, document.warnings);
    Ok(Ok(Kept::new(plan, statement, seen, said)))
}

/// The account that was named, if it can be the statement's; else the one with its number.
fn target<'a>(known: &'a [Target], upload: &Upload, statement: &Statement) -> Result<&'a Target, Refusal> {
    let stated = statement.account.id.as_deref();
    if let Some(id) = upload.target {
        let target = known.iter().find(|known| known.id == id);
        let target = target.ok_or_else(|| Refusal::new("no_account", "the account is not there any more"))?;
        if statement.currency != target.currency {
            let (file, own) = (statement.currency.code(), target.currency.code());
            let detail = format!("the statement is in {file}, the account in {own}");
            return Err(Refusal::new("wrong_account", detail));
        }
        return match (stated, target.number.as_deref()) {
            (Some(stated), Some(own)) if digits(stated) != digits(own) => {
                let detail =
                    format!("the statement is of account {}, this one is {}", mask(stated), mask(own));
                Err(Refusal::new("wrong_account", detail))
            }
            _ => Ok(target),
        };
    }
    let is_it = |known: &&Target| {
        let same = |number: &str| stated.is_some_and(|stated| digits(stated) == digits(number));
        known.currency == statement.currency
            && known.number.as_deref().is_some_and(same)
            && banks_agree(known.bank.as_deref(), statement.account.bank.as_deref())
    };
    let unknown = || {
        let detail = "no account of the book has the number in the file: say which one with account_id";
        Refusal::new("unknown_account", detail)
    };
    known.iter().find(is_it).ok_or_else(unknown)
}
