//! The system's keychain: keys of books that this computer may open without asking, and what a device that syncs keeps to itself.

use crate::error::{AppError, ErrorCode};
use keyring::Entry;
use std::path::Path;
use store::Key;
use zeroize::Zeroizing;

const SERVICE: &str = "valorize";

/// The key of this file, when the keychain has it. No keychain, no key: then the person is asked.
pub fn find(path: &Path) -> Option<Key> {
    Key::from_text(&read(&Key::name_of_file(path).ok()?)?)
}

/// What the keychain has under a name.
pub fn read(name: &str) -> Option<Zeroizing<String>> {
    Entry::new(SERVICE, name).ok()?.get_password().ok().map(Zeroizing::new)
}

/// Keeps something under a name, in the place of what was there.
///
/// # Errors
/// `no_keychain` when there is none or it refuses.
pub fn write(name: &str, text: &str) -> Result<(), AppError> {
    Entry::new(SERVICE, name).and_then(|entry| entry.set_password(text)).map_err(|error| absent(&error))
}

/// Removes what is under a name; that there was nothing is fine.
pub fn remove(name: &str) {
    if let Ok(entry) = Entry::new(SERVICE, name) {
        // Nothing to remove is the usual case, and a keychain that does not answer keeps what is of no use any more.
        drop(entry.delete_credential());
    }
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
        .remedy("without a keychain a passphrase is asked for each time")
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
    write(&key.name(), &key.to_text())
}

/// Removes a key; that there was none is fine.
pub fn forget(key: &Key) {
    remove(&key.name());
}
