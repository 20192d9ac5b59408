//! Stored import plans: which account a statement belongs to, keeping plans, showing them.

mod target;

use crate::error::{AppError, ErrorCode};
use crate::import::csv;
use crate::import_view::{PlanLineView, PlanView, count};
use crate::row;
use crate::session::Session;
use crate::view::ProofView;
use domain::{Account, Fate, ImportPlan, Money, PlanId};
use serde::{Deserialize, Serialize};
use store::Reader;
use store::rusqlite::{OptionalExtension as _, params};
pub use target::target;

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

/// What is remembered of a CSV layout.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Profile {
    /// How to read it.
    pub mapping: Option<csv::Mapping>,
    /// Where the last file went.
    pub account: Option<domain::AccountId>,
}

/// The profile kept for a layout.
///
/// # Errors
/// When the book cannot be read.
pub fn remembered(reader: &Reader, fingerprint: &str) -> Result<Option<Profile>, AppError> {
    let text: Option<String> = reader
        .connection()
        .prepare_cached("select profile from csv_profile where fingerprint = ?1")?
        .query_row([fingerprint], |row| row.get(0))
        .optional()?;
    // A profile another version wrote is no reason to refuse the file: it is inferred anew.
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Keeps a plan; plans that were left open before are discarded with it, so that the book does not grow by them.
///
/// # Errors
/// When the book cannot be written.
pub fn store(session: &mut Session<'_>, stored: &StoredPlan) -> Result<(), AppError> {
    let json =
        serde_json::to_vec(stored).map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
    let packed = lz4_flex::compress_prepend_size(&json);
    let at = session.outside.now_ms();
    session.store.local(|tx| {
        tx.execute("delete from import_plan where created_at < ?1 and state <> 1", params![at - KEEP_MS])?;
        tx.execute(
            "insert into import_plan (id, account, created_at, plan) values (?1, ?2, ?3, ?4) \
             on conflict (id) do update set plan = excluded.plan",
            params![stored.plan.id.0, stored.plan.account.0, at, packed],
        )
        .map(drop)
    })?;
    Ok(())
}

/// Plans nobody committed are dropped after a week.
const KEEP_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// The open plan with this id.
///
/// # Errors
/// `not_found` when there is none or it was committed.
pub fn load(reader: &Reader, text: &str) -> Result<StoredPlan, AppError> {
    let id: PlanId = text
        .parse()
        .map_err(|error: domain::id::ParseIdError| AppError::invalid("plan", error.to_string()))?;
    let packed: Option<Vec<u8>> = reader
        .connection()
        .query_row("select plan from import_plan where id = ?1 and state = 0", [id.0], |row| row.get(0))
        .optional()?;
    let packed =
        packed.ok_or_else(|| AppError::not_found("open plan", text).remedy("plan the file again"))?;
    let damaged = |error: String| {
        AppError::new(ErrorCode::Damaged, format!("the stored plan cannot be read: {error}"))
            .remedy("plan the file again")
    };
    let json = lz4_flex::decompress_size_prepended(&packed).map_err(|error| damaged(error.to_string()))?;
    serde_json::from_slice(&json).map_err(|error| damaged(error.to_string()))
}

/// The plan for people and programs; without `all`, only the lines that want a decision.
///
/// # Errors
/// When the book cannot be read.
pub fn view(reader: &Reader, stored: &StoredPlan, all: bool) -> Result<PlanView, AppError> {
    let plan = &stored.plan;
    let currency = stored.account.currency;
    let counts = count(plan);
    let mut lines = Vec::new();
    for (index, line) in plan.lines.iter().enumerate() {
        let existing = match &line.fate {
            Fate::Likely { id, .. } => Some(*id),
            Fate::Same { id } if all => Some(*id),
            _ if all => None,
            _ => continue,
        };
        let mut view = PlanLineView::new(index, line, currency);
        if let Some(id) = existing {
            view.existing = row::by_id(reader.connection(), id)?;
        }
        lines.push(view);
    }
    let days = plan.lines.iter().map(|line| line.line.date);
    Ok(PlanView {
        plan: plan.id.to_string(),
        account_id: stored.account.id.to_string(),
        account: stored.account.name.clone(),
        account_found_by: stored.found_by.as_str().to_owned(),
        account_is_new: stored.found_by == FoundBy::New,
        currency: currency.code().to_owned(),
        new: counts.new,
        known: counts.known,
        doubtful: counts.doubtful,
        merged: counts.merged,
        ignored: counts.ignored,
        sum: Money::new(counts.sum, currency).into(),
        period: days.clone().min().zip(days.max()).map(|(first, last)| (first.to_string(), last.to_string())),
        proof: ProofView::new(plan.proof, currency),
        lines,
    })
}
