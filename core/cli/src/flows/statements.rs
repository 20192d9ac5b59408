//! `valorize sync statements` and its like: statements and monthly reports at a server that reads the book.

use super::sync::{need, open};
use super::{Setting, import_text, transactions};
use crate::{report, table};
use app::sync::{
    DoubtFate, DoubtView, LineFate, MonthlyOrder, MonthlyReport, MonthlyReportState, ReportWish,
    ServerStatement, StatementPlan, StatementReview, StatementState,
};
use app::{AppError, ReportFormat};
use domain::Language;
use std::path::Path;

pub fn statements(setting: &Setting<'_>) -> Result<(), AppError> {
    let statements = open(setting)?.server_statements(None)?;
    if setting.json {
        return report::json(&statements);
    }
    for one in &statements.items {
        report::line(format!("{}  {}  {}", one.id, one.file, state(one)))?;
    }
    Ok(())
}

fn state(statement: &ServerStatement) -> String {
    let said = match statement.state {
        StatementState::Waiting => "is to be read",
        StatementState::WaitingForReview => "waits for your review",
        StatementState::Committing => "is about to be in the book",
        StatementState::Committed => "is in the book",
        StatementState::Refused => "cannot be imported",
        StatementState::Discarded => "was given up",
        StatementState::Failed => "could not be done, after several tries",
    };
    let detail = statement.detail.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    format!("{said}{detail}")
}

pub fn statement(setting: &Setting<'_>) -> Result<(), AppError> {
    let app = open(setting)?;
    let review = app.server_statement(&need(setting, "id")?)?;
    if setting.json {
        return report::json(&review);
    }
    let language = transactions::language(&app)?;
    let StatementReview { statement, doubts, rejected, warnings } = &review;
    report::line(format!("{} — {}", statement.file, state(statement)))?;
    import_text::notices(rejected, warnings)?;
    if let Some(plan) = &statement.plan {
        counts(plan, language)?;
    }
    doubts.iter().try_for_each(|doubt| in_doubt(doubt, language))?;
    if statement.state == StatementState::WaitingForReview {
        let id = &statement.id;
        report::line(format!(
            "  Go on with: valorize sync decide {id} --merge N --add N --leave-out N, or --others merge"
        ))?;
        report::line(format!("  Give it up with: valorize sync discard {id}"))?;
    }
    if statement.state == StatementState::Failed {
        let id = &statement.id;
        report::line(match statement.plan {
            Some(_) => format!("  Try it again with: valorize sync decide {id}; nothing comes twice"),
            None => "  Nothing of it is in the book: upload it again".to_owned(),
        })?;
    }
    Ok(())
}

fn counts(plan: &StatementPlan, language: Language) -> Result<(), AppError> {
    let StatementPlan { account, account_id, new, known, merged, doubtful, ignored, .. } = plan;
    report::line(format!("  {}", account.as_ref().unwrap_or(account_id)))?;
    report::line(format!(
        "    {new} new, {known} known, {merged} merged, {doubtful} doubtful, {ignored} left out"
    ))?;
    let off = plan.difference.as_ref().map_or_else(String::new, |by| table::amount(by, language));
    report::line(match plan.proof.as_str() {
        "proved" => "    balance: proved".to_owned(),
        "disproved" => format!("    balance: OFF by {off}"),
        "establishes" => "    balance: sets the opening balance".to_owned(),
        _ => "    balance: the file states none".to_owned(),
    })
}

fn in_doubt(doubt: &DoubtView, language: Language) -> Result<(), AppError> {
    let amount = table::amount(&doubt.amount, language);
    let DoubtView { index, line, date, description, .. } = doubt;
    report::line(format!("    ? {index} (line {line}): {date}  {amount}  {description}"))?;
    report::line(match &doubt.existing {
        Some(row) => {
            let amount = table::amount(&row.amount, language);
            format!("      yours:  {}  {amount}  {}", row.date, row.description)
        }
        None => "      the row it may be is not here: sync first".to_owned(),
    })?;
    report::line(format!("      {}", doubt.reasons.join(", ")))
}

