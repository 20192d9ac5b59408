//! Passphrases on the command line: from a file, the environment or the terminal; and `encrypt` and `decrypt`.

use super::Setting;
use crate::report;
use app::{AppError, ErrorCode, Passphrase};
use std::io::IsTerminal as _;

/// Names the environment variable with the passphrase.
const VARIABLE: &str = "VALORIZE_PASSPHRASE";

/// The passphrase of the book, from wherever it may come; `None` when it comes from nowhere.
///
/// # Errors
/// When the file or the terminal cannot be read.
pub fn passphrase(setting: &Setting<'_>) -> Result<Option<Passphrase>, AppError> {
    if let Some(given) = given(setting)? {
        return Ok(Some(given));
    }
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    ask("Passphrase of the book: ").map(Some)
}

fn given(setting: &Setting<'_>) -> Result<Option<Passphrase>, AppError> {
    if let Some(file) = &setting.passphrase_file {
        let text = std::fs::read_to_string(file).map_err(|error| {
            AppError::new(ErrorCode::Io, format!("the passphrase cannot be read: {error}"))
                .at(file.display().to_string())
        })?;
        return Ok(Some(Passphrase::new(text.lines().next().unwrap_or_default().to_owned())));
    }
    Ok(std::env::var(VARIABLE).ok().filter(|text| !text.is_empty()).map(Passphrase::new))
}

/// Asks at the terminal, without showing what is typed.
///
/// # Errors
/// When the terminal cannot be read.
pub fn ask(prompt: &str) -> Result<Passphrase, AppError> {
    rpassword::prompt_password(prompt)
        .map(Passphrase::new)
        .map_err(|error| AppError::new(ErrorCode::Io, format!("the passphrase cannot be read: {error}")))
}

/// `valorize encrypt`.
///
/// # Errors
/// When the passphrase is too short, the book is open elsewhere or cannot be written; it is as it was then.
pub fn encrypt(setting: &Setting<'_>) -> Result<(), AppError> {
    drop(setting.open()?);
    let passphrase = match given(setting)? {
        Some(given) => given,
        None if std::io::stdin().is_terminal() => ask_twice()?,
        None => {
            return Err(AppError::new(ErrorCode::LockedBook, "a passphrase is needed")
                .remedy("give it with --passphrase-file FILE or $VALORIZE_PASSPHRASE"));
        }
    };
    app::encrypt_file(&setting.book, &passphrase, &mut app::System)?;
    report::line("The book is encrypted. Without the passphrase nobody can open it: keep it safe.")
}

fn ask_twice() -> Result<Passphrase, AppError> {
    let first = ask("New passphrase: ")?;
    if ask("Again: ")? == first {
        Ok(first)
    } else {
        Err(AppError::invalid("passphrase", "the two are not the same"))
    }
}

/// `valorize decrypt`.
///
/// # Errors
/// `locked_book`, `wrong_passphrase`, or when the book cannot be written; it is as it was then.
pub fn decrypt(setting: &Setting<'_>) -> Result<(), AppError> {
    let Some(passphrase) = passphrase(setting)? else {
        return Err(AppError::new(ErrorCode::LockedBook, "the passphrase of the book is needed")
            .remedy("give it with --passphrase-file FILE or $VALORIZE_PASSPHRASE"));
    };
    app::decrypt_file(&setting.book, &passphrase)?;
    report::line("The book is a plain file again.")
}
