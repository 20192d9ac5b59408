//! Plans, doubtful lines and summaries of an import, for people.

use crate::{report, table};
use app::import_view::{NoticeView, PlanLineView, PlanView, PlannedFile};
use app::view::ProofView;
use app::{AppError, ImportList, ImportedView};
use domain::Language;

/// What a file would do.
///
/// # Errors
/// When standard output cannot be written.
pub fn planned(planned: &PlannedFile, language: Language) -> Result<(), AppError> {
    report::line(format!("{} — {}, {}", planned.file, planned.format, planned.encoding))?;
    if let Some(conformance) = planned.conformance.as_ref().filter(|verdict| verdict.starts_with("not")) {
        report::line(format!("  {conformance}"))?;
    }
    notices(&planned.rejected, &planned.warnings)?;
    planned.plans.iter().try_for_each(|one| plan(one, language))
}

/// What is odd about a file.
///
/// # Errors
/// When standard output cannot be written.
pub fn notices(rejected: &[NoticeView], warnings: &[NoticeView]) -> Result<(), AppError> {
    for (kind, notices) in [("could not be read", rejected), ("note", warnings)] {
        for notice in notices.iter().take(10) {
            report::line(format!("  {kind}: line {}: {}", notice.line, notice.message))?;
        }
        if notices.len() > 10 {
            report::line(format!("  … and {} more", notices.len() - 10))?;
        }
    }
    Ok(())
}

fn plan(plan: &PlanView, language: Language) -> Result<(), AppError> {
    let how = match plan.account_found_by.as_str() {
        "new" => "new account",
        "number" => "by its number",
        "layout" => "as the last file of this layout; --account to change",
        _ => "as you said",
    };
    let period =
        plan.period.as_ref().map_or_else(String::new, |(first, last)| format!(", {first} to {last}"));
    report::line(format!("  {} ({how}){period}", plan.account))?;
    report::line(format!(
        "    {} new ({}), {} known, {} doubtful, {} left out",
        plan.new,
        table::amount(&plan.sum, language),
        plan.known,
        plan.doubtful,
        plan.ignored
    ))?;
    report::line(format!("    balance: {}", proof(&plan.proof, language)))?;
    if plan.lines.iter().any(|line| line.fate != "likely") {
        let rows = plan.lines.iter().map(|line| {
            vec![
                line.date.clone(),
                table::shorten(&line.description, 48),
                table::amount(&line.amount, language),
                line.fate.clone(),
                line.reasons.join(", "),
            ]
        });
        return report::line(table::table(&["date", "text", "amount", "fate", "why"], &[2], rows));
    }
    plan.lines.iter().try_for_each(|line| doubtful(line, language))
}

/// A doubtful pair, side by side.
///
/// # Errors
/// When standard output cannot be written.
pub fn doubtful(line: &PlanLineView, language: Language) -> Result<(), AppError> {
    let amount = table::amount(&line.amount, language);
    report::line(format!("    ? line {}: {}  {amount}  {}", line.line, line.date, line.description))?;
    if let Some(row) = &line.existing {
        report::line(format!(
            "      yours:  {}  {}  {}",
            row.date,
            table::amount(&row.amount, language),
            row.description
        ))?;
    }
    let verdict = if line.merge { "will be merged" } else { "will be added as a row of its own" };
    report::line(format!("      {verdict}: {}", line.reasons.join(", ")))
}

fn proof(proof: &ProofView, language: Language) -> String {
    match proof {
        ProofView::Proved { balance } => {
            format!("proved, {} as the bank says", table::amount(balance, language))
        }
        ProofView::Disproved { difference, from } => {
            let from = from.as_ref().map_or_else(String::new, |day| format!(" from {day} on"));
            format!("OFF by {}{from}", table::amount(difference, language))
        }
        ProofView::Establishes { opening } => {
            format!("opening balance set to {}", table::amount(opening, language))
        }
        ProofView::Unavailable => "the file states none".to_owned(),
    }
}

/// What an import did.
///
/// # Errors
/// When standard output cannot be written.
pub fn imported(done: &ImportedView) -> Result<(), AppError> {
    report::line(format!(
        "  Imported into {}: {} added, {} merged, {} known; {} categorised, {} to review.",
        done.account, done.added, done.merged, done.known, done.categorised, done.uncertain
    ))?;
    report::line(format!("  Take it back with: valorize undo --import {}", done.batch))
}

/// The imports made so far.
///
/// # Errors
/// When standard output cannot be written.
pub fn list(list: &ImportList) -> Result<(), AppError> {
    let rows = list.items.iter().map(|import| {
        vec![
            import.at.and_then(|at| jiff::Timestamp::from_millisecond(at).ok()).map_or_else(
                || "another device".to_owned(),
                |at| {
                    at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
                },
            ),
            import.account.clone(),
            import.file.clone(),
            import.added.to_string(),
            import.merged.to_string(),
            import.known.to_string(),
            if import.undone { "taken back".to_owned() } else { String::new() },
            import.batch.clone(),
        ]
    });
    report::line(table::table(
        &["when", "account", "file", "added", "merged", "known", "", "batch"],
        &[3, 4, 5],
        rows,
    ))
}
