//! `import.plan`: what a file would do to the book, kept until it is committed or discarded.

use crate::error::{AppError, ErrorCode};
use crate::import::{self, Layout, ReadFile};
use crate::import_mapping::MappingView;
use crate::import_view::{ImportedBefore, NoticeView, PlannedFile};
use crate::operation::{Action, Topic};
use crate::plans::{self, FoundBy, Pending, StoredPlan};
use crate::progress::Stage;
use crate::session::Session;
use crate::{existing, parse, resolve, row};
use domain::planner::{PlanInput, plan_import};
use domain::{AccountId, PlanId, Statement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::rusqlite::OptionalExtension as _;

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
    /// How to read a CSV file, instead of the inferred or remembered mapping.
    pub layout: Option<MappingView>,
    /// Open plans of other files that will be committed before this one: their rows count as there.
    pub after: Option<Vec<String>>,
    /// Earlier plans of the same file that this one stands for: what a person decided in them stays decided where it still can be, and
    /// they are thrown away.
    pub instead_of: Option<Vec<String>>,
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
        let mut options = import::read_options(
            Some(default.code()),
            self.date_order.as_deref(),
            self.mapping.as_deref().map(Path::new),
            book.language,
        )?;
        session.progress.report(Stage::Reading, 0, 0)?;
        if let Some(layout) = &self.layout {
            options.csv_mapping = Some(layout.mapping()?);
        }
        let reader = session.reader();
        let file = import::read_file(Path::new(&self.path), &options, &|fingerprint| {
            plans::remembered(reader, fingerprint).ok().flatten().and_then(|profile| profile.mapping)
        })?;
        let pending = Pending::load(session, self.after.as_deref().unwrap_or_default())?;
        let planned = plan_all(session, &file, chosen.as_ref(), &pending);
        pending.put_back(session);
        session.progress.report(Stage::Writing, 0, 0)?;
        let mut planned = planned?;
        let replaced = take_over(session, self.instead_of.as_deref().unwrap_or_default(), &mut planned)?;
        let mut plans = Vec::new();
        for plan in planned {
            plans::store(session, &plan)?;
            plans.push(plans::view(session.reader(), &plan, self.all_lines.unwrap_or(false))?);
            session.plans.put(plan);
        }
        for plan in replaced {
            plans::discard(session, plan)?;
        }
        let before = imported_before(session, file.sha256)?;
        Ok(planned_file(&file, plans, before))
    }
}

/// Decides as a person decided in earlier plans of the file. Gives the plans that were replaced; one that is not open any more has
/// nothing to say.
fn take_over(
    session: &mut Session<'_>,
    earlier: &[String],
    plans: &mut [StoredPlan],
) -> Result<Vec<PlanId>, AppError> {
    let mut replaced = Vec::new();
    for text in earlier {
        let before = match StoredPlan::held(session, text) {
            Ok(before) => before,
            Err(error) if error.code == ErrorCode::NotFound => continue,
            Err(error) => return Err(error),
        };
        for stored in plans.iter_mut().filter(|stored| stored.plan.account == before.plan.account) {
            stored.plan.decide_as(&before.plan);
        }
        replaced.push(before.plan.id);
    }
    Ok(replaced)
}

fn plan_all(
    session: &mut Session<'_>,
    file: &ReadFile,
    chosen: Option<&resolve::AccountRow>,
    pending: &Pending,
) -> Result<Vec<StoredPlan>, AppError> {
    let lines: usize = file.document.statements.iter().map(|statement| statement.lines.len()).sum();
    let mut compared = 0;
    let speaking = file
        .document
        .statements
        .iter()
        .filter(|statement| !statement.lines.is_empty() || statement.ledger_balance.is_some());
    let mut plans = Vec::new();
    for statement in speaking {
        session.progress.report(Stage::Comparing, compared, lines as u64)?;
        compared += statement.lines.len() as u64;
        plans.push(plan_statement(session, file, statement, chosen, pending)?);
    }
    if plans.is_empty() {
        let error = AppError::new(ErrorCode::NotAStatement, "the file holds no transaction and no balance");
        return Err(error.at(file.name.clone()).remedy("download a period with transactions"));
    }
    Ok(plans)
}

/// The newest import of the same bytes that was not taken back.
fn imported_before(session: &Session<'_>, sha256: [u8; 32]) -> Result<Option<ImportedBefore>, AppError> {
    let sql = "select b.id, b.file_name, (select max(at) from action where action.batch = b.id) \
      from import_batch b where b.file_sha256 = ?1 and b.undone = 0 order by 3 desc limit 1";
    let found = session.reader().connection().prepare_cached(sql)?.query_row([sha256], |row| {
        Ok(ImportedBefore { batch: row::id_text(row.get(0)?), file: row.get(1)?, at: row.get(2)? })
    });
    Ok(found.optional()?)
}

fn planned_file(
    file: &ReadFile,
    plans: Vec<crate::import_view::PlanView>,
    imported_before: Option<ImportedBefore>,
) -> PlannedFile {
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
        imported_before,
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
    pending: &Pending,
) -> Result<StoredPlan, AppError> {
    let target = plans::target(session, file, statement, chosen, pending)?;
    let account: AccountId = target.account.id;
    let is_new = target.found_by == FoundBy::New;
    let mut existing = if is_new { Vec::new() } else { existing::rows(session.reader(), account)? };
    let seen = (!is_new).then(|| existing::fingerprint(&existing));
    pending.apply(account, &mut existing);
    let opening = pending.opening(account);
    let version = if is_new { 0 } else { session.reader().account_version(account)? };
    let key = session.identity_key();
    let plan = plan_import(
        &PlanInput {
            plan: PlanId(session.fresh_id()),
            account,
            statement,
            existing: &existing,
            opening_balance: opening.unwrap_or(target.account.opening_balance),
            opening_known: opening.is_some() || target.opening_known,
            file_name: &file.name,
            file_sha256: file.sha256,
            format: file.document.format.as_str(),
            account_version: version,
        },
        &|canonical: &[u8]| key.transaction_id(canonical),
    );
    let layout = file
        .layout
        .as_ref()
        .map(|Layout { fingerprint, mapping, .. }| (fingerprint.clone(), mapping.clone()));
    Ok(StoredPlan {
        plan,
        account: target.account,
        found_by: target.found_by,
        layout,
        header: file.layout.as_ref().map(|layout| layout.header.clone()).unwrap_or_default(),
        after: pending.after(account),
        seen,
        counts: None,
    })
}
