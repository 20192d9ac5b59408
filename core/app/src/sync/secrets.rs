//! What a device keeps to itself: the token that lets it in at the server, and its own key, for which others wrap the book's. They lie in
//! the system's keychain, in a file behind a passphrase, or with everything else in the book's file.

use super::link;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::keychain;
use crate::passphrase::Passphrase;
use crate::whole_file;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use store::Reader;
use sync_protocol::DeviceTag;
use sync_protocol::seal::keyfile::{Cost, DeviceSecrets, KeyFileError, lock, unlock};
use zeroize::Zeroizing;

/// Where a device keeps what it keeps to itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// In the book's file: a copy of the file is a copy of the device. Behind the book's passphrase, if it has one.
    Book,
    /// In this computer's keychain.
    Keychain,
    /// In a file beside the book, behind a passphrase that is asked for when sync begins.
    File,
}

impl Keeping {
    const ALL: [Self; 3] = [Self::Book, Self::Keychain, Self::File];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Keychain => "keychain",
            Self::File => "file",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keeping| keeping.name() == name)
    }
}

/// What was read of a key file since the book was opened.
#[derive(Clone, Default)]
pub struct Unlocked(Arc<Mutex<Option<DeviceSecrets>>>);

impl Unlocked {
    fn get(&self) -> Option<DeviceSecrets> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, secrets: Option<DeviceSecrets>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = secrets;
    }
}

/// What a device keeps to itself outside the book's file; `None` when it is in there.
///
/// # Errors
/// `no_keychain` when the keychain does not have it; `locked_keys` when the key file's passphrase was not given yet.
pub fn outside_the_book(reader: &Reader, unlocked: &Unlocked) -> Result<Option<DeviceSecrets>, AppError> {
    let Some(device) = link::device(reader)? else { return Ok(None) };
    match link::keeping(reader)? {
        Keeping::Book => Ok(None),
        Keeping::Keychain => in_keychain(device).map(Some),
        Keeping::File => unlocked.get().map(Some).ok_or_else(|| {
            AppError::new(ErrorCode::LockedKeys, "the keys of sync wait for their passphrase")
                .remedy("give it in the settings under Sync, or in $VALORIZE_KEYS_PASSPHRASE")
        }),
    }
}

fn in_keychain(device: DeviceTag) -> Result<DeviceSecrets, AppError> {
    let text = keychain::read(&name(device));
    let bytes = text.and_then(|text| STANDARD.decode(text.as_bytes()).ok()).map(Zeroizing::new);
    bytes.and_then(|bytes| DeviceSecrets::from_bytes(&bytes)).ok_or_else(|| {
        AppError::new(
            ErrorCode::NoKeychain,
            "the keys of sync are in a keychain that does not have them or does not answer",
        )
        .remedy("unlock this computer's keychain; on another computer stop syncing and join anew")
    })
}

fn name(device: DeviceTag) -> String {
    format!("sync {device}")
}

/// The key file of a book.
pub fn key_file(book: &Path) -> PathBuf {
    let mut name = OsString::from(book);
    name.push(".keys");
    name.into()
}

impl App {
    /// Puts what this device keeps to itself somewhere else. A key file needs a passphrase.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `no_keychain`; `invalid_input` for a passphrase that is missing or short; `io`; and those of
    /// where it is now.
    pub fn keep_keys(&mut self, keeping: Keeping, passphrase: Option<&Passphrase>) -> Result<(), AppError> {
        let link = self.linked()?;
        let former = link::keeping(self.reader())?;
        let token = link.server().map(|server| server.token.clone()).unwrap_or_default();
        let secrets = DeviceSecrets::new(&token, self.exchange_key()?.bytes(), None);
        // First to the new place, then the book says so, then away from the old one: a kill leaves one that counts.
        match keeping {
            Keeping::Book => {}
            Keeping::Keychain if !self.outside().keychain() => {
                return Err(AppError::new(ErrorCode::NoKeychain, "the keychain is not to be used here")
                    .remedy("unset VALORIZE_NO_KEYCHAIN, or keep the keys in a file behind a passphrase"));
            }
            Keeping::Keychain => to_keychain(link.device, &secrets)?,
            Keeping::File => self.write_key_file(&secrets, passphrase)?,
        }
        self.local(|tx| {
            link::keep(tx, keeping, &secrets.token)?;
            let exchange = (keeping == Keeping::Book).then_some(secrets.exchange.as_slice());
            store::put_secret(tx, super::keys::EXCHANGE, exchange)
        })?;
        self.unlocked().set((keeping == Keeping::File).then_some(secrets));
        if former != keeping {
            forget(former, link.device, self.path())?;
        }
        Ok(())
    }

