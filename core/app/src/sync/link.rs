//! What a device keeps of where it syncs a book, in the book's own file.

use super::http::Asker;
use super::secrets::Keeping;
use crate::error::{AppError, ErrorCode};
use std::path::{Path, PathBuf};
use store::Reader;
use store::rusqlite::{Connection, OptionalExtension as _, Result};
use sync_protocol::DeviceTag;

/// Where this device syncs a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The device's tag.
    pub device: DeviceTag,
    /// What keeps the devices in step.
    pub remote: Remote,
}

/// What keeps the devices of a book in step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remote {
    /// A server.
    Server(Server),
    /// A folder that all of them see.
    Folder(PathBuf),
}

/// An account at a server. Not to be printed whole: the token is a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    /// Its address, `https://…` or `http://…` on this machine.
    pub address: String,
    /// Name of the account.
    pub account: String,
    /// What lets the device in; empty while it is only known where it lies.
    pub(super) token: String,
    /// The book is another account's, which shares it with this one.
    pub guest: bool,
}

impl Link {
    /// The server.
    ///
    /// # Errors
    /// `invalid_input` where a folder takes its place.
    pub fn server(&self) -> std::result::Result<&Server, AppError> {
        match &self.remote {
            Remote::Server(server) => Ok(server),
            Remote::Folder(folder) => Err(AppError::new(
                ErrorCode::InvalidInput,
                "the book is synced through a folder, not a server",
            )
            .at(folder.display().to_string())),
        }
    }

    /// The folder, where there is no server.
    pub fn folder(&self) -> Option<&Path> {
        match &self.remote {
            Remote::Server(_) => None,
            Remote::Folder(folder) => Some(folder),
        }
    }

    /// Is the book another account's?
    pub const fn guest(&self) -> bool {
        matches!(&self.remote, Remote::Server(Server { guest: true, .. }))
    }

    /// Refuses what only the book's owner does.
    ///
    /// # Errors
    /// `server_refused` where the book is another account's.
    pub fn owned(&self) -> std::result::Result<(), AppError> {
        if self.guest() {
            return Err(AppError::new(ErrorCode::ServerRefused, "only the book's owner may do that")
                .remedy("ask who shares the book with you"));
        }
        Ok(())
    }

    /// Name of the account, as the server writes it; none over a folder.
    pub fn account(&self) -> Option<String> {
        match &self.remote {
            Remote::Server(server) => Some(server.account.trim().to_lowercase()),
            Remote::Folder(_) => None,
        }
    }

    /// Where, for people: a server's address or a folder's path.
    pub fn place(&self) -> String {
        match &self.remote {
            Remote::Server(server) => server.address.clone(),
            Remote::Folder(folder) => folder.display().to_string(),
        }
    }

    /// At a server that just let the device in. Which account that is, and whose the book, is still to be asked ([`super::account::standing`]).
    pub(super) fn at_server(device: DeviceTag, address: &str, token: String) -> Self {
        let server = Server { address: address.to_owned(), account: String::new(), token, guest: false };
        Self { device, remote: Remote::Server(server) }
    }

