//! `valorize sync`: a book on several devices.

use super::encrypt::ask;
use super::{Setting, hosting, people, statements};
use crate::report;
use app::sync::{Account, Keeping, Members, Place, Progress, Remote, SignIn, Synced, Until};
use app::{App, AppError, ErrorCode, Passphrase};
use serde_json::json;
use std::io::IsTerminal as _;
use std::path::Path;

/// Names the environment variable with the password of the account.
const PASSWORD: &str = "VALORIZE_SYNC_PASSWORD";
/// Names the environment variable with the passphrase of the key file.
const KEYS: &str = "VALORIZE_KEYS_PASSPHRASE";
/// Names the environment variable with the recovery phrase.
const PHRASE: &str = "VALORIZE_RECOVERY_PHRASE";

/// Runs a verb.
///
/// # Errors
/// `not_found` when the book is not synced, `server_unreachable` and `server_refused` from the server, and those of opening the book.
pub fn run(setting: &Setting<'_>) -> Result<(), AppError> {
    let Some((verb, args)) = setting.args.subcommand() else {
        return Err(AppError::new(ErrorCode::UnknownOperation, "`sync` needs a verb"));
    };
    let setting = Setting {
        book: setting.book.clone(),
        passphrase_file: setting.passphrase_file.clone(),
        json: setting.json,
        args,
    };
    match verb {
        "set-up" => set_up(&setting),
        "join" => join(&setting),
        "once" => once(&mut open(&setting)?, &setting),
        "watch" => watch(&mut open(&setting)?),
        "status" => status(&setting),
        "phrase" => phrase(&setting),
        "check-phrase" => check_phrase(&setting),
        "keep-phrase" => keep_phrase(&setting),
        "invite" => invite(&setting),
        "devices" => devices(&setting),
        "share" => people::share(&setting),
        "people" => people::people(&setting),
        "role" => people::set_role(&setting),
        "unshare" => people::unshare(&setting),
        "revoke" => revoke(&setting),
        "keys" => keys(&setting),
        "host" => hosting::host(&setting),
        "unhost" => hosting::unhost(&setting),
        "token" => hosting::token(&setting),
        "tokens" => hosting::tokens(&setting),
        "end-token" => hosting::end_token(&setting),
        "notices" => hosting::notices(&setting),
        "jobs" => hosting::jobs(&setting),
        "statements" => statements::statements(&setting),
        "statement" => statements::statement(&setting),
        "upload" => statements::upload(&setting),
        "decide" => statements::decide(&setting),
        "discard" => statements::discard(&setting),
        "reports" => statements::reports(&setting),
        "ask-report" => statements::ask_report(&setting),
        "fetch-report" => statements::fetch_report(&setting),
        "report-wish" => statements::report_wish(&setting),
        "webhooks" => hosting::webhooks(&setting),
        "add-webhook" => hosting::add_webhook(&setting),
        "remove-webhook" => hosting::remove_webhook(&setting),
        "leave" => leave(&setting),
        other => Err(AppError::new(ErrorCode::UnknownOperation, format!("there is no `sync {other}`"))),
    }
}

/// The book, and its key file where there is one.
pub fn open(setting: &Setting<'_>) -> Result<App, AppError> {
    let mut app = setting.open()?;
    if app.sync_link()?.is_some() && app::sync::keeping(app.reader())? == Keeping::File {
        app.unlock_keys(&keys_passphrase(setting)?)?;
    }
    Ok(app)
}

fn keys_passphrase(setting: &Setting<'_>) -> Result<Passphrase, AppError> {
    secret(setting, "keys-passphrase-file", KEYS, "Passphrase of the key file: ")
}

