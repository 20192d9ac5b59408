//! `valorize transactions`: the register as a table.

use super::Setting;
use crate::{report, table};
use app::{AppError, ListRegister};
use domain::Language;

/// Lists transactions, newest first.
///
/// # Errors
/// When a filter cannot be understood.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    let app = setting.open()?;
    let limit = setting.args.get_one::<i64>("limit").copied();
    let query = ListRegister {
        account: setting.text("account"),
        category: setting.text("category"),
        from: setting.text("from"),
        to: setting.text("to"),
        search: setting.text("search"),
        limit: match limit {
            Some(limit) => u32::try_from(limit).ok(),
            None if setting.json => Some(u32::MAX),
            None => Some(50),
        },
        ..ListRegister::default()
    };
    let page = app.ask(&query)?;
    if setting.json {
        return report::json(&page.items);
    }
    let language = language(&app)?;
    if page.items.is_empty() {
        return report::line("No transactions.");
    }
    let rows = page.items.iter().map(|row| {
        let category = match (&row.category, row.split) {
            (_, true) => "(split)".to_owned(),
            (Some(name), _) if row.category_is_automatic => format!("{name} ?"),
            (Some(name), _) => name.clone(),
            (None, _) => "-".to_owned(),
        };
        let text = row.payee.as_ref().filter(|payee| **payee != row.description).map_or_else(
            || table::shorten(&row.description, 48),
            |payee| table::shorten(&format!("{payee} · {}", row.description), 48),
        );
        vec![
            row.date.clone(),
            table::shorten(&row.account, 18),
            text,
            category,
            table::amount(&row.amount, language),
        ]
    });
    report::line(table::table(&["date", "account", "text", "category", "amount"], &[4], rows))?;
    if page.items.iter().any(|row| row.category_is_automatic) {
        report::line("? = set by the machine; `valorize review` to confirm or correct")?;
    }
    if page.next.is_some() {
        report::line("… more: use --limit, --from and --to")?;
    }
    Ok(())
}

/// The book's language.
///
/// # Errors
/// When the book cannot be read.
pub fn language(app: &app::App) -> Result<Language, AppError> {
    Ok(if app.ask(&app::ShowBook {})?.language == "pt-BR" { Language::PtBr } else { Language::En })
}
