//! Bringing a book that other devices have to this one: with its recovery phrase, or let in by a device that has it.

use super::account::{self, Account};
use super::fresh_tag;
use super::http::strange;
use super::link::{Link, Remote, Server};
use super::mailbox::{Place, whole};
use super::pairing::Guest;
use super::recovery;
use super::talk::{Progress, Until};
use crate::book_file;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::progress::cancelled;
use std::path::Path;
use store::Store;
use sync_client::keep_invitation;
use sync_protocol::pairing::{Bundle, Role};
use sync_protocol::seal::ExchangeKey;
use sync_protocol::{BookTag, DeviceTag};

/// What a new device begins with.
struct Start {
    link: Link,
    bundle: Bundle,
    exchange: ExchangeKey,
    /// A member whose keys it opens too, until it is one itself.
    also: Option<(DeviceTag, ExchangeKey)>,
}

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
        mut outside: Box<dyn Outside>,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Self, AppError> {
        free(path)?;
        // Before anybody is asked: what is no phrase needs no network.
        recovery::parse(phrase)?;
        let device = fresh_tag(outside.as_mut());
        let token = account::enter(account, device, &outside.device(), false)?;
        let link = Link::at_server(device, &account.server, token);
        Self::join_linked(path, phrase, link, outside, hear)
    }

    /// Makes the book of a recovery phrase from a folder on this device, as [`App::join`] does from a server.
    ///
    /// # Errors
    /// `io` when the folder is not there or cannot be read; else as [`App::join`].
    pub fn join_folder(
        path: &Path,
        phrase: &str,
        folder: &Path,
        mut outside: Box<dyn Outside>,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Self, AppError> {
        free(path)?;
        let device = fresh_tag(outside.as_mut());
        let link = Link { device, remote: Remote::Folder(whole(folder)?) };
        Self::join_linked(path, phrase, link, outside, hear)
    }

    fn join_linked(
        path: &Path,
        phrase: &str,
        link: Link,
        mut outside: Box<dyn Outside>,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Self, AppError> {
        let words = recovery::parse(phrase)?;
        let found = recovery::find(&link, &words).inspect_err(|_| account::give_back(&link))?;
        let link = match link.folder() {
            Some(_) => link,
            None => account::standing(link.clone(), found.keys.tag())
                .inspect_err(|_| account::give_back(&link))?,
        };
        let bundle = Bundle::new(&found.keys, &found.secret, Role::Editor);
        let also = Some((words.member(), words.exchange()));
        let start = Start { link, bundle, exchange: exchange(outside.as_mut()), also };
        begin(path, start, outside, hear)
    }

    /// Makes the book of a device that shows `code` on this device and brings everything the server has. `hear` is told how far that is
    /// and answers whether to go on.
    ///
    /// # Errors
    /// `invalid_input` for a text that is no code, or not the one that is shown; `not_found` when nobody waits behind it; else as
    /// [`App::join`].
    pub fn join_with_code(
        path: &Path,
        place: Place,
        code: &str,
        mut outside: Box<dyn Outside>,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Self, AppError> {
        free(path)?;
        let (device, exchange) = (fresh_tag(outside.as_mut()), exchange(outside.as_mut()));
        let guest = Guest::new(place, code, device, &exchange, outside.as_mut())?;
        let mut waiting = || hear(&Progress::Away { why: String::new(), wait: std::time::Duration::ZERO });
        let bundle = guest.knock(&mut waiting)?;
        if bundle.token.is_empty() && matches!(guest.place, Place::Server(_)) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "the code shares the book with another account",
            )
            .at("code")
            .remedy("bring it under your own account, with a new code"));
        }
        // The address this device reaches the server by may be another than that of the device which lets it in.
        let link = Link { device, remote: remote(&guest.place, &bundle) };
        begin(path, Start { link, bundle, exchange, also: None }, outside, hear)
    }
}

