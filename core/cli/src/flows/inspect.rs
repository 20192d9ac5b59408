//! `valorize inspect`: what a statement file says, no book touched.

use super::Setting;
use crate::{report, table};
use app::{AppError, ErrorCode};
use std::path::Path;

/// Reads each file and prints what it contains.
///
/// # Errors
/// When a file is not readable as a statement; with several files the first error is given after the others were printed.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    let options = app::import::read_options(
        setting.text("currency").as_deref(),
        setting.text("date-order").as_deref(),
        setting.text("mapping").as_deref().map(Path::new),
        super::system_language(),
    )?;
    let mut failed = None;
    for file in setting.files() {
        if let Err(error) = one(&file, &options, setting) {
            if setting.files().len() == 1 {
                return Err(error);
            }
            eprintln!("{}: error[{}]: {}", file.display(), error.code.as_str(), error.message);
            failed = Some(error);
        }
    }
    failed.map_or(Ok(()), Err)
}

fn one(file: &Path, options: &app::import::ReadOptions, setting: &Setting<'_>) -> Result<(), AppError> {
    if setting.flag("show-mapping") {
        return report::json(&app::import::csv_mapping(file, options)?);
    }
    let inspection = app::import::inspect(file, options)?;
    if setting.json {
        return report::json(&inspection);
    }
    let value = serde_json::to_value(&inspection)
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
    report::line(format!("{}: {}", file.display(), text(&value["format"])))?;
    let accounts = value["accounts"].as_array().cloned().unwrap_or_default();
    let rows = accounts.iter().map(|account| {
        [
            "id",
            "type",
            "currency",
            "transactions",
            "sum_minor_units",
            "first_date",
            "last_date",
            "ledger_balance",
        ]
        .iter()
        .map(|field| text(&account[*field]))
        .collect()
    });
    report::line(table::table(
        &["account", "type", "currency", "rows", "sum (minor units)", "first", "last", "balance"],
        &[3, 4, 7],
        rows,
    ))?;
    for (kind, notices) in [("rejected", &value["rejections"]), ("warning", &value["warnings"])] {
        for notice in notices.as_array().into_iter().flatten() {
            report::line(format!("  {kind}: line {}: {}", text(&notice["line"]), text(&notice["message"])))?;
        }
    }
    Ok(())
}

fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "-".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