fn keys(setting: &Setting<'_>) -> Result<(), AppError> {
    let keep = setting.text("keep");
    let mut app = if keep.is_some() { open(setting)? } else { setting.open()? };
    let keep = match keep.as_deref() {
        None => None,
        Some("keychain") => Some(Keeping::Keychain),
        Some("file") => Some(Keeping::File),
        Some(_) => Some(Keeping::Book),
    };
    if let Some(keep) = keep {
        let passphrase = if keep == Keeping::File { Some(keys_passphrase(setting)?) } else { None };
        app.keep_keys(keep, passphrase.as_ref())?;
    }
    let keeping = app::sync::keeping(app.reader())?;
    if setting.json {
        return report::json(&json!({ "keep": keeping }));
    }
    let file = format!("{}.keys", app.path().display());
    report::line(match keeping {
        Keeping::Book => "In the book's file: a copy of the file is a copy of this device.".to_owned(),
        Keeping::Keychain => "In this computer's keychain.".to_owned(),
        Keeping::File => format!("In {file}, behind a passphrase."),
    })
}

fn set_up(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut app = setting.open()?;
    let link = if let Some(folder) = setting.text("folder") {
        app.set_up_folder(Path::new(&folder))?
    } else {
        let account = account(setting, setting.text("invitation"))?;
        app.set_up_sync(&account, setting.flag("new-account"))?
    };
    if !setting.json {
        let whoever = if link.folder().is_some() { "Who sees the folder" } else { "The server" };
        report::line(format!("The book syncs with {} from now on. {whoever} cannot read it.", link.place()))?;
    }
    if link.guest() {
        report::line(
            "It is another account's, which shares it with this one: the recovery phrase is for its owner to make.",
        )?;
        return once(&mut app, setting);
    }
    let phrase = app.new_phrase()?;
    if setting.json {
        let synced = app.sync(Until::Level, &mut |_| true)?;
        return report::json(&json!({ "phrase": *phrase, "head": synced.head }));
    }
    report::line("\nThe recovery phrase brings the book back on a new device. It is shown this once:")?;
    report::line(format!("\n  {}\n", *phrase))?;
    report::line("Write it down and keep it safe. `valorize sync phrase` makes another one.\n")?;
    once(&mut app, setting)
}

fn join(setting: &Setting<'_>) -> Result<(), AppError> {
    let outside = Box::new(app::System);
    let bar = report::spinner("joining");
    let mut hear = |progress: &Progress| tell(&bar, progress);
    let folder = setting.text("folder");
    let joined = if let (Some(code), true) =
        (setting.text("code"), setting.text("account").is_some() || setting.flag("issuer"))
    {
        let account = account(setting, setting.text("invitation"))?;
        let fresh = setting.flag("new-account");
        App::join_shared(&setting.book, &account, fresh, &code, outside, &mut hear)
    } else if let Some(code) = setting.text("code") {
        let place = match &folder {
            Some(folder) => Place::folder(Path::new(folder))?,
            None => Place::server(&need(setting, "server")?)?,
        };
        App::join_with_code(&setting.book, place, &code, outside, &mut hear)
    } else if let Some(folder) = &folder {
        let phrase = phrase_of(setting)?;
        App::join_folder(&setting.book, phrase.text(), Path::new(folder), outside, &mut hear)
    } else {
        let account = account(setting, None)?;
        let phrase = phrase_of(setting)?;
        App::join(&setting.book, phrase.text(), &account, outside, &mut hear)
    };
    bar.finish_and_clear();
    let app = joined?;
    let head = taken(&app)?;
    if setting.json {
        return report::json(&json!({ "book": setting.book, "head": head }));
    }
    report::line(format!("The book is here, with all of its {head} changes: {}", setting.book.display()))
}

/// How many changes of the server or the folder are in the book.
fn taken(app: &App) -> Result<u64, AppError> {
    let over_folder = app.sync_link()?.is_some_and(|link| link.folder().is_some());
    Ok(if over_folder { app.reader().shown_count()? } else { app.reader().log_position()?.cursor })
}

fn tell(bar: &indicatif::ProgressBar, progress: &Progress) -> bool {
    if let Progress::At { cursor, head, waiting, .. } = progress {
        bar.set_message(format!("{cursor} of {head} changes here, {waiting} to send"));
    }
    true
}

