//! `valorize categorizer`: its state, and how well it does on labelled rows.

use super::Setting;
use crate::{report, table};
use app::{AppError, NoModel};
use std::path::PathBuf;

/// What it works with when there is no model.
const WITHOUT: &str = "none (characters and word lists)";

/// Runs the verb.
///
/// # Errors
/// When a file cannot be read or the book cannot be opened.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    match setting.args.subcommand() {
        Some(("evaluate", args)) => {
            let files: Vec<PathBuf> = args
                .get_many::<String>("files")
                .map(|files| files.map(PathBuf::from).collect())
                .unwrap_or_default();
            let mode = args.get_one::<String>("mode").map_or("chronological", String::as_str);
            evaluate(setting, &files, mode)
        }
        _ => status(setting),
    }
}

fn status(setting: &Setting<'_>) -> Result<(), AppError> {
    let status = setting.open()?.categorizer_status()?;
    if setting.json {
        return report::json(&status);
    }
    report::line(format!("Model: {}", status.model.as_deref().unwrap_or(WITHOUT)))?;
    if let Some(why) = status.why_none {
        report::line(format!("  {}", why_none(why, status.problem.as_deref())))?;
    }
    report::line(format!(
        "Learned from {} row(s) you categorised; {} word(s) of feedback kept",
        status.labels, status.feedback
    ))?;
    report::line(format!("{} descriptor vector(s) kept in the book", status.vectors))
}

fn why_none(why: NoModel, problem: Option<&str>) -> String {
    match why {
        NoModel::SwitchedOff => "switched off by the setting categorizer.model".to_owned(),
        NoModel::NoFolder => "no model folder was found; `make setup` makes one".to_owned(),
        NoModel::NotLoaded => problem.unwrap_or("it could not be loaded").to_owned(),
    }
}

fn evaluate(setting: &Setting<'_>, files: &[PathBuf], mode: &str) -> Result<(), AppError> {
    let mode = app::evaluation::mode(mode)?;
    let mut reports = Vec::new();
    for file in files {
        let progress = report::spinner(&format!("replaying {}", file.display()));
        let evaluation = app::evaluation::evaluate(file, mode, &app::System)?;
        progress.finish_and_clear();
        if !setting.json {
            show(&evaluation)?;
        }
        reports.push(evaluation);
    }
    if !setting.json {
        return Ok(());
    }
    // One file, one object: what a program that evaluates a file expects.
    match reports.as_slice() {
        [one] => report::json(one),
        many => report::json(&many),
    }
}

fn show(evaluation: &app::evaluation::Evaluation) -> Result<(), AppError> {
    let embeddings =
        if evaluation.embeddings { "" } else { " (no embedding model was found: `make setup` makes one)" };
    report::line(format!("{}: {} rows{embeddings}", evaluation.file, evaluation.product.rows))?;
    let share = |share: f64| format!("{:.1}", share * 100.0);
    let rows = std::iter::once(&evaluation.product).chain(&evaluation.baselines).map(|figures| {
        vec![
            figures.name.clone(),
            share(figures.accuracy),
            share(figures.accuracy_seen),
            share(figures.accuracy_unseen),
            share(figures.coverage_at_95),
            share(figures.ece),
            format!("{:.0}", figures.rows_per_s),
        ]
    });
    report::line(table::table(
        &["method", "accuracy %", "seen %", "unseen %", "coverage at 95 %", "ece %", "rows/s"],
        &[1, 2, 3, 4, 5, 6],
        rows,
    ))
}
