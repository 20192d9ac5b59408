//! Work on the file of a book that is not open: is it encrypted, encrypting it, and taking the encryption away.

use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::passphrase::Passphrase;
use std::path::Path;
use store::Key;

/// Does the file ask for a passphrase?
///
/// # Errors
/// When it cannot be read.
pub fn is_encrypted(path: &Path) -> Result<bool, AppError> {
    Ok(store::is_encrypted(path)?)
}

/// Encrypts a plain book.
///
/// # Errors
/// `already_exists` when it is encrypted, `busy` while it is open, or a failure; the book is as it was then.
pub fn encrypt_file(path: &Path, passphrase: &Passphrase, outside: &mut dyn Outside) -> Result<(), AppError> {
    passphrase.check("passphrase")?;
    if is_encrypted(path)? {
        return Err(AppError::new(ErrorCode::AlreadyExists, "the book is encrypted already")
            .at(path.display().to_string()));
    }
    let mut salt = [0; 16];
    outside.random(&mut salt);
    Ok(store::rekey(path, None, Some(&Key::derive(passphrase.text(), salt)))?)
}

/// Makes an encrypted book a plain file again.
///
/// # Errors
/// `wrong_passphrase`, `busy` while it is open, or a failure; the book is as it was then.
pub fn decrypt_file(path: &Path, passphrase: &Passphrase) -> Result<(), AppError> {
    if !is_encrypted(path)? {
        return Err(AppError::invalid("book", "the book is not encrypted"));
    }
    let key = Key::of_file(path, passphrase.text())?;
    Ok(store::rekey(path, Some(&key), None)?)
}