    /// Asks the server as this device.
    ///
    /// # Errors
    /// As [`Link::server`].
    pub(super) fn asker(&self) -> std::result::Result<Asker<'_>, AppError> {
        let server = self.server()?;
        Ok(Asker { server: &server.address, token: &server.token })
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

// Rows of the table `setting`. They travel with the file: a copy of it is a copy of the device, which the log can tell apart, if the keys lie in
// there as well.
const SERVER: &str = "sync.server";
const ACCOUNT: &str = "sync.account";
const TOKEN: &str = "sync.token";
const GUEST: &str = "sync.guest";
const FOLDER: &str = "sync.folder";
const DEVICE: &str = "sync.device";
const KEEPING: &str = "sync.keys";

/// Reads it, without a token that lies elsewhere.
///
/// # Errors
/// When the book cannot be read.
pub fn read(reader: &Reader) -> std::result::Result<Option<Link>, AppError> {
    let Some(device) = device(reader)? else { return Ok(None) };
    let remote = if let Some(folder) = setting(reader, FOLDER)? {
        Remote::Folder(folder.into())
    } else {
        let (server, account) = (setting(reader, SERVER)?, setting(reader, ACCOUNT)?);
        let (Some(address), Some(account)) = (server, account) else { return Ok(None) };
        let token = setting(reader, TOKEN)?.unwrap_or_default();
        let guest = setting(reader, GUEST)?.is_some();
        Remote::Server(Server { address, account, token, guest })
    };
    Ok(Some(Link { device, remote }))
}

/// Writes it, in the place of what was there.
pub fn write(tx: &Connection, link: &Link) -> Result<()> {
    forget(tx)?;
    let (device, place) = (link.device.to_string(), link.place());
    let mut rows = vec![(DEVICE, device.as_str())];
    match &link.remote {
        Remote::Server(server) => {
            rows.extend([(SERVER, place.as_str()), (ACCOUNT, &server.account), (TOKEN, &server.token)]);
            rows.extend(server.guest.then_some((GUEST, "yes")));
        }
        Remote::Folder(_) => rows.push((FOLDER, &place)),
    }
    for (key, value) in rows {
        tx.execute("insert or replace into setting (key, value) values (?1, ?2)", (key, value))?;
    }
    Ok(())
}

/// Removes it, but for the tag: the device is the same when it comes back.
pub fn forget(tx: &Connection) -> Result<()> {
    remove(tx, &[SERVER, ACCOUNT, TOKEN, GUEST, FOLDER, KEEPING])
}

/// Removes the tag: when the device comes back it is another.
pub fn forget_device(tx: &Connection) -> Result<()> {
    remove(tx, &[DEVICE])
}

fn remove(tx: &Connection, keys: &[&str]) -> Result<()> {
    for key in keys {
        // Else it stays readable in a page that is free.
        tx.execute(
            "update setting set value = replace(hex(zeroblob(length(value))), '0', '-') where key = ?1",
            [key],
        )?;
        tx.execute("delete from setting where key = ?1", [key])?;
    }
    Ok(())
}

/// Where the device keeps what it keeps to itself.
///
/// # Errors
/// When the book cannot be read, or names a place this program does not know.
pub fn keeping(reader: &Reader) -> std::result::Result<Keeping, AppError> {
    let Some(name) = setting(reader, KEEPING)? else { return Ok(Keeping::Book) };
    Keeping::named(&name).ok_or_else(|| {
        AppError::new(
            ErrorCode::NewerVersion,
            format!("the keys of sync are kept in a `{name}`, which this program does not know"),
        )
        .remedy("update the program")
    })
}

/// Keeps where it does, and the token only where that is the book.
pub fn keep(tx: &Connection, keeping: Keeping, token: &str) -> Result<()> {
    remove(tx, &[TOKEN])?;
    let token = (keeping == Keeping::Book && !token.is_empty()).then_some((TOKEN, token));
    for (key, value) in [Some((KEEPING, keeping.name())), token].into_iter().flatten() {
        tx.execute("insert or replace into setting (key, value) values (?1, ?2)", (key, value))?;
    }
    Ok(())
}

/// The device's tag, from when it last synced the book.
///
/// # Errors
/// When the book cannot be read.
pub fn device(reader: &Reader) -> std::result::Result<Option<DeviceTag>, AppError> {
    let damaged = |_| AppError::new(ErrorCode::Damaged, "the tag of this device in the book is damaged");
    setting(reader, DEVICE)?.map(|text| text.parse().map_err(damaged)).transpose()
}

fn setting(reader: &Reader, key: &str) -> std::result::Result<Option<String>, AppError> {
    let mut find = reader.connection().prepare_cached("select value from setting where key = ?1")?;
    Ok(find.query_row([key], |row| row.get(0)).optional()?)
}
