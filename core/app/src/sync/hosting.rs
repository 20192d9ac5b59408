//! Letting the server read a book, and the way back. The server becomes a member of the book like a device: it stands in the list of devices, and
//! taking it out makes keys that it does not get. What it has read it has read.

use super::account;
use super::http::strange;
use super::link::Link;
use super::talk::{Progress, Until};
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::progress::cancelled;
use replica::{Member, MemberId, MemberRole};
use serde_json::{Value, json};
use std::fmt::Write as _;
use sync_client::book_keys;
use sync_protocol::{BookTag, DeviceTag};
use zeroize::Zeroizing;

impl App {
    /// Lets the server read the book from now on: names it a member, sends that, and hands over the keys. `hear` as in [`App::sync`].
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `invalid_input` when it is over a folder; `cancelled`; `server_unreachable`, `server_refused`, also
    /// when the server hosts no books or the book is another account's. It is no member then.
    pub fn host_book(&mut self, hear: &mut dyn FnMut(&Progress) -> bool) -> Result<(), AppError> {
        let (link, book) = self.linked_book()?;
        let offered = link.asker()?.json("POST", &path(book, "/offer"), None).map_err(unoffered)?;
        let (member, public_key) = offer(&offered).ok_or_else(|| strange(&link.place()))?;
        let named = Member {
            id: MemberId(member.0),
            name: link.place(),
            role: MemberRole::Editor,
            public_key,
            added_by: Some(MemberId(link.device.0)),
            handed: Vec::new(),
        };
        self.admit(&link, named)?;
        self.hand_over(&link, book, hear).inspect_err(|_| {
            // It never read anything, and the error that stopped it is the one that counts.
            drop(self.take_out(link.device, member));
        })
    }

    fn hand_over(
        &mut self,
        link: &Link,
        book: BookTag,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<(), AppError> {
        self.level(hear)?;
        let sealing = self.sealing(link.device)?;
        let keys = sealing.keys();
        let generations: Vec<String> = keys.generations().map(|one| hex(&one.to_bytes())).collect();
        let name_key = Zeroizing::new(hex(keys.names().bytes()));
        let input = json!({ "name_key": *name_key, "generations": generations });
        link.asker()?.json("POST", &path(book, ""), Some(&input)).map(drop)
    }

    /// Takes the server out of those who can read the book: it forgets what it made of it, and gets no later keys.
    ///
    /// # Errors
    /// `not_found` when the book is not synced, or not hosted; else as [`App::host_book`].
    pub fn unhost_book(&mut self, hear: &mut dyn FnMut(&Progress) -> bool) -> Result<(), AppError> {
        let (link, book) = self.linked_book()?;
        let status = link.asker()?.json("GET", &path(book, ""), None).map_err(|error| match error.code {
            ErrorCode::NotFound => AppError::new(ErrorCode::NotFound, "the server does not read this book"),
            _ => error,
        })?;
        let member: Option<DeviceTag> = status["member"].as_str().and_then(|tag| tag.parse().ok());
        let member = member.ok_or_else(|| strange(&link.place()))?;
        // What came meanwhile may hold newer keys than those here.
        self.level(hear)?;
        self.take_out(link.device, member)?;
        account::revoke(&link, member)?;
        link.asker()?.json("DELETE", &path(book, ""), None)?;
        self.level(hear)
    }

    /// An access token for the API of a book that the server reads: it is shown once.
    ///
    /// # Errors
    /// As [`App::unhost_book`].
    pub fn api_token(&self, name: &str, writes: bool) -> Result<Zeroizing<String>, AppError> {
        let (link, book) = self.linked_book()?;
        let scopes: &[&str] = if writes { &["read", "write"] } else { &["read"] };
        let input = json!({ "name": name, "scopes": scopes });
        let made = link.asker()?.json("POST", &format!("/v1/books/{book}/tokens"), Some(&input))?;
        let token = made["token"].as_str().ok_or_else(|| strange(&link.place()))?;
        Ok(Zeroizing::new(token.to_owned()))
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

/// The server as a member: its name and its public key.
fn offer(said: &Value) -> Option<(DeviceTag, [u8; 32])> {
    let text = said["public_key"].as_str().filter(|text| text.len() == 64 && text.is_ascii())?;
    let mut key = [0; 32];
    for (byte, digits) in key.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some((said["member"].as_str()?.parse().ok()?, key))
}

/// A server that hosts no books has no such address.
fn unoffered(error: AppError) -> AppError {
    if error.code != ErrorCode::NotFound {
        return error;
    }
    AppError::new(ErrorCode::ServerRefused, "the server hosts no books, or the book is another account's")
        .remedy("ask who runs it; who shares a book cannot let the server read it")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // A string takes everything.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
