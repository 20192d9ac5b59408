//! Bringing a book that other devices have to this one.

use super::account::{self, Account};
use super::link::Link;
use super::secret;
use super::talk::{Progress, Until};
use crate::book_file;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::progress::cancelled;
use std::path::Path;
use store::Store;
use sync_protocol::DeviceTag;

impl App {
    /// Makes the book of a recovery phrase on this device and brings everything the server has. `hear` is told how far that is and
    /// answers whether to go on. A file that could not be filled is removed.
    ///
    /// # Errors
    /// `invalid_input` for words that are no phrase; `already_exists`; `not_found` when the account has no such book, or the book
    /// nothing in it; `cancelled`; `server_unreachable`, `server_refused`.
    pub fn join(
        path: &Path,
        phrase: &str,
        account: &Account,
        outside: Box<dyn Outside>,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Self, AppError> {
        let mut app = empty(path, phrase, account, outside)?;
        match fill(&mut app, hear) {
            Ok(()) => Ok(app),
            Err(error) => {
                drop(app);
                book_file::remove(path)?;
                Err(error)
            }
        }
    }
}

fn empty(
    path: &Path,
    phrase: &str,
    account: &Account,
    mut outside: Box<dyn Outside>,
) -> Result<App, AppError> {
    if path.exists() {
        return Err(AppError::new(ErrorCode::AlreadyExists, "there is a file of this name already")
            .at(path.display().to_string()));
    }
    let secret = secret::from_phrase(phrase)?;
    let mut device = DeviceTag([0; 16]);
    outside.random(&mut device.0);
    let token = account::enter(account, device, &outside.device(), false)?;
    let link =
        Link { server: account.server.clone(), account: account.name.clone(), device: device.0, token };
    if !account::has_book(&link, secret::tag(&secret))? {
        account::give_back(&link);
        return Err(AppError::new(ErrorCode::NotFound, "this account has no book with this phrase")
            .remedy("check the words, the account and the server"));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
    }
    let mut actor = [0; 16];
    outside.random(&mut actor);
    let mut app = App::with(Store::create_empty(path, &secret, actor)?, outside)?;
    app.keep_link(&link)?;
    Ok(app)
}

fn fill(app: &mut App, hear: &mut dyn FnMut(&Progress) -> bool) -> Result<(), AppError> {
    let mut stopped = false;
    app.sync(Until::Level, &mut |progress| {
        stopped = !hear(progress);
        !stopped
    })?;
    if stopped {
        return Err(cancelled());
    }
    if app.reader().connection().prepare("select 1 from book")?.exists([])? {
        return Ok(());
    }
    Err(AppError::new(ErrorCode::NotFound, "the server has nothing of this book yet")
        .remedy("open it on the device it comes from, and let that sync first"))
}

fn io(path: &Path, error: &std::io::Error) -> AppError {
    AppError::new(ErrorCode::Io, error.to_string()).at(path.display().to_string())
}
