//! Imports as the API shows them.

use crate::work::import::{Kept, Summary};
use domain::{BatchId, Fate, PlanId};
use sqlx::{FromRow, Row as _};

/// A statement on its way.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Uploaded {
    /// The account it is of; without, the one with the number that the file names.
    pub account_id: Option<String>,
    /// Name of the file.
    pub file_name: String,
}

/// An import.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ImportEntry {
    /// Its id.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// Its size.
    pub bytes: i64,
    /// `waiting`, `waiting_for_review`, `committing`, `committed`, `refused`, `discarded`, or `failed`: given up after several tries. What
    /// failed with a plan may be committed once more.
    pub state: String,
    /// The job that works on it, or did last; none once it is forgotten.
    pub job_id: Option<i64>,
    /// When it was uploaded, UTC.
    pub created_at: String,
    /// When it was over, UTC.
    pub ended_at: Option<String>,
    /// What the plan comes to, once there is one.
    pub plan: Option<Summary>,
    /// Why it was refused, for programs: `not_a_statement`, `empty_file`, `undecodable`, `no_records`, `ambiguous_dates`, `ambiguous_amounts`,
    /// `unknown_columns`, `damaged`, `several_accounts`, `unknown_account`, `wrong_account`, `no_account`, `no_currency`, `upload_lost`, `quota`
    /// or `forbidden`.
    pub code: Option<String>,
    /// The same for people.
    pub detail: Option<String>,
    /// The import in the book, which any device can undo.
    pub batch_id: Option<String>,
}

/// An import with what is to be decided.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ImportShown {
    /// The import.
    #[serde(flatten)]
    pub import: ImportEntry,
    /// Lines that want a decision.
    pub doubts: Vec<Doubt>,
    /// Records that could not be read, and will not be imported.
    pub rejected: Vec<Notice>,
    /// Oddities that did not prevent reading.
    pub warnings: Vec<Notice>,
}

/// A line that is perhaps a row of the book.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Doubt {
    /// Its place in the plan: decisions name it.
    pub index: u32,
    /// Line number in the file.
    pub line: u32,
    /// `YYYY-MM-DD`.
    pub posted_on: String,
    /// Minor units; negative is money out.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Text.
    pub description: String,
    /// The payee, where the file has one.
    pub payee: Option<String>,
    /// The transaction that it perhaps is.
    pub transaction_id: String,
    /// 0 to 1000: how much speaks for that.
    pub score: u16,
    /// What speaks for it, and against.
    pub reasons: Vec<Reason>,
}

/// A piece of evidence.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Reason {
    /// `same_amount`, `days_apart`, `text`, `same_check_number`, `pending_amount_changed`, `both_from_bank` or `other_bank_id`.
    pub code: String,
    /// Days from the row to the line, thousandths of likeness, or difference in minor units.
    pub value: Option<i64>,
}

/// A message about a place in the file.
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Notice {
    /// Line number; 0 for the whole file.
    pub line: u32,
    /// For programs.
    pub code: String,
    /// For people.
    pub message: String,
}

/// What becomes of an import's lines. Every line among the doubts is decided; other lines may be too.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// One for each line.
    #[serde(default)]
    pub decisions: Vec<LineDecision>,
}

/// What becomes of a line.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineDecision {
    /// Its place in the plan.
    pub index: u32,
    /// What becomes of it.
    pub decision: Decision,
}

/// What may become of a line.
#[derive(Debug, Clone, Copy, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It is the row that it perhaps is.
    Merge,
    /// It is a row of its own.
    Add,
    /// It is left out.
    LeaveOut,
}

impl Doubt {
    /// The lines of a plan that nobody has decided.
    pub fn all(kept: &Kept) -> Vec<Self> {
        let lines = kept.plan.lines.iter().enumerate();
        let doubt = lines.filter_map(|(at, planned)| match &planned.proposed {
            Fate::Likely { id, score, reasons, accepted: false } => Some(Self {
                index: u32::try_from(at).unwrap_or(u32::MAX),
                line: planned.line.line,
                posted_on: planned.line.date.to_string(),
                amount_minor: planned.line.amount,
                currency: kept.currency.code().to_owned(),
                description: planned.line.description.clone(),
                payee: planned.line.payee.clone(),
                transaction_id: id.to_string(),
                score: *score,
                reasons: reasons
                    .iter()
                    .map(|reason| {
                        let (code, value) = reason.coded();
                        Reason { code: code.to_owned(), value }
                    })
                    .collect(),
            }),
            _ => None,
        });
        doubt.collect()
    }
}

impl From<domain::statement::Notice> for Notice {
    fn from(notice: domain::statement::Notice) -> Self {
        let domain::statement::Notice { line, code, message } = notice;
        Self { line, code, message }
    }
}

/// An import as it is kept.
pub struct Row {
    pub number: i64,
    pub state: String,
    id: Vec<u8>,
    file_name: String,
    bytes: i64,
    code: Option<String>,
    detail: Option<String>,
    summary: Option<String>,
    batch: Option<Vec<u8>>,
    created_at: String,
    ended_at: Option<String>,
    job: Option<i64>,
    dead: bool,
    error: Option<String>,
}

impl FromRow<'_, sqlx::postgres::PgRow> for Row {
    fn from_row(row: &sqlx::postgres::PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            number: row.try_get("number")?,
            file_name: row.try_get("file_name")?,
            bytes: row.try_get("bytes")?,
            state: row.try_get("state")?,
            code: row.try_get("code")?,
            detail: row.try_get("detail")?,
            summary: row.try_get("summary")?,
            batch: row.try_get("batch")?,
            created_at: row.try_get("created_at")?,
            ended_at: row.try_get("ended_at")?,
            job: row.try_get("job")?,
            dead: row.try_get("dead")?,
            error: row.try_get("error")?,
        })
    }
}

impl Row {
    /// Its job was given up on the way.
    pub fn is_dead(&self) -> bool {
        self.dead && matches!(self.state.as_str(), "waiting" | "committing")
    }

    /// As the API shows it.
    pub fn entry(self) -> Result<ImportEntry, serde_json::Error> {
        let id = |bytes: Vec<u8>| <[u8; 12]>::try_from(bytes).unwrap_or_default();
        let dead = self.is_dead();
        Ok(ImportEntry {
            id: PlanId(id(self.id)).to_string(),
            file_name: self.file_name,
            bytes: self.bytes,
            state: if dead { "failed".to_owned() } else { self.state },
            job_id: self.job,
            created_at: self.created_at,
            ended_at: self.ended_at,
            plan: self.summary.as_deref().map(serde_json::from_str).transpose()?,
            code: self.code,
            detail: if dead { self.error } else { self.detail },
            batch_id: self.batch.map(|batch| BatchId(id(batch)).to_string()),
        })
    }
}