fn once(app: &mut App, setting: &Setting<'_>) -> Result<(), AppError> {
    let bar = report::spinner("syncing");
    let synced = app.sync(Until::Level, &mut |progress| tell(&bar, progress));
    bar.finish_and_clear();
    let Synced { taken, quarantined, head, waiting } = synced?;
    if setting.json {
        return report::json(
            &json!({ "taken": taken, "quarantined": quarantined, "head": head, "waiting": waiting }),
        );
    }
    report::line(format!("In step: {taken} change(s) taken from other devices, {head} in all."))?;
    if waiting > 0 {
        report::line(format!(
            "{waiting} more cannot be used yet: other files, or a key, are still to come."
        ))?;
    }
    if quarantined > 0 {
        report::line(format!("{quarantined} of them could not be used and were set aside."))?;
    }
    Ok(())
}

fn watch(app: &mut App) -> Result<(), AppError> {
    let mut last = None;
    app.sync(Until::Stopped, &mut |progress| {
        if last.as_ref() != Some(progress) {
            let said = match progress {
                Progress::Away { why, wait } => format!("{why}; again in {:.1} s", wait.as_secs_f64()),
                Progress::At { head, .. } if progress.is_level() => format!("in step at {head}"),
                Progress::At { cursor, head, waiting, .. } => {
                    format!("{cursor} of {head}, {waiting} to send")
                }
            };
            last = Some(progress.clone());
            // Nobody reads along any more: that is how a person stops it.
            return report::line(said).is_ok();
        }
        true
    })
    .map(drop)
}

fn status(setting: &Setting<'_>) -> Result<(), AppError> {
    let app = setting.open()?;
    let link = app.sync_link()?;
    let (taken, waiting) = (taken(&app)?, app.reader().unshown_count()?);
    let phrases = Members::read(app.reader())?.phrases;
    if setting.json {
        let server = link.as_ref().and_then(|link| link.server().ok());
        return report::json(&json!({
            "server": server.map(|server| &server.address),
            "account": server.map(|server| &server.account),
            "guest": server.is_some_and(|server| server.guest),
            "folder": link.as_ref().and_then(|link| link.folder()),
            "taken": taken,
            "waiting": waiting,
            "phrases": phrases,
        }));
    }
    let Some(link) = link else { return report::line("The book is not synced.") };
    let account = match &link.remote {
        Remote::Server(server) => format!(" as {}", server.account),
        Remote::Folder(_) => String::new(),
    };
    report::line(format!(
        "Synced with {}{account}: {taken} changes from there are here, {waiting} of this device wait to be sent.",
        link.place()
    ))?;
    if phrases > 1 {
        report::line(format!(
            "The book has {phrases} recovery phrases: devices made them at the same time. `valorize sync keep-phrase` keeps the one you choose."
        ))?;
    }
    Ok(())
}

fn phrase(setting: &Setting<'_>) -> Result<(), AppError> {
    let phrase = open(setting)?.new_phrase()?;
    if setting.json { report::json(&json!({ "phrase": *phrase })) } else { report::line(&*phrase) }
}

fn check_phrase(setting: &Setting<'_>) -> Result<(), AppError> {
    let app = setting.open()?;
    let right = app::sync::check_phrase(app.reader(), phrase_of(setting)?.text())?;
    if setting.json {
        return report::json(&json!({ "right": right }));
    }
    report::line(if right {
        "This is the recovery phrase of the book."
    } else {
        "This is a phrase, and not the one of this book: it is of another book, or a newer one was made."
    })
}

fn keep_phrase(setting: &Setting<'_>) -> Result<(), AppError> {
    open(setting)?.keep_phrase(phrase_of(setting)?.text())?;
    report::line("This phrase is the only recovery phrase of the book.")
}

fn invite(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut app = open(setting)?;
    let place = app.sync_link()?.map_or_else(String::new, |link| match &link.remote {
        Remote::Server(server) => format!("--server {}", server.address),
        Remote::Folder(_) => "--folder PATH_OF_THE_FOLDER_THERE".to_owned(),
    });
    let show = |code: &str, seconds: u32| {
        if setting.json {
            return report::json(&json!({ "code": code, "seconds": seconds }));
        }
        report::line(format!("On the new device, within {} minutes:\n", seconds / 60))?;
        report::line(format!("  valorize sync join {place} --code {code}\n"))
    };
    let name = app.invite(show, &mut || true)?;
    let synced = app.sync(Until::Level, &mut |_| true)?;
    if setting.json {
        return report::json(&json!({ "device": name, "head": synced.head }));
    }
    report::line(format!("{name} is let in."))
}