pub fn upload(setting: &Setting<'_>) -> Result<(), AppError> {
    let (file, account) = (need(setting, "file")?, setting.text("account"));
    let statement = open(setting)?.upload_statement(Path::new(&file), account.as_deref())?;
    if setting.json {
        return report::json(&statement);
    }
    report::line(format!("{} is at the server, as {}.", statement.file, statement.id))?;
    report::line("`valorize sync statements` says what became of it.")
}

pub fn decide(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut decisions = Vec::new();
    for (option, fate) in
        [("merge", DoubtFate::Merge), ("add", DoubtFate::Add), ("leave-out", DoubtFate::LeaveOut)]
    {
        let indexes = setting.args.get_many::<u32>(option).into_iter().flatten();
        decisions.extend(indexes.map(|index| LineFate { index: *index, fate }));
    }
    let others = setting.text("others").map(|word| match word.as_str() {
        "merge" => DoubtFate::Merge,
        "add" => DoubtFate::Add,
        _ => DoubtFate::LeaveOut,
    });
    let statement = open(setting)?.decide_statement(&need(setting, "id")?, &decisions, others)?;
    if setting.json { report::json(&statement) } else { said(&statement) }
}

pub fn discard(setting: &Setting<'_>) -> Result<(), AppError> {
    let statement = open(setting)?.discard_statement(&need(setting, "id")?)?;
    if setting.json { report::json(&statement) } else { said(&statement) }
}

fn said(statement: &ServerStatement) -> Result<(), AppError> {
    report::line(format!("{} {}.", statement.file, state(statement)))
}

pub fn reports(setting: &Setting<'_>) -> Result<(), AppError> {
    let reports = open(setting)?.monthly_reports(None)?;
    if setting.json {
        return report::json(&reports);
    }
    reports.items.iter().try_for_each(one_report)
}

fn one_report(one: &MonthlyReport) -> Result<(), AppError> {
    let state = match (one.state, &one.error) {
        (MonthlyReportState::Waiting, _) => "is to be made".to_owned(),
        (MonthlyReportState::Ready, _) => "is ready".to_owned(),
        (MonthlyReportState::Failed, None) => "was given up".to_owned(),
        (MonthlyReportState::Failed, Some(error)) => format!("was given up: {error}"),
    };
    let formats: Vec<&str> = one.formats.iter().copied().map(ending).collect();
    report::line(format!("{}  {} ({}, {})  {state}", one.id, one.month, formats.join(" and "), one.language))
}

const fn ending(format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Csv => "csv",
        ReportFormat::Pdf => "pdf",
    }
}

fn format(setting: &Setting<'_>) -> Option<ReportFormat> {
    setting.text("format").map(|word| if word == "csv" { ReportFormat::Csv } else { ReportFormat::Pdf })
}

pub fn ask_report(setting: &Setting<'_>) -> Result<(), AppError> {
    let language = setting.text("language");
    let wanted = MonthlyOrder::new(&need(setting, "month")?, language.as_deref(), format(setting))?;
    let asked = open(setting)?.ask_report(wanted)?;
    if setting.json { report::json(&asked) } else { one_report(&asked) }
}

pub fn fetch_report(setting: &Setting<'_>) -> Result<(), AppError> {
    let (id, to) = (need(setting, "id")?, need(setting, "to")?);
    open(setting)?.fetch_report(&id, format(setting).unwrap_or(ReportFormat::Pdf), Some(Path::new(&to)))?;
    if setting.json {
        return report::json(&serde_json::json!({ "path": to }));
    }
    report::line(format!("The report is in {to}."))
}

pub fn report_wish(setting: &Setting<'_>) -> Result<(), AppError> {
    let language = setting.text("language");
    let wish = match setting.text("wanted") {
        Some(word) => open(setting)?.set_report_wish(&ReportWish::new(word == "on", language.as_deref())?)?,
        None => open(setting)?.report_wish()?,
    };
    if setting.json {
        return report::json(&wish);
    }
    let ReportWish { wanted, language } = &wish;
    report::line(match (wanted, language) {
        (false, _) => "A month's report is made when you ask for it.".to_owned(),
        (true, None) => "A month's report is made by itself, in the book's language.".to_owned(),
        (true, Some(language)) => format!("A month's report is made by itself, in {language}."),
    })
}
