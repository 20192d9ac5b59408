//! `valorize sync share` and its like: a book that several people keep.

use super::Setting;
use super::sync::{need, open};
use crate::report;
use app::sync::{Grant, PersonRole, Until};
use app::{App, AppError};
use serde_json::json;

pub fn share(setting: &Setting<'_>) -> Result<(), AppError> {
    let grant = Grant::new(&need(setting, "with")?, role(&need(setting, "role")?))?;
    let mut app = open(setting)?;
    let server = app.sync_link()?.map_or_else(String::new, |link| link.place());
    let show = |code: &str, seconds: u32| {
        if setting.json {
            return report::json(&json!({ "code": code, "seconds": seconds }));
        }
        report::line(format!("On a device of {}, within {} minutes:\n", grant.account, seconds / 60))?;
        let account = &grant.account;
        report::line(format!("  valorize sync join --server {server} --account {account} --code {code}\n"))
    };
    let name = app.share(&grant, show, &mut || true)?;
    let synced = app.sync(Until::Level, &mut |_| true)?;
    if setting.json {
        return report::json(&json!({ "device": name, "head": synced.head }));
    }
    report::line(format!("{} has the book now, on {name}.", grant.account))
}

pub fn people(setting: &Setting<'_>) -> Result<(), AppError> {
    tell(&open(setting)?, setting)
}

fn tell(app: &App, setting: &Setting<'_>) -> Result<(), AppError> {
    let people = app.people()?;
    if setting.json {
        return report::json(&people.items);
    }
    for person in people.items {
        let role = match person.role {
            PersonRole::Owner => "owns the book",
            PersonRole::Editor => "reads and writes",
            PersonRole::Reader => "reads",
            PersonRole::Gone => "no longer let in; take them out once more, for their devices still get keys",
        };
        let devices = if person.devices.is_empty() {
            "has not brought it to a device yet".to_owned()
        } else {
            format!("on {}", person.devices.join(", "))
        };
        let this = if person.this { " (this account)" } else { "" };
        report::line(format!("{}{this}  {role}; {devices}", person.account))?;
    }
    Ok(())
}

pub fn set_role(setting: &Setting<'_>) -> Result<(), AppError> {
    let grant = Grant::new(&need(setting, "name")?, role(&need(setting, "role")?))?;
    let mut app = open(setting)?;
    app.set_role(&grant)?;
    app.sync(Until::Level, &mut |_| true)?;
    tell(&app, setting)
}

pub fn unshare(setting: &Setting<'_>) -> Result<(), AppError> {
    let name = need(setting, "name")?;
    let mut app = open(setting)?;
    app.unshare(&name)?;
    app.sync(Until::Level, &mut |_| true)?;
    if setting.json {
        return report::json(&json!({ "shared": false }));
    }
    report::line(format!(
        "{name} is no longer let in and gets no more keys of the book. What is on their devices stays there."
    ))
}

/// The command line takes no other words.
fn role(word: &str) -> PersonRole {
    if word == "editor" { PersonRole::Editor } else { PersonRole::Reader }
}
