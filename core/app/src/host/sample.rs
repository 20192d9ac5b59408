//! The sample book: statements of an invented household, brought in as any file is.

use super::{Call, Host};
use crate::actions::commit_import::CommitImport;
use crate::actions::plan_import::PlanImport;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::progress::{Progress as _, Stage};
use crate::sample::{File, Sample};
use domain::Language;
use serde_json::json;
use std::path::PathBuf;

/// Fills the book with the household's statements, what it typed in, and the categories it chose.
///
/// # Errors
/// When a file cannot be kept or imported.
pub fn fill(app: &mut App, host: &Host, call: &Call, language: Language) -> Result<(), AppError> {
    let sample = Sample::new(language, (host.outside)().today());
    let files = sample.files();
    let all = files.len() as u64;
    for (done, file) in (0_u64..).zip(&files) {
        call.report(Stage::Reading, done, all)?;
        let path = stage(host, file)?;
        import(app, file, path.display().to_string())?;
        host.staging.discard(&path)?;
    }
    for row in sample.typed_in() {
        let input = json!({
            "account": row.account, "date": row.day.to_string(), "amount": row.amount, "description": row.text,
        });
        app.call("transaction.create", input)?;
    }
    call.report(Stage::Writing, 0, 0)?;
    crate::sample::choose(&mut app.session(call), &sample)
}

/// Keeps the household's newest statement, which is left to import, where any dropped file is kept.
///
/// # Errors
/// When it cannot be kept.
pub fn stage_by_hand(host: &Host, language: Language) -> Result<PathBuf, AppError> {
    stage(host, &Sample::new(language, (host.outside)().today()).by_hand())
}

fn stage(host: &Host, file: &File) -> Result<PathBuf, AppError> {
    let path = host.stage(&file.name)?;
    std::fs::write(&path, &file.bytes)
        .map_err(|error| AppError::new(ErrorCode::Io, format!("the sample cannot be kept: {error}")))?;
    Ok(path)
}

fn import(app: &mut App, file: &File, path: String) -> Result<(), AppError> {
    let planned = app.act(PlanImport { path, ..PlanImport::default() })?;
    for plan in planned.plans {
        if plan.account_is_new {
            let kind = crate::import_view::kind_text(file.kind);
            app.call(
                "import.name_account",
                json!({ "plan": plan.plan, "name": file.account, "kind": kind }),
            )?;
        }
        app.act(CommitImport { plan: plan.plan, categorise: Some(false) })?;
    }
    Ok(())
}
