//! Letting the server read a book, and the way back. The server becomes a member of the book like a device: it stands in the list of devices, and
//! taking it out makes keys that it does not get. What it has read it has read.

use super::account;
use super::devices::Shared;
use super::http::strange;
use super::link::Link;
use super::talk::{Progress, Until};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::progress::cancelled;
use replica::{Member, MemberId, MemberRole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sync_client::book_keys;
use sync_protocol::{BookTag, DeviceTag, bytes_of_hex, hex_of_bytes};
use zeroize::Zeroizing;

/// Whether the server reads the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HostingState {
    /// It cannot.
    Sealed,
    /// It was made a member, and has no keys: that was broken off.
    Offered,
    /// It does.
    Hosted,
}

/// How a book is hosted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hosting {
    /// Whether the server reads it.
    pub state: HostingState,
    /// Changes that it has read.
    pub read: u64,
    /// Changes there are.
    pub head: u64,
    /// Changes that it cannot open yet.
    pub waiting: u64,
    /// Access tokens of this account for the book's API.
    pub tokens: Vec<ApiToken>,
}

/// An access token, without what makes it one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApiToken {
    /// Its number.
    pub id: i64,
    /// For people.
    pub name: String,
    /// It may change the book too.
    pub writes: bool,
    /// It works no longer.
    pub ended: bool,
}

/// As the server says it.
#[derive(Deserialize)]
struct Said {
    state: HostingState,
    member: String,
    projected: u64,
    head: u64,
    waiting: u64,
}

#[derive(Deserialize)]
struct Token {
    id: i64,
    name: String,
    scopes: Vec<String>,
    ended: bool,
}

/// How the book is hosted.
///
/// # Errors
/// `invalid_input` over a folder; `server_unreachable`, `server_refused`.
pub fn hosting(shared: &Shared) -> Result<Hosting, AppError> {
    let Shared { link, book, .. } = shared;
    let Some(said) = said(link, *book)? else {
        return Ok(Hosting { state: HostingState::Sealed, read: 0, head: 0, waiting: 0, tokens: Vec::new() });
    };
    let list = link.asker()?.json("GET", &tokens(*book, ""), None)?;
    let list: Vec<Token> = serde_json::from_value(list).map_err(|_| strange(&link.place()))?;
    let tokens = list.into_iter().map(|Token { id, name, scopes, ended }| {
        let writes = scopes.iter().any(|scope| scope == "write");
        ApiToken { id, name, writes, ended }
    });
    let Said { state, projected, head, waiting, .. } = said;
    Ok(Hosting { state, read: projected, head, waiting, tokens: tokens.collect() })
}

/// What the server says of the book; nothing when it does not read it.
fn said(link: &Link, book: BookTag) -> Result<Option<Said>, AppError> {
    match link.asker()?.json("GET", &path(book, ""), None) {
        Ok(said) => serde_json::from_value(said).map(Some).map_err(|_| strange(&link.place())),
        Err(error) if error.code == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The server as a member that it offers to be.
pub(crate) struct Offer {
    tag: DeviceTag,
    public_key: [u8; 32],
}

/// Asks the server to read the book.
///
/// # Errors
/// `server_refused` when it hosts no books or the book is another account's; `server_unreachable`.
pub(crate) fn ask_for_offer(link: &Link, book: BookTag) -> Result<Offer, AppError> {
    link.owned()?;
    let said = link.asker()?.json("POST", &path(book, "/offer"), None).map_err(unoffered)?;
    offer(&said).ok_or_else(|| strange(&link.place()))
}

/// Hands the server the keys, once it has read that it is a member.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub(crate) fn hand_over(link: &Link, book: BookTag, keys: &Keys) -> Result<(), AppError> {
    let input = json!({ "name_key": *keys.name, "generations": keys.generations });
    link.asker()?.json("POST", &path(book, ""), Some(&input)).map(drop)
}

/// The server as it is a member now.
///
/// # Errors
/// `not_found` when the book is not hosted; `server_unreachable`, `server_refused`.
pub(crate) fn hosted_as(link: &Link, book: BookTag) -> Result<DeviceTag, AppError> {
    let none = || AppError::new(ErrorCode::NotFound, "the server does not read this book");
    let said = said(link, book)?.ok_or_else(none)?;
    said.member.parse().map_err(|_| strange(&link.place()))
}

/// Has the server forget what it made of the book, and takes its access to later changes away.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub(crate) fn forget(link: &Link, book: BookTag, member: DeviceTag) -> Result<(), AppError> {
    account::revoke(link, member)?;
    link.asker()?.json("DELETE", &path(book, ""), None).map(drop)
}

/// An access token for the API of a book that the server reads: it is shown once.
///
/// # Errors
/// `not_found` when the book is not hosted; `server_unreachable`, `server_refused`.
pub(crate) fn make_token(shared: &Shared, name: &str, writes: bool) -> Result<Zeroizing<String>, AppError> {
    let Shared { link, book, .. } = shared;
    let scopes: &[&str] = if writes { &["read", "write"] } else { &["read"] };
    let input = json!({ "name": crate::parse::name("name", name)?, "scopes": scopes });
    let made = link.asker()?.json("POST", &tokens(*book, ""), Some(&input))?;
    let token = made["token"].as_str().ok_or_else(|| strange(&link.place()))?;
    Ok(Zeroizing::new(token.to_owned()))
}

