//! `import.plan`: what a file would do to the book, kept until it is committed or discarded.

use crate::error::{AppError, ErrorCode};
use crate::import::{self, Layout, ReadFile};
use crate::import_view::{NoticeView, PlannedFile};
use crate::operation::{Action, Topic};
use crate::plans::{self, FoundBy, StoredPlan};
use crate::session::Session;
use crate::{existing, parse, resolve};
use domain::planner::{PlanInput, plan_import};
use domain::{AccountId, PlanId, Statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Read a statement file and plan its import. Nothing is written to the accounts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanImport {
    /// Path of the file.
    pub path: String,
    /// Import into this account, whatever the file says: id or name.
    pub account: Option<String>,
    /// CSV mapping profile (path of a JSON file) instead of the inferred or remembered one.
    pub mapping: Option<String>,
    /// Order of day and month where the file leaves it open: dmy, mdy or ymd.
    pub date_order: Option<String>,
    /// Currency where the file names none; by default the account's, else the book's.
    pub currency: Option<String>,
    /// Give every line back, not only the doubtful ones.
    pub all_lines: Option<bool>,
}

impl Action for PlanImport {
    type Output = PlannedFile;
    const NAME: &'static str = "import.plan";
    const TOPICS: &'static [Topic] = &[Topic::Imports];

    fn run(self, session: &mut Session<'_>) -> Result<PlannedFile, AppError> {
        let chosen =
            self.account.as_deref().map(|text| resolve::account(session.reader(), text)).transpose()?;
        let book = crate::queries::show_book::book(session.reader())?;
        let default = match (&self.currency, &chosen) {
            (Some(code), _) => parse::currency("currency", code)?,
            (None, Some(account)) => account.currency,
            (None, None) => book.currency,
        };
        let options = import::read_options(
            Some(default.code()),
            self.date_order.as_deref(),
            self.mapping.as_deref().map(Path::new),
            book.language,
        )?;
        let reader = session.reader();
        let file = import::read_file(Path::new(&self.path), &options, &|fingerprint| {
            plans::remembered(reader, fingerprint).ok().flatten().and_then(|profile| profile.mapping)
        })?;
        let mut stored = Vec::new();
        for statement in file
            .document
            .statements
            .iter()
            .filter(|statement| !statement.lines.is_empty() || statement.ledger_balance.is_some())
        {
            stored.push(plan_statement(session, &file, statement, chosen.as_ref())?);
        }
        if stored.is_empty() {
            return Err(AppError::new(
                ErrorCode::NotAStatement,
                "the file holds no transaction and no balance",
            )
            .at(file.name)
            .remedy("download a period with transactions"));
        }
        let mut plans = Vec::with_capacity(stored.len());
        for plan in stored {
            plans::store(session, &plan)?;
            plans.push(plans::view(session.reader(), &plan, self.all_lines.unwrap_or(false))?);
            *session.last_plan = Some(plan);
        }
        Ok(planned_file(&file, plans))
    }
}

fn planned_file(file: &ReadFile, plans: Vec<crate::import_view::PlanView>) -> PlannedFile {
    let document = &file.document;
    let conformance =
        document.conformance.as_ref().map(|verdict| match (&verdict.message, verdict.accepted) {
            (_, true) => "accepted by the strict reader".to_owned(),
            (Some(message), false) => format!("not accepted by the strict reader: {message}"),
            (None, false) => "not accepted by the strict reader".to_owned(),
        });
    PlannedFile {
        file: file.name.clone(),
        format: document.format.as_str().to_owned(),
        encoding: document.encoding.clone(),
        conformance,
        plans,
        rejected: document.rejected.iter().map(NoticeView::from).collect(),
        warnings: document.warnings.iter().map(NoticeView::from).collect(),
    }
}

fn plan_statement(
    session: &mut Session<'_>,
    file: &ReadFile,
    statement: &Statement,
    chosen: Option<&resolve::AccountRow>,
) -> Result<StoredPlan, AppError> {
    let target = plans::target(session, file, statement, chosen)?;
    let account: AccountId = target.account.id;
    let is_new = target.found_by == FoundBy::New;
    let existing = if is_new { Vec::new() } else { existing::rows(session.reader(), account)? };
    let version = if is_new { 0 } else { session.reader().account_version(account)? };
    let key = session.identity_key();
    let plan = plan_import(
        &PlanInput {
            plan: PlanId(session.fresh_id()),
            account,
            statement,
            existing: &existing,
            opening_balance: target.account.opening_balance,
            opening_known: target.opening_known,
            file_name: &file.name,
            file_sha256: file.sha256,
            format: file.document.format.as_str(),
            account_version: version,
        },
        &|canonical: &[u8]| key.transaction_id(canonical),
    );
    let layout =
        file.layout.as_ref().map(|Layout { fingerprint, mapping }| (fingerprint.clone(), mapping.clone()));
    Ok(StoredPlan { plan, account: target.account, found_by: target.found_by, layout })
}