    fn write_key_file(
        &mut self,
        secrets: &DeviceSecrets,
        passphrase: Option<&Passphrase>,
    ) -> Result<(), AppError> {
        let missing = || AppError::invalid("passphrase", "a key file needs a passphrase");
        let passphrase = passphrase.ok_or_else(missing)?;
        passphrase.check("passphrase")?;
        let mut random = [0; 40];
        self.outside().random(&mut random);
        let bytes = lock(passphrase.text(), secrets, Cost::DEFAULT, &random)?;
        whole_file::write(&key_file(self.path()), &bytes)
    }

    /// Reads the key file, for as long as the book is open.
    ///
    /// # Errors
    /// `wrong_passphrase`; `io` when it is not there; `damaged`.
    pub fn unlock_keys(&mut self, passphrase: &Passphrase) -> Result<(), AppError> {
        let secrets = read_key_file(self.path(), passphrase)?;
        self.unlocked().set(Some(secrets));
        Ok(())
    }

    /// Where keys of a device that begins to sync go by themselves: the keychain, unless the book's own passphrase protects them.
    ///
    /// # Errors
    /// When the book's file fails.
    pub(super) fn keep_keys_well(&mut self) -> Result<(), AppError> {
        match self.for_keychain()? {
            // One that refuses: they stay in the book, and the settings say so.
            Some(keys) if keys.put() => self.now_in_keychain(&keys),
            _ => Ok(()),
        }
    }

    /// What belongs into the keychain; nothing where the keys are to stay where they are.
    ///
    /// # Errors
    /// When the book's file fails.
    pub(crate) fn for_keychain(&mut self) -> Result<Option<ForKeychain>, AppError> {
        let there = self.key().is_some() || !self.outside().keychain();
        if there || link::keeping(self.reader())? != Keeping::Book {
            return Ok(None);
        }
        let link = self.linked()?;
        let token = link.server().map(|server| server.token.clone()).unwrap_or_default();
        let secrets = DeviceSecrets::new(&token, self.exchange_key()?.bytes(), None);
        Ok(Some(ForKeychain { device: link.device, secrets }))
    }

    /// The book says that its keys are in the keychain, and has them no longer.
    ///
    /// # Errors
    /// When the book's file fails; they are in both then, and the book's count.
    pub(crate) fn now_in_keychain(&mut self, keys: &ForKeychain) -> Result<(), AppError> {
        if self.linked()?.device != keys.device {
            // It left meanwhile, and came back as another.
            return Ok(());
        }
        self.local(|tx| {
            link::keep(tx, Keeping::Keychain, &keys.secrets.token)?;
            store::put_secret(tx, super::keys::EXCHANGE, None)
        })
    }
}

/// Opens the key file beside a book.
///
/// # Errors
/// `wrong_passphrase`; `io` when it is not there; `damaged`.
fn read_key_file(book: &Path, passphrase: &Passphrase) -> Result<DeviceSecrets, AppError> {
    let path = key_file(book);
    let bytes = std::fs::read(&path).map_err(|error| {
        AppError::new(ErrorCode::Io, error.to_string())
            .at(path.display().to_string())
            .remedy("put the key file beside the book, or stop syncing on this device and join anew")
    })?;
    unlock(passphrase.text(), &bytes).map_err(|error| AppError::from(error).at(path.display().to_string()))
}

/// A device's keys on their way into the keychain.
pub(crate) struct ForKeychain {
    device: DeviceTag,
    secrets: DeviceSecrets,
}

impl ForKeychain {
    /// Puts them there; false when it does not answer or refuses. It may ask the person first: nobody should hold the book meanwhile.
    pub(crate) fn put(&self) -> bool {
        keychain::answers() && to_keychain(self.device, &self.secrets).is_ok()
    }
}

fn to_keychain(device: DeviceTag, secrets: &DeviceSecrets) -> Result<(), AppError> {
    let text = Zeroizing::new(STANDARD.encode(secrets.to_bytes().as_slice()));
    keychain::write(&name(device), &text)
}

/// Removes what is kept for a device outside the book.
///
/// # Errors
/// `io` when a key file cannot be removed.
pub(super) fn forget(keeping: Keeping, device: DeviceTag, book: &Path) -> Result<(), AppError> {
    match keeping {
        Keeping::Book => {}
        Keeping::Keychain => keychain::remove(&name(device)),
        Keeping::File => match std::fs::remove_file(key_file(book)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(AppError::new(ErrorCode::Io, error.to_string())
                    .at(key_file(book).display().to_string())
                    .remedy("remove the file by hand: it is of no use any more"));
            }
            _ => {}
        },
    }
    Ok(())
}

impl From<KeyFileError> for AppError {
    fn from(error: KeyFileError) -> Self {
        let code = match error {
            KeyFileError::Wrong => ErrorCode::WrongPassphrase,
            KeyFileError::NotAKeyFile | KeyFileError::TooCostly => ErrorCode::Damaged,
        };
        Self::new(code, error.to_string())
    }
}
