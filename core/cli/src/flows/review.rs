//! `valorize review`: suggestions one by one, with the rows they rest on.

use super::{Setting, transactions};
use crate::{report, table};
use app::{
    AcceptAbove, App, AppError, ErrorCode, ExplainSuggestion, ListCategories, ReviewItem, ReviewQueue,
    ReviewSuggestion, Verdict,
};
use domain::Language;
use std::io::{BufRead as _, IsTerminal as _, Write as _};

/// Goes through what waits.
///
/// # Errors
/// When the book cannot be written.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut app = setting.open()?;
    if let Some(percent) = setting.args.get_one::<u16>("accept-above") {
        let done = app.act(AcceptAbove { percent: *percent })?;
        return if setting.json {
            report::json(&done)
        } else {
            report::line(format!("Accepted {} suggestion(s).", done.changed))
        };
    }
    let limit = setting.args.get_one::<i64>("limit").and_then(|limit| u32::try_from(*limit).ok());
    let queue = app.ask(&ReviewQueue { limit, min_confidence: None })?;
    if setting.json {
        return report::json(&queue);
    }
    if queue.items.is_empty() {
        return report::line("Nothing waits for review.");
    }
    let language = transactions::language(&app)?;
    if setting.flag("list") || !std::io::stdin().is_terminal() {
        return list(&queue.items, language);
    }
    report::line(format!(
        "{} suggestion(s). Enter accepts, a category name corrects, s skips, i ignores, ? lists categories, q stops.",
        queue.items.len()
    ))?;
    for item in &queue.items {
        if !one(&mut app, item, language)? {
            break;
        }
    }
    Ok(())
}

fn list(items: &[ReviewItem], language: Language) -> Result<(), AppError> {
    let rows = items.iter().map(|item| {
        vec![
            item.row.date.clone(),
            table::shorten(&item.row.description, 44),
            table::amount(&item.row.amount, language),
            item.category.clone(),
            percent(item.confidence),
            if item.applied { "set".to_owned() } else { "suggested".to_owned() },
            item.row.id.clone(),
        ]
    });
    report::line(table::table(&["date", "text", "amount", "category", "sure", "", "id"], &[2, 4], rows))?;
    report::line(
        "Go through them with `valorize review`, or accept the sure ones with `valorize review --accept-above 90`.",
    )
}

fn percent(permille: u16) -> String {
    format!("{} %", permille / 10)
}

/// Asks about one row; false when the person stops.
fn one(app: &mut App, item: &ReviewItem, language: Language) -> Result<bool, AppError> {
    let row = &item.row;
    report::line(format!(
        "\n{}  {}  {}  ({})",
        row.date,
        table::amount(&row.amount, language),
        row.description,
        row.account
    ))?;
    report::line(format!(
        "  → {} ({} sure, {})",
        item.category,
        percent(item.confidence),
        source(&item.source)
    ))?;
    let explanation = app.act(ExplainSuggestion { id: row.id.clone(), count: Some(3) })?;
    for near in &explanation.nearest {
        let category = near.row.category.as_deref().unwrap_or("-");
        report::line(format!(
            "    like yours: {} · {category} ({} alike)",
            table::shorten(&near.row.description, 44),
            percent(near.similarity)
        ))?;
    }
    loop {
        let Some(answer) = ask("  > ")? else { return Ok(false) };
        let (verdict, category) = match answer.trim() {
            "" => (Verdict::Accept, None),
            "s" => return Ok(true),
            "q" => return Ok(false),
            "i" => (Verdict::Ignore, None),
            "?" => {
                categories(app)?;
                continue;
            }
            name => (Verdict::Correct, Some(name.to_owned())),
        };
        match app.act(ReviewSuggestion { id: row.id.clone(), verdict, category }) {
            Ok(_) => return Ok(true),
            Err(error) if matches!(error.code, ErrorCode::NotFound | ErrorCode::Ambiguous) => {
                report::line(format!("  {}; ? lists the categories", error.message))?;
            }
            Err(error) => return Err(error),
        }
    }
}

fn source(source: &str) -> &'static str {
    match source {
        "rule" => "by a rule of yours",
        "payee_memory" => "you chose it before",
        "model" => "by likeness",
        _ => "by likeness of letters",
    }
}

fn categories(app: &App) -> Result<(), AppError> {
    let list = app.ask(&ListCategories {})?;
    let names: Vec<String> =
        list.items.into_iter().filter(|category| !category.archived).map(|category| category.name).collect();
    report::line(format!("  {}", names.join(", ")))
}

/// A line from the person; `None` at the end of input.
pub fn ask(prompt: &str) -> Result<Option<String>, AppError> {
    let failed =
        |error: std::io::Error| AppError::new(ErrorCode::Io, format!("the terminal cannot be used: {error}"));
    let mut out = std::io::stdout().lock();
    write!(out, "{prompt}").and_then(|()| out.flush()).map_err(failed)?;
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer).map_err(failed)?;
    Ok((read > 0).then_some(answer))
}
