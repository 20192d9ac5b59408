//! The server's HTTP side: accounts, devices, books.

use super::devices::Listed;
use super::http::{Asker, check, strange};
use super::link::{Link, Remote, Server};
use crate::error::{AppError, ErrorCode};
use crate::passphrase::Passphrase;
use serde_json::json;
use std::collections::HashMap;
use sync_protocol::{BookTag, DeviceTag};

/// How a person shows who they are. Not to be printed.
pub enum Proof {
    /// By name and password.
    Password(String, Passphrase),
    /// By a token of the server's issuer ([`super::SignIn`]).
    Issuer(Passphrase),
}

/// An account and the server it is on. Not to be printed.
pub struct Account {
    /// Address of the server.
    pub server: String,
    /// Who the person is.
    pub proof: Proof,
    /// Where signing up needs one.
    pub invitation: Option<String>,
}

impl Account {
    /// An account as a person named it.
    ///
    /// # Errors
    /// `invalid_input` for an address where others could read along, or no name.
    pub fn new(
        server: &str,
        name: &str,
        password: Passphrase,
        invitation: Option<String>,
    ) -> Result<Self, AppError> {
        let server = server.trim().trim_end_matches('/').to_owned();
        check(&server)?;
        let name = crate::parse::name("account", name)?;
        let invitation = invitation.filter(|code| !code.trim().is_empty());
        Ok(Self { server, proof: Proof::Password(name, password), invitation })
    }

    /// The account of whom the server's issuer vouches for; it is made where there is none.
    ///
    /// # Errors
    /// `invalid_input` for an address where others could read along.
    pub fn by_issuer(
        server: &str,
        id_token: Passphrase,
        invitation: Option<String>,
    ) -> Result<Self, AppError> {
        let server = server.trim().trim_end_matches('/').to_owned();
        check(&server)?;
        let invitation = invitation.filter(|code| !code.trim().is_empty());
        Ok(Self { server, proof: Proof::Issuer(id_token), invitation })
    }
}

/// Signs a device in, or up with a new account. Gives its token.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn enter(
    account: &Account,
    device: DeviceTag,
    device_name: &str,
    sign_up: bool,
) -> Result<String, AppError> {
    let (path, mut body) = match &account.proof {
        Proof::Password(name, password) => {
            let path = if sign_up { "/v1/accounts" } else { "/v1/sessions" };
            (path, json!({ "name": name, "password": password.text() }))
        }
        Proof::Issuer(token) => ("/v1/oidc/sessions", json!({ "id_token": token.text() })),
    };
    body["device"] = json!({ "tag": device.to_string(), "name": device_name });
    if let Some(invitation) = &account.invitation {
        body["invitation"] = json!(invitation);
    }
    let asker = Asker { server: &account.server, token: "" };
    let answer = asker.json("POST", path, Some(&body))?;
    answer["token"].as_str().map(str::to_owned).ok_or_else(|| strange(&account.server))
}

/// Makes room for a book, or finds that there is.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn make_room(link: &Link, book: BookTag) -> Result<(), AppError> {
    link.asker()?.json("PUT", &format!("/v1/books/{book}"), None).map(drop)
}

/// The link with the account's name as the server writes it, and whether the book is another account's, which shares it with this one.
///
/// # Errors
/// `not_found` when the account cannot reach the book; `server_unreachable`, `server_refused`.
pub fn standing(mut link: Link, book: BookTag) -> Result<Link, AppError> {
    let strange = || strange(&link.place());
    let answer = link.asker()?.json("GET", &format!("/v1/books/{book}/members"), None)?;
    let all = answer.as_array().ok_or_else(strange)?;
    let own = all.iter().find(|entry| entry["this"] == true).ok_or_else(strange)?;
    let name = own["name"].as_str().ok_or_else(strange)?.to_owned();
    let shared = own["role"] != "owner";
    if let Remote::Server(Server { account, guest, .. }) = &mut link.remote {
        (*account, *guest) = (name, shared);
    }
    Ok(link)
}

/// The tags of the books that the account can reach.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn books(link: &Link) -> Result<Vec<BookTag>, AppError> {
    let strange = || strange(&link.place());
    let answer = link.asker()?.json("GET", "/v1/books", None)?;
    let list = answer.as_array().or_else(|| answer["items"].as_array()).ok_or_else(strange)?;
    let tag = |entry: &serde_json::Value| entry["tag"].as_str().and_then(|text| text.parse().ok());
    list.iter().map(|entry| tag(entry).ok_or_else(strange)).collect()
}

/// The account's devices; none where there is no account.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub(super) fn devices(link: &Link) -> Result<Vec<Listed>, AppError> {
    if link.folder().is_some() {
        return Ok(Vec::new());
    }
    let devices = link.asker()?.json("GET", "/v1/devices", None)?;
    let list = if devices.is_array() { devices } else { devices["items"].clone() };
    serde_json::from_value(list).map_err(|_| strange(&link.place()))
}

/// Takes a device's access away; false when there is no server, or the account has no such device.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn revoke(link: &Link, device: DeviceTag) -> Result<bool, AppError> {
    if link.folder().is_some() {
        return Ok(false);
    }
    match link.asker()?.json("DELETE", &format!("/v1/devices/{device}"), None) {
        Ok(_) => Ok(true),
        Err(error) if error.code == ErrorCode::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// How many changes each device has yet to read, where the server says so.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub(super) fn behind(link: &Link, book: BookTag) -> Result<HashMap<DeviceTag, u64>, AppError> {
    if link.folder().is_some() {
        return Ok(HashMap::new());
    }
    let said = match link.asker()?.json("GET", &format!("/v1/books/{book}/reading"), None) {
        Ok(said) => said,
        // A server of before, or a book that is not there any more: sync itself says so.
        Err(error) if error.code == ErrorCode::NotFound => return Ok(HashMap::new()),
        Err(error) => return Err(error),
    };
    let Reading { head, items } = serde_json::from_value(said).map_err(|_| strange(&link.place()))?;
    let read = |item: Read| Some((item.tag.parse().ok()?, head.saturating_sub(item.place)));
    Ok(items.into_iter().filter_map(read).collect())
}

/// How far the devices have read, as the server says it.
#[derive(serde::Deserialize)]
struct Reading {
    head: u64,
    items: Vec<Read>,
}

#[derive(serde::Deserialize)]
struct Read {
    tag: String,
    place: u64,
}

/// Signs in another device of the account, and gives its token.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn add_device(link: &Link, device: DeviceTag, name: &str) -> Result<String, AppError> {
    let input = json!({ "tag": device.to_string(), "name": name });
    let signed_in = link.asker()?.json("POST", "/v1/devices", Some(&input))?;
    signed_in["token"].as_str().map(str::to_owned).ok_or_else(|| strange(&link.place()))
}

/// Gives back this device's access, so that it does not stand in the list for ever.
pub fn give_back(link: &Link) {
    // Why nothing came of it, or that the person wants no more of it, is what counts; that this fails too changes nothing here.
    drop(revoke(link, link.device));
}
