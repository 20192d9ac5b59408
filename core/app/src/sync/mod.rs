//! Keeping a book in step with its other devices through a server that cannot read it.
//!
//! Everything follows from the book's 32-byte secret, which every device of the book has: the names and keys of what is sealed, the
//! book's tag on the server, and the ids of imported rows. The recovery phrase is that secret as 24 words (BIP-39). The server knows
//! an account, its devices and sealed changes ([`sync_client`], `docs/sync-protocol.md`).

mod account;
mod link;
mod secret;
mod talk;

pub use account::{Account, DeviceView};
pub use link::Link;
pub use talk::{Progress, Synced, Until};

use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use std::path::Path;
use store::Store;
use sync_protocol::DeviceTag;

impl App {
    /// The book's recovery phrase: 24 words that open it on another device. Whoever has them can read all of it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn recovery_phrase(&self) -> Result<String, AppError> {
        secret::phrase(&*self.reader().secret()?)
    }

    /// Where this device syncs the book, if it does.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn sync_link(&self) -> Result<Option<Link>, AppError> {
        link::read(self.reader())
    }

    /// Begins to sync: signs this device in, with a new account if `sign_up`, and makes room for the book on the server.
    ///
    /// # Errors
    /// `already_exists` when it syncs already; `unreachable`, `refused` from the server.
    pub fn set_up_sync(&mut self, account: &Account, sign_up: bool) -> Result<Link, AppError> {
        if let Some(link) = self.sync_link()? {
            return Err(AppError::new(
                ErrorCode::AlreadyExists,
                format!("the book is synced with {} already", link.server),
            )
            .remedy("stop that first with `valorize sync leave`"));
        }
        let tag = secret::tag(&*self.reader().secret()?);
        let mut device = DeviceTag([0; 16]);
        self.outside().random(&mut device.0);
        let name = self.outside().device();
        let token = account::enter(account, device, &name, sign_up)?;
        account::make_room(&account.server, &token, tag)?;
        let link =
            Link { server: account.server.clone(), account: account.name.clone(), device: device.0, token };
        self.local(|tx| link::write(tx, &link))?;
        Ok(link)
    }

    /// Makes the book of a recovery phrase on this device, to be filled by [`App::sync`].
    ///
    /// # Errors
    /// `invalid_input` for words that are no phrase; `already_exists`; `not_found` when the account has no such book; as
    /// [`App::set_up_sync`].
    pub fn join(
        path: &Path,
        phrase: &str,
        account: &Account,
        mut outside: Box<dyn Outside>,
    ) -> Result<Self, AppError> {
        if path.exists() {
            return Err(AppError::new(ErrorCode::AlreadyExists, "there is a file of this name already")
                .at(path.display().to_string()));
        }
        let secret = secret::from_phrase(phrase)?;
        let mut device = DeviceTag([0; 16]);
        outside.random(&mut device.0);
        let token = account::enter(account, device, &outside.device(), false)?;
        if !account::has_book(&account.server, &token, secret::tag(&secret))? {
            return Err(AppError::new(ErrorCode::NotFound, "this account has no book with this phrase")
                .remedy("check the words, the account and the server"));
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| {
                AppError::new(ErrorCode::Io, error.to_string()).at(folder.display().to_string())
            })?;
        }
        let mut actor = [0; 16];
        outside.random(&mut actor);
        let store = Store::create_empty(path, &secret, actor)?;
        let mut app = Self::with(store, outside)?;
        let link =
            Link { server: account.server.clone(), account: account.name.clone(), device: device.0, token };
        app.local(|tx| link::write(tx, &link))?;
        Ok(app)
    }

    /// Ends syncing on this device: what was changed stays here and on the server.
    ///
    /// # Errors
    /// `not_found` when the book is not synced.
    pub fn leave_sync(&mut self) -> Result<(), AppError> {
        self.linked()?;
        self.local(link::forget)
    }

    /// The devices of the account.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `unreachable`, `refused`.
    pub fn sync_devices(&self) -> Result<Vec<DeviceView>, AppError> {
        let link = self.linked()?;
        account::devices(&link)
    }

    /// Takes a device's access away; what it has it keeps.
    ///
    /// # Errors
    /// As [`App::sync_devices`].
    pub fn revoke_device(&self, tag: &str) -> Result<(), AppError> {
        let link = self.linked()?;
        account::revoke(&link, tag)
    }

    fn linked(&self) -> Result<Link, AppError> {
        self.sync_link()?.ok_or_else(|| {
            AppError::new(ErrorCode::NotFound, "the book is not synced")
                .remedy("begin with `valorize sync set-up`")
        })
    }
}

impl From<sync_client::BookError> for AppError {
    fn from(error: sync_client::BookError) -> Self {
        match error {
            sync_client::BookError::Store(error) => error.into(),
            refused @ (sync_client::BookError::NoBody(_) | sync_client::BookError::CannotWrite(_)) => {
                Self::new(ErrorCode::Refused, refused.to_string())
            }
        }
    }
}
