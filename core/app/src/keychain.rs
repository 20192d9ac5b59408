//! The system's keychain: keys of books that this computer may open without asking. Where there is none, the passphrase is asked for.

use crate::error::{AppError, ErrorCode};
use keyring::Entry;
use std::path::Path;
use store::Key;
use zeroize::Zeroizing;

const SERVICE: &str = "valorize";

/// The key of this file, when the keychain has it. No keychain, no key: then the person is asked.
pub fn find(path: &Path) -> Option<Key> {
    let entry = Entry::new(SERVICE, &Key::name_of_file(path).ok()?).ok()?;
    let text = Zeroizing::new(entry.get_password().ok()?);
    Key::from_text(&text)
}

/// Does this computer have a keychain that answers? Asked once while the program runs.
pub fn answers() -> bool {
    Entry::store_status().is_ok()
}

/// Refuses where there is no keychain, before anything else is done.
///
/// # Errors
/// `no_keychain`.
pub fn check() -> Result<(), AppError> {
    match Entry::store_status() {
        Ok(()) => Ok(()),
        Err(error) => Err(absent(error)),
    }
}

fn absent(error: &keyring::Error) -> AppError {
    AppError::new(ErrorCode::NoKeychain, format!("this computer's keychain does not answer: {error}"))
        .remedy("without a keychain the passphrase is asked for each time")
}

/// Has the keychain a key for this file?
pub fn has(path: &Path) -> bool {
    find(path).is_some()
}

/// Keeps a key.
///
/// # Errors
/// `no_keychain` when there is none or it refuses.
pub fn keep(key: &Key) -> Result<(), AppError> {
    Entry::new(SERVICE, &key.name())
        .and_then(|entry| entry.set_password(&key.to_text()))
        .map_err(|error| absent(&error))
}

/// Removes a key; that there was none is fine.
pub fn forget(key: &Key) {
    if let Ok(entry) = Entry::new(SERVICE, &key.name()) {
        // Nothing to remove is the usual case, and a keychain that does not answer keeps a key that no longer fits any file.
        drop(entry.delete_credential());
    }
}
