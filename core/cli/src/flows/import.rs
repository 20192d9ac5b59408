//! `valorize import`: plan, show, ask, commit; file after file.

use super::{Setting, import_text, review, transactions};
use crate::report;
use app::{
    App, AppError, CommitImport, DecideImport, Decision, DiscardImport, ErrorCode, ImportedView, ListImports,
    PlanImport,
};
use domain::Language;
use serde_json::json;
use std::io::IsTerminal as _;
use std::path::Path;

/// Imports every file named, or lists the imports made.
///
/// # Errors
/// When a file cannot be read; the others are imported and the first error is given at the end.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    if setting.flag("list") {
        let list = setting.open()?.ask(&ListImports {})?;
        return if setting.json { report::json(&list) } else { import_text::list(&list) };
    }
    let files = setting.files();
    if files.is_empty() {
        return Err(AppError::new(ErrorCode::InvalidInput, "no file was named")
            .remedy("valorize import FILE…, or `valorize import --list`"));
    }
    let mut app = setting.open_or_create()?;
    let language = transactions::language(&app)?;
    let mut failed = None;
    let mut results = Vec::new();
    for file in &files {
        match one(&mut app, file, setting, language) {
            Ok(result) => results.push(result),
            Err(error) if files.len() > 1 => {
                eprintln!("{}: error[{}]: {}", file.display(), error.code.as_str(), error.message);
                results.push(json!({ "file": file, "error": error }));
                failed = failed.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    if setting.json {
        report::json(&results)?;
    }
    // Everything is said and kept; what may lag behind is done last, and its failure takes nothing back.
    if let Err(error) = catch_up(&mut app) {
        eprintln!("{}", not_caught_up(&error));
    }
    failed.map_or(Ok(()), Err)
}

fn catch_up(app: &mut App) -> Result<(), AppError> {
    while app.catch_up()? {}
    Ok(())
}

fn not_caught_up(error: &AppError) -> String {
    format!(
        "warning[{}]: what was imported is kept, but the search index is behind: {}; searches are slower until it has caught up",
        error.code.as_str(),
        error.message
    )
}

fn one(
    app: &mut App,
    file: &Path,
    setting: &Setting<'_>,
    language: Language,
) -> Result<serde_json::Value, AppError> {
    let progress = report::spinner(&format!("reading {}", file.display()));
    let planned = app.act(PlanImport {
        path: file.display().to_string(),
        account: setting.text("account"),
        mapping: setting.text("mapping"),
        date_order: setting.text("date-order"),
        currency: None,
        all_lines: Some(setting.flag("lines")),
        ..PlanImport::default()
    })?;
    progress.finish_and_clear();
    if !setting.json {
        import_text::planned(&planned, language)?;
    }
    if setting.flag("plan") {
        for plan in &planned.plans {
            app.act(DiscardImport { plan: plan.plan.clone() })?;
        }
        return Ok(json!({ "file": planned.file, "plan": planned }));
    }
    let asks = std::io::stdin().is_terminal() && !setting.flag("yes") && !setting.json;
    let mut imported: Vec<ImportedView> = Vec::new();
    for plan in &planned.plans {
        if asks && !confirm(app, plan, language)? {
            app.act(DiscardImport { plan: plan.plan.clone() })?;
            report::line("  not imported")?;
            continue;
        }
        let progress = report::spinner("writing and categorising");
        let done = app.act(CommitImport { plan: plan.plan.clone(), categorise: None })?;
        progress.finish_and_clear();
        if !setting.json {
            import_text::imported(&done)?;
        }
        imported.push(done);
    }
    Ok(json!({ "file": planned.file, "plan": planned, "imported": imported }))
}

/// Goes through the doubtful lines, then asks for the whole.
fn confirm(app: &mut App, plan: &app::import_view::PlanView, language: Language) -> Result<bool, AppError> {
    for line in plan.lines.iter().filter(|line| line.fate == "likely") {
        import_text::doubtful(line, language)?;
        let proposed = if line.merge { "m" } else { "a" };
        let Some(answer) = review::ask(&format!(
            "    merge (m), add as a row of its own (a), leave out (l) [{proposed}] > "
        ))?
        else {
            return Ok(false);
        };
        let decision = match answer.trim() {
            "m" => Decision::Merge,
            "a" => Decision::Add,
            "l" => Decision::LeaveOut,
            _ => continue,
        };
        app.act(DecideImport { plan: plan.plan.clone(), index: line.index, decision })?;
    }
    let answer = review::ask("  Import this? [Y/n] > ")?;
    Ok(answer.is_some_and(|answer| {
        matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes" | "s" | "sim")
    }))
}