fn devices(setting: &Setting<'_>) -> Result<(), AppError> {
    let devices = open(setting)?.sync_devices()?;
    if setting.json {
        return report::json(&devices);
    }
    for device in devices {
        let seen =
            device.seen_seconds_ago.map_or_else(String::new, |ago| format!(", seen {} ago", time(ago)));
        let of = device.account.map_or_else(String::new, |account| format!(" of {account}"));
        let state = match (device.this, device.revoked, device.keys) {
            (true, ..) => ", this device",
            (false, true, false) => ", no longer let in",
            (false, true, true) => ", no longer let in; revoke it once more to make keys it does not get",
            (false, false, true) => "",
            (false, false, false) => ", has not synced yet",
        };
        let behind = match device.behind {
            None | Some(0) => String::new(),
            Some(behind) => format!(", {behind} change(s) behind"),
        };
        report::line(format!("{}  {}{of}{seen}{behind}{state}", device.tag, device.name))?;
    }
    Ok(())
}

fn time(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

fn revoke(setting: &Setting<'_>) -> Result<(), AppError> {
    open(setting)?.revoke_device(&setting.text("device").unwrap_or_default())?;
    report::line("The device is no longer let in and gets no more keys of the book. What it has it keeps.")
}

fn leave(setting: &Setting<'_>) -> Result<(), AppError> {
    let mut app = if setting.flag("without-keys") { setting.open()? } else { open(setting)? };
    app.leave_sync()?;
    report::line("This device no longer syncs the book. What is here stays here, what is there stays there.")
}

pub fn need(setting: &Setting<'_>, name: &str) -> Result<String, AppError> {
    setting.text(name).ok_or_else(|| {
        AppError::new(ErrorCode::InvalidInput, format!("--{name} is missing")).at(format!("--{name}"))
    })
}

fn account(setting: &Setting<'_>, invitation: Option<String>) -> Result<Account, AppError> {
    if setting.flag("issuer") {
        return by_issuer(setting, invitation);
    }
    let (server, name) = (need(setting, "server")?, need(setting, "account")?);
    let password = secret(setting, "password-file", PASSWORD, "Password of the account: ")?;
    Account::new(&server, &name, password, invitation)
}

/// A person signs in in their browser.
fn by_issuer(setting: &Setting<'_>, invitation: Option<String>) -> Result<Account, AppError> {
    let server = need(setting, "server")?;
    let sign_in = SignIn::begin(&server, &mut app::System)?;
    if setting.json {
        report::json(&json!({ "sign_in": sign_in.url }))?;
    } else {
        report::line(format!("Sign in in your browser:\n\n  {}\n", sign_in.url))?;
    }
    if !setting.flag("no-browser")
        && let Err(error) = ::open::that_detached(&sign_in.url)
    {
        eprintln!("no browser opened by itself: {error}");
    }
    Account::by_issuer(&server, sign_in.wait(&mut || true)?, invitation)
}

fn phrase_of(setting: &Setting<'_>) -> Result<Passphrase, AppError> {
    secret(setting, "phrase-file", PHRASE, "Recovery phrase of the book: ")
}

/// From a file, the environment or the terminal: never from the command line, where others can read it.
fn secret(setting: &Setting<'_>, file: &str, variable: &str, prompt: &str) -> Result<Passphrase, AppError> {
    if let Some(path) = setting.text(file) {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| AppError::new(ErrorCode::Io, error.to_string()).at(path))?;
        return Ok(Passphrase::new(text.trim().to_owned()));
    }
    if let Some(text) = std::env::var(variable).ok().filter(|text| !text.is_empty()) {
        return Ok(Passphrase::new(text));
    }
    if std::io::stdin().is_terminal() {
        return ask(prompt);
    }
    Err(AppError::new(ErrorCode::InvalidInput, format!("`{file}` is missing"))
        .remedy(format!("give it with --{file} FILE or ${variable}")))
}
