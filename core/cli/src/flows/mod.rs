//! The flows made by hand; everything else goes through the catalog.

mod categorizer;
mod encrypt;
mod export;
mod hosting;
mod import;
mod import_text;
mod inspect;
mod people;
mod review;
mod small;
mod statements;
mod sync;
mod transactions;

use crate::{generated, report};
use app::{App, AppError, ErrorCode};
use clap::ArgMatches;
use domain::Language;
use std::path::PathBuf;

/// Where to work and how to print.
pub struct Setting<'a> {
    /// The book.
    pub book: PathBuf,
    /// A file with the passphrase.
    pub passphrase_file: Option<PathBuf>,
    /// Print JSON.
    pub json: bool,
    /// The subcommand's own arguments.
    pub args: &'a ArgMatches,
}

impl Setting<'_> {
    /// Opens the book for reading and writing.
    ///
    /// # Errors
    /// When there is none, it is in use, damaged or of a newer version.
    pub fn open(&self) -> Result<App, AppError> {
        if !self.book.exists() {
            return Err(AppError::new(ErrorCode::NotFound, "there is no book yet")
                .at(self.book.display().to_string())
                .remedy("make one with `valorize init`, or name yours with --book FILE"));
        }
        let passphrase = if app::is_encrypted(&self.book)? { encrypt::passphrase(self)? } else { None };
        App::open_with_passphrase(&self.book, passphrase.as_ref(), Box::new(app::System))
    }

    /// Opens the book, making one with default categories when there is none.
    ///
    /// # Errors
    /// As [`Setting::open`].
    pub fn open_or_create(&self) -> Result<App, AppError> {
        if self.book.exists() {
            return self.open();
        }
        small::create(&self.book, None, None, None)
    }

    /// A text argument.
    pub fn text(&self, name: &str) -> Option<String> {
        self.args.get_one::<String>(name).cloned()
    }

    /// A switch.
    pub fn flag(&self, name: &str) -> bool {
        self.args.get_flag(name)
    }

    /// The files named.
    pub fn files(&self) -> Vec<PathBuf> {
        self.args
            .get_many::<String>("files")
            .map(|files| files.map(PathBuf::from).collect())
            .unwrap_or_default()
    }
}

/// Language of the system: Portuguese where the locale says so, else English.
pub fn system_language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match locale {
        Some(locale) if locale.starts_with("pt") => Language::PtBr,
        _ => Language::En,
    }
}

/// Runs what the command line asks for.
///
/// # Errors
/// The operation's refusal.
pub fn run(matches: &ArgMatches) -> Result<(), AppError> {
    let Some((name, args)) = matches.subcommand() else {
        return Err(AppError::new(ErrorCode::UnknownOperation, "no command was given"));
    };
    let book = matches.get_one::<String>("book").map_or_else(app::default_book, PathBuf::from);
    let passphrase_file = matches.get_one::<String>("passphrase-file").map(PathBuf::from);
    let setting = Setting { book, passphrase_file, json: matches.get_flag("json"), args };
    match name {
        "sync" => sync::run(&setting),
        noun if noun != "categorizer" && args.subcommand().is_some() => operation(noun, &setting),
        "init" => small::init(&setting),
        "import" => import::run(&setting),
        "inspect" => inspect::run(&setting),
        "review" => review::run(&setting),
        "transactions" => transactions::run(&setting),
        "undo" => small::undo(&setting),
        "redo" => small::redo(&setting),
        "doctor" => small::doctor(&setting),
        "export" => export::run(&setting),
        "encrypt" => encrypt::encrypt(&setting),
        "decrypt" => encrypt::decrypt(&setting),
        "categorizer" => categorizer::run(&setting),
        "serve" => crate::serve::run(&setting, matches.get_one::<String>("book").is_some()),
        "completions" => small::completions(&setting),
        other => Err(AppError::new(ErrorCode::UnknownOperation, format!("there is no command `{other}`"))),
    }
}

/// An operation of the catalog: JSON in, JSON out.
fn operation(noun: &str, setting: &Setting<'_>) -> Result<(), AppError> {
    let Some((verb, args)) = setting.args.subcommand() else {
        return Err(AppError::new(ErrorCode::UnknownOperation, format!("`{noun}` needs a verb")));
    };
    let operation = generated::find(noun, verb).ok_or_else(|| {
        AppError::new(ErrorCode::UnknownOperation, format!("there is no operation `{noun}.{verb}`"))
    })?;
    let input = generated::input(operation, args)?;
    let output = setting.open()?.call(operation.name, input)?;
    report::json(&output)
}