/// Ends an access token.
///
/// # Errors
/// `not_found` when there is none of this number; `server_unreachable`, `server_refused`.
pub(crate) fn end_token(shared: &Shared, id: i64) -> Result<(), AppError> {
    shared.link.asker()?.json("DELETE", &tokens(shared.book, &format!("/{id}")), None).map(drop)
}

/// What the server needs to open the book. Not to be printed.
pub(crate) struct Keys {
    name: Zeroizing<String>,
    generations: Vec<String>,
}

impl Drop for Keys {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.generations);
    }
}

impl App {
    /// Lets the server read the book from now on: names it a member, sends that, and hands over the keys. `hear` as in [`App::sync`].
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `invalid_input` when it is over a folder; `cancelled`; `server_unreachable`, `server_refused`, also
    /// when the server hosts no books or the book is another account's. It is no member then.
    pub fn host_book(&mut self, hear: &mut dyn FnMut(&Progress) -> bool) -> Result<(), AppError> {
        let (link, book) = self.linked_book()?;
        let offer = ask_for_offer(&link, book)?;
        self.name_server(&link, &offer)?;
        let handed = self.level(hear).and_then(|()| {
            let keys = self.keys_for_server(&link)?;
            hand_over(&link, book, &keys)
        });
        handed.inspect_err(|_| {
            // It never read anything, and the error that stopped it is the one that counts.
            drop(self.unname_server(&link, offer.tag));
        })
    }

    /// Names the server a member of the book.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn name_server(&mut self, link: &Link, offer: &Offer) -> Result<DeviceTag, AppError> {
        let named = Member {
            id: MemberId(offer.tag.0),
            name: link.place(),
            role: MemberRole::Editor,
            public_key: offer.public_key,
            added_by: Some(MemberId(link.device.0)),
            handed: Vec::new(),
            account: None,
        };
        self.admit(link, named)?;
        Ok(offer.tag)
    }

    /// Takes the server out of the members.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn unname_server(&mut self, link: &Link, member: DeviceTag) -> Result<(), AppError> {
        self.take_out(link.device, &[member]).map(drop)
    }

    /// What the server needs to open the book.
    ///
    /// # Errors
    /// When the book's file fails.
    pub(crate) fn keys_for_server(&mut self, link: &Link) -> Result<Keys, AppError> {
        let sealing = self.sealing(link.device)?;
        let keys = sealing.keys();
        let generations = keys.generations().map(|one| hex_of_bytes(&one.to_bytes())).collect();
        Ok(Keys { name: Zeroizing::new(hex_of_bytes(keys.names().bytes())), generations })
    }

    /// Takes the server out of those who can read the book: it forgets what it made of it, and gets no later keys.
    ///
    /// # Errors
    /// `not_found` when the book is not synced, or not hosted; else as [`App::host_book`].
    pub fn unhost_book(&mut self, hear: &mut dyn FnMut(&Progress) -> bool) -> Result<(), AppError> {
        let (link, book) = self.linked_book()?;
        let member = hosted_as(&link, book)?;
        // What came meanwhile may hold newer keys than those here.
        self.level(hear)?;
        self.unname_server(&link, member)?;
        forget(&link, book, member)?;
        self.level(hear)
    }

    /// How the book is hosted.
    ///
    /// # Errors
    /// As [`hosting`], and `not_found` when the book is not synced.
    pub fn hosting(&self) -> Result<Hosting, AppError> {
        hosting(&self.shared()?)
    }

    /// An access token for the API of a book that the server reads: it is shown once.
    ///
    /// # Errors
    /// As [`App::unhost_book`].
    pub fn api_token(&self, name: &str, writes: bool) -> Result<Zeroizing<String>, AppError> {
        make_token(&self.shared()?, name, writes)
    }

    /// Ends an access token.
    ///
    /// # Errors
    /// As [`App::unhost_book`].
    pub fn end_api_token(&self, id: i64) -> Result<(), AppError> {
        end_token(&self.shared()?, id)
    }

    pub(super) fn shared(&self) -> Result<Shared, AppError> {
        Shared::read(self.reader(), self.unlocked())
    }

    fn linked_book(&self) -> Result<(Link, BookTag), AppError> {
        Ok((self.linked()?, book_keys(self.reader())?.tag()))
    }

    /// Syncs until the server has everything.
    fn level(&mut self, hear: &mut dyn FnMut(&Progress) -> bool) -> Result<(), AppError> {
        let mut stopped = false;
        self.sync(Until::Level, &mut |progress| {
            stopped = !hear(progress);
            !stopped
        })?;
        if stopped { Err(cancelled()) } else { Ok(()) }
    }
}

fn path(book: BookTag, end: &str) -> String {
    format!("/v1/books/{book}/hosted{end}")
}

fn tokens(book: BookTag, end: &str) -> String {
    format!("/v1/books/{book}/tokens{end}")
}

/// The server as a member: its name and its public key.
fn offer(said: &Value) -> Option<Offer> {
    let public_key = bytes_of_hex(said["public_key"].as_str()?)?.try_into().ok()?;
    Some(Offer { tag: said["member"].as_str()?.parse().ok()?, public_key })
}

/// A server that hosts no books has no such address.
fn unoffered(error: AppError) -> AppError {
    if error.code != ErrorCode::NotFound {
        return error;
    }
    AppError::new(ErrorCode::ServerRefused, "the server hosts no books, or the book is another account's")
        .remedy("ask who runs it; who shares a book cannot let the server read it")
}
