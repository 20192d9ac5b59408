//! `book.encrypt`: from now on only a passphrase opens the file.

use super::security_status::{Security, security};
use crate::backups::{self, Reason};
use crate::error::AppError;
use crate::error::ErrorCode;
use crate::host::screen_lock;
use crate::host::{Call, Host};
use crate::keychain;
use crate::operation::{HostAction, Topic};
use crate::passphrase::Passphrase;
use crate::progress::{Progress as _, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::Key;

/// Encrypt the open book: from now on only the passphrase opens its file. Nobody can open it without: keep the passphrase safe.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EncryptBook {
    /// At least 8 characters; several words are best.
    pub passphrase: Passphrase,
    /// Keep the key in this computer's keychain, so that it opens without asking here.
    pub remember: Option<bool>,
    /// Leave the backups made before as they are: anybody can read them. By default they go, once an encrypted one is verified.
    pub keep_plain_backups: Option<bool>,
}

impl HostAction for EncryptBook {
    type Output = Security;
    const NAME: &'static str = "book.encrypt";
    const TOPICS: &'static [Topic] = &[Topic::Book, Topic::Backups];

    fn run(self, host: &Host, call: &Call) -> Result<Security, AppError> {
        self.passphrase.check("passphrase")?;
        if host.with_book(|open| Ok(open.key().is_some()))? {
            return Err(AppError::new(ErrorCode::AlreadyExists, "the book is encrypted already")
                .remedy("change its passphrase instead"));
        }
        let remember = self.remember == Some(true);
        if remember {
            keychain::check()?;
        }
        call.report(Stage::Writing, 0, 0)?;
        let mut salt = [0; 16];
        (host.outside)().random(&mut salt);
        let key = Key::derive(self.passphrase.text(), salt);
        host.rekey(Some(&key))?;
        // The file itself asks now: a second passphrase for the window would only confuse.
        host.with_app(|app| screen_lock::set(app, None))?;
        let now = (host.outside)().now_ms();
        host.with_book(|open| {
            open.read(|reader| {
                backups::make(reader, open.path(), Reason::Automatic, now, &mut |_, _| true).map(drop)
            })
        })?;
        if self.keep_plain_backups != Some(true) {
            remove_plain(host)?;
        }
        // Last: the book is encrypted and its plain copies are gone, whatever the keychain says.
        if remember {
            keychain::keep(&key)?;
        }
        security(host)
    }
}

fn remove_plain(host: &Host) -> Result<(), AppError> {
    host.with_book(|open| {
        open.read(|reader| {
            let all = backups::list(&backups::folder(reader, open.path())?, open.path())?;
            for backup in all.iter().filter(|backup| !backup.encrypted) {
                let path = Path::new(&backup.path);
                std::fs::remove_file(path).map_err(|error| backups::failed(path, &error))?;
            }
            Ok(())
        })
    })
}
