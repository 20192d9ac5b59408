//! `valorize sync host` and its like: a book that the server reads.

use super::Setting;
use super::encrypt::ask;
use super::sync::{need, open};
use crate::report;
use app::sync::ServerJobState as JobState;
use app::{AppError, ErrorCode};
use serde_json::json;
use std::io::IsTerminal as _;

pub fn host(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut app = open(setting)?;
    if !setting.flag("yes") {
        report::line(
            "The server, and whoever runs it, will be able to read everything in this book: accounts, amounts,",
        )?;
        report::line(
            "payees, notes, and all that was ever changed. It can also write to it. `valorize sync unhost` ends that",
        )?;
        report::line("for what is changed afterwards; what the server has read by then it has read.")?;
        if !std::io::stdin().is_terminal() {
            return Err(AppError::new(ErrorCode::InvalidInput, "nobody is there to agree")
                .remedy("read the above and give --yes"));
        }
        if ask("Type `yes` to go on: ")?.text().trim() != "yes" {
            return Err(AppError::new(ErrorCode::Cancelled, "nothing was changed"));
        }
    }
    app.host_book(&mut |_| true)?;
    if setting.json {
        return report::json(&json!({ "hosted": true }));
    }
    report::line("The server reads this book from now on. `valorize sync token` lets a program use its API.")
}

pub fn unhost(setting: &Setting<'_>) -> Result<(), AppError> {
    open(setting)?.unhost_book(&mut |_| true)?;
    if setting.json {
        return report::json(&json!({ "hosted": false }));
    }
    report::line("The server forgot what it made of this book, and cannot read what is changed from now on.")
}

pub fn token(setting: &Setting<'_>) -> Result<(), AppError> {
    let name = setting.text("name").unwrap_or_default();
    let token = open(setting)?.api_token(&name, setting.flag("write"))?;
    if setting.json { report::json(&json!({ "token": *token })) } else { report::line(&*token) }
}

pub fn tokens(setting: &Setting<'_>) -> Result<(), AppError> {
    let tokens = open(setting)?.hosting()?.tokens;
    if setting.json {
        return report::json(&tokens);
    }
    for token in tokens {
        let may = if token.writes { "reads and writes" } else { "reads" };
        let ended = if token.ended { ", ended" } else { "" };
        report::line(format!("{}  {}, {may}{ended}", token.id, token.name))?;
    }
    Ok(())
}

pub fn end_token(setting: &Setting<'_>) -> Result<(), AppError> {
    let number = need(setting, "id")?;
    let id = number.parse().map_err(|_| {
        AppError::invalid("id", "a token is named by its number").remedy("see `valorize sync tokens`")
    })?;
    open(setting)?.end_api_token(id)?;
    report::line("The token opens nothing any more.")
}

pub fn notices(setting: &Setting<'_>) -> Result<(), AppError> {
    let app = open(setting)?;
    let told = app.notices(None)?;
    if setting.flag("read") {
        let unread: Vec<i64> = told.items.iter().filter(|one| !one.read).map(|one| one.id).collect();
        app.read_notices(&unread)?;
    }
    if setting.json {
        return report::json(&told);
    }
    if !told.hosted {
        return report::line("No server reads this book: there is nobody who could tell anything.");
    }
    for notice in &told.items {
        let mark = if notice.read { ' ' } else { '*' };
        report::line(format!("{mark} {}", notice.title))?;
        notice.body.lines().try_for_each(|line| report::line(format!("    {line}")))?;
    }
    let further = told.unread.saturating_sub(told.items.iter().filter(|one| !one.read).count() as u64);
    if further > 0 {
        report::line(format!("{further} more are unread: give --read and ask again."))?;
    }
    Ok(())
}

pub fn jobs(setting: &Setting<'_>) -> Result<(), AppError> {
    let jobs = open(setting)?.server_jobs(None)?;
    if setting.json {
        return report::json(&jobs);
    }
    for job in &jobs.items {
        let state = match job.state {
            JobState::Waiting => "waiting",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Dead => "given up",
        };
        let error = job.error.as_deref().map(|error| format!(", {error}")).unwrap_or_default();
        report::line(format!("{}  {}  {state}{error}", job.id, job.name))?;
    }
    Ok(())
}

pub fn webhooks(setting: &Setting<'_>) -> Result<(), AppError> {
    let webhooks = open(setting)?.webhooks()?;
    if setting.json {
        return report::json(&webhooks);
    }
    webhooks.items.iter().try_for_each(|webhook| report::line(format!("{}  {}", webhook.id, webhook.url)))
}

pub fn add_webhook(setting: &Setting<'_>) -> Result<(), AppError> {
    let added = open(setting)?.add_webhook(&need(setting, "url")?)?;
    if setting.json {
        return report::json(&added);
    }
    report::line(format!("{}  {}", added.id, added.url))?;
    report::line("Its receiver checks signatures with this secret, which is shown this once:")?;
    report::line(added.secret)
}

pub fn remove_webhook(setting: &Setting<'_>) -> Result<(), AppError> {
    let number = need(setting, "id")?;
    let id = number.parse().map_err(|_| {
        AppError::invalid("id", "a webhook is named by its number").remedy("see `valorize sync webhooks`")
    })?;
    open(setting)?.remove_webhook(id)?;
    report::line("The address is told nothing any more.")
}