impl App {
    /// Makes the book on this device that its owner shares with `account`, with the code that the owner's device shows; makes the account if
    /// `sign_up`. Else as [`App::join_with_code`].
    ///
    /// # Errors
    /// As [`App::join_with_code`] and [`App::set_up_sync`].
    pub fn join_shared(
        path: &Path,
        account: &Account,
        sign_up: bool,
        code: &str,
        mut outside: Box<dyn Outside>,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Self, AppError> {
        free(path)?;
        let (device, exchange) = (fresh_tag(outside.as_mut()), exchange(outside.as_mut()));
        let place = Place::Server(account.server.clone());
        let guest = Guest::new(place, code, device, &exchange, outside.as_mut())?;
        let token = account::enter(account, device, &outside.device(), sign_up)?;
        let link = Link::at_server(device, &account.server, token);
        let mut waiting = || hear(&Progress::Away { why: String::new(), wait: std::time::Duration::ZERO });
        let let_in = guest.knock(&mut waiting).and_then(|bundle| {
            let book = BookTag::from_slice(&bundle.book).ok_or_else(|| strange(&link.place()))?;
            Ok((account::standing(link.clone(), book)?, bundle))
        });
        let (link, bundle) = let_in.inspect_err(|_| account::give_back(&link))?;
        begin(path, Start { link, bundle, exchange, also: None }, outside, hear)
    }
}

fn remote(place: &Place, bundle: &Bundle) -> Remote {
    match place {
        Place::Folder(folder) => Remote::Folder(folder.clone()),
        Place::Server(address) => Remote::Server(Server {
            address: address.clone(),
            account: bundle.account.clone(),
            token: bundle.token.clone(),
            guest: bundle.guest,
        }),
    }
}

fn free(path: &Path) -> Result<(), AppError> {
    if path.exists() {
        return Err(AppError::new(ErrorCode::AlreadyExists, "there is a file of this name already")
            .at(path.display().to_string()));
    }
    Ok(())
}

fn exchange(outside: &mut dyn Outside) -> ExchangeKey {
    let mut seed = [0; 32];
    outside.random(&mut seed);
    ExchangeKey::new(seed)
}

fn begin(
    path: &Path,
    start: Start,
    outside: Box<dyn Outside>,
    hear: &mut dyn FnMut(&Progress) -> bool,
) -> Result<App, AppError> {
    let also = start.also.clone();
    let link = start.link.clone();
    let made = make(path, start, outside).and_then(|mut app| match fill(&mut app, also, hear) {
        Ok(()) => app.keep_keys_well().map(|()| app),
        Err(error) => {
            drop(app);
            book_file::remove(path)?;
            Err(error)
        }
    });
    made.inspect_err(|_| account::give_back(&link))
}

fn make(path: &Path, start: Start, mut outside: Box<dyn Outside>) -> Result<App, AppError> {
    let Start { link, bundle, exchange, .. } = start;
    let identity = bundle.identity().ok_or_else(|| {
        AppError::new(ErrorCode::NewerVersion, "the other device gave nothing this program can use")
            .remedy("update the program on both devices")
    })?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
    }
    let mut actor = [0; 16];
    outside.random(&mut actor);
    let mut store = Store::create_empty(path, &identity, actor)?;
    keep_invitation(&mut store, &bundle)?;
    let mut app = App::with(store, outside)?;
    app.keep_exchange_key(&exchange)?;
    app.keep_link(&link)?;
    Ok(app)
}

fn fill(
    app: &mut App,
    also: Option<(DeviceTag, ExchangeKey)>,
    hear: &mut dyn FnMut(&Progress) -> bool,
) -> Result<(), AppError> {
    let mut stopped = false;
    app.sync_also(also, Until::Level, &mut |progress| {
        stopped = !hear(progress);
        !stopped
    })?;
    if stopped {
        return Err(cancelled());
    }
    if app.reader().connection().prepare("select 1 from book")?.exists([])? {
        return Ok(());
    }
    Err(AppError::new(ErrorCode::NotFound, "there is nothing of this book yet")
        .remedy("open it on the device it comes from, and let that sync first"))
}

fn io(path: &Path, error: &std::io::Error) -> AppError {
    AppError::new(ErrorCode::Io, error.to_string()).at(path.display().to_string())
}
