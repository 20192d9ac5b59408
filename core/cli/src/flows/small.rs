//! `init`, `undo`, `redo`, `doctor`, `completions`: flows of a few lines.

use super::{Setting, system_language};
use crate::{args, report};
use app::{App, AppError, ErrorCode, NewBook, RedoAction, UndoAction, UndoImport, UndoneView};
use domain::{Currency, Language};
use std::path::Path;

/// Makes a book; what is not given comes from the system's language.
///
/// # Errors
/// When the book is there already or cannot be written.
pub fn create(
    path: &Path,
    name: Option<String>,
    currency: Option<&str>,
    language: Option<&str>,
) -> Result<App, AppError> {
    let language = match language {
        Some("pt-BR") => Language::PtBr,
        Some(_) => Language::En,
        None => system_language(),
    };
    let currency = match currency {
        Some(code) => Currency::from_code(&code.to_uppercase()).ok_or_else(|| {
            AppError::new(ErrorCode::InvalidInput, format!("`{code}` is not an ISO 4217 currency code"))
                .at("--currency")
        })?,
        None => app::import::home_currency(language),
    };
    let default_name = match language {
        Language::PtBr => "Minhas finanças",
        Language::En => "My finances",
    };
    let name = name.unwrap_or_else(|| default_name.to_owned());
    App::create(path, &NewBook { name, currency, language }, Box::new(app::System))
}

/// `valorize init`.
///
/// # Errors
/// As [`create`].
pub fn init(setting: &Setting<'_>) -> Result<(), AppError> {
    let app = create(
        &setting.book,
        setting.text("name"),
        setting.text("currency").as_deref(),
        setting.text("language").as_deref(),
    )?;
    let book = app.ask(&app::ShowBook {})?;
    if setting.json {
        return report::json(&book);
    }
    report::line(format!("Made the book “{}” ({}) in {}", book.name, book.currency, setting.book.display()))
}

/// `valorize undo`.
///
/// # Errors
/// When there is nothing to undo.
pub fn undo(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut app = setting.open()?;
    let undone = match setting.text("import") {
        Some(batch) => app.act(UndoImport { batch })?,
        None => app.act(UndoAction { action: None })?,
    };
    tell(setting, "Took back", &undone)
}

/// `valorize redo`.
///
/// # Errors
/// When there is nothing to redo.
pub fn redo(setting: &Setting<'_>) -> Result<(), AppError> {
    let undone = setting.open()?.act(RedoAction {})?;
    tell(setting, "Did again", &undone)
}

fn tell(setting: &Setting<'_>, what: &str, undone: &UndoneView) -> Result<(), AppError> {
    if setting.json {
        return report::json(undone);
    }
    report::line(format!(
        "{what} action {} ({}): {} field(s) set",
        undone.action, undone.name, undone.restored
    ))?;
    for skipped in &undone.skipped {
        report::line(format!("  left alone: {skipped}"))?;
    }
    Ok(())
}

/// `valorize doctor`.
///
/// # Errors
/// `damaged` when something is wrong, after telling what.
pub fn doctor(setting: &Setting<'_>) -> Result<(), AppError> {
    let health = setting.open()?.doctor(setting.flag("repair"))?;
    if setting.json {
        report::json(&health)?;
    } else {
        for line in &health.checked {
            report::line(format!("  {line}"))?;
        }
        for problem in &health.problems {
            report::line(format!("  PROBLEM: {problem}"))?;
        }
        if health.rebuilt {
            report::line("  the projection was made anew from the journal")?;
        }
    }
    if health.healthy {
        return if setting.json { Ok(()) } else { report::line("The book is sound.") };
    }
    Err(AppError::new(ErrorCode::Damaged, format!("{} problem(s) found", health.problems.len()))
        .at(setting.book.display().to_string())
        .remedy("run `valorize doctor --repair`; if problems remain, go back to a backup"))
}

/// `valorize completions`.
///
/// # Errors
/// When standard output cannot be written.
pub fn completions(setting: &Setting<'_>) -> Result<(), AppError> {
    let Some(shell) = setting.args.get_one::<clap_complete::Shell>("shell") else { return Ok(()) };
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut args::command(), "valorize", &mut script);
    report::line(String::from_utf8_lossy(&script).trim_end())
}
