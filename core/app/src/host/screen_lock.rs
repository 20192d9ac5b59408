//! The lock of a plain book's window: a passphrase that is asked for before the book is shown. It does not protect the file.

use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::passphrase::Passphrase;
use std::path::Path;
use store::rusqlite::{OptionalExtension as _, params};
use store::{Key, Reader};

/// Stands among the settings of the device, but no list shows it.
const VERIFIER: &str = "lock.verifier";

fn verifier(reader: &Reader) -> Result<Option<Key>, AppError> {
    let text: Option<String> = reader
        .connection()
        .prepare_cached("select value from setting where key = ?1")?
        .query_row([VERIFIER], |row| row.get(0))
        .optional()?;
    Ok(text.as_deref().and_then(Key::from_text))
}

/// Has the book such a passphrase?
///
/// # Errors
/// When the book cannot be read.
pub fn is_set(reader: &Reader) -> Result<bool, AppError> {
    Ok(verifier(reader)?.is_some())
}

/// Lets in who knows the passphrase, or everybody when there is none.
///
/// # Errors
/// `locked_book` without one, `wrong_passphrase` with another.
pub fn check(reader: &Reader, path: &Path, given: Option<&Passphrase>) -> Result<(), AppError> {
    let Some(expected) = verifier(reader)? else { return Ok(()) };
    let Some(given) = given else { return Err(locked(path)) };
    if expected.fits(given.text()) {
        return Ok(());
    }
    Err(AppError::new(ErrorCode::WrongPassphrase, "this is not the passphrase of the lock")
        .at(path.display().to_string())
        .remedy("check capitals and spaces and try again"))
}

/// The refusal of a locked book.
pub fn locked(path: &Path) -> AppError {
    AppError::new(ErrorCode::LockedBook, "the book is locked")
        .at(path.display().to_string())
        .remedy("give its passphrase")
}

/// Sets the passphrase, or takes it away.
///
/// # Errors
/// When the book cannot be written.
pub fn set(app: &mut App, passphrase: Option<(&Passphrase, [u8; 16])>) -> Result<(), AppError> {
    let text = passphrase.map(|(passphrase, salt)| Key::derive(passphrase.text(), salt).to_text());
    app.local(|tx| match &text {
        None => tx.execute("delete from setting where key = ?1", [VERIFIER]).map(drop),
        Some(text) => tx
            .execute(
                "insert into setting (key, value) values (?1, ?2) on conflict (key) do update set value = excluded.value",
                params![VERIFIER, text.as_str()],
            )
            .map(drop),
    })
}
