//! What a device keeps of its server, in the book's own file.

use super::http::Asker;
use crate::error::{AppError, ErrorCode};
use store::Reader;
use store::rusqlite::{Connection, OptionalExtension as _, Result};

/// Where this device syncs a book. Not to be printed whole: the token is a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Link {
    /// Address of the server, `https://…` or `http://…` on this machine.
    pub server: String,
    /// Name of the account.
    pub account: String,
    /// The device's tag.
    pub device: [u8; 16],
    /// What lets the device in.
    pub(super) token: String,
}

impl Link {
    /// Asks the server as this device.
    pub(super) fn asker(&self) -> Asker<'_> {
        Asker { server: &self.server, token: &self.token }
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link")
            .field("server", &self.server)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Rows of the table `setting`. They travel with the file: a copy of it is a copy of the device, which the log can tell apart.
const KEYS: [&str; 4] = ["sync.server", "sync.account", DEVICE, "sync.token"];
const DEVICE: &str = "sync.device";

/// Reads it.
///
/// # Errors
/// When the book cannot be read.
pub fn read(reader: &Reader) -> std::result::Result<Option<Link>, AppError> {
    let mut find = reader.connection().prepare_cached("select value from setting where key = ?1")?;
    let mut values = Vec::with_capacity(KEYS.len());
    for key in KEYS {
        let Some(value) = find.query_row([key], |row| row.get::<_, String>(0)).optional()? else {
            return Ok(None);
        };
        values.push(value);
    }
    let [server, account, device, token] = values.try_into().unwrap_or_default();
    Ok(Some(Link { server, account, device: parse(&device)?, token }))
}

/// Writes it.
pub fn write(tx: &Connection, link: &Link) -> Result<()> {
    let device = format!("{:032x}", u128::from_be_bytes(link.device));
    let values = [&link.server, &link.account, &device, &link.token];
    for (key, value) in KEYS.iter().zip(values) {
        tx.execute("insert or replace into setting (key, value) values (?1, ?2)", (key, value))?;
    }
    Ok(())
}

/// Removes it, but for the tag: the device is the same when it comes back.
pub fn forget(tx: &Connection) -> Result<()> {
    for key in KEYS.iter().filter(|key| **key != DEVICE) {
        tx.execute("delete from setting where key = ?1", [key])?;
    }
    Ok(())
}

/// The device's tag, from when it last synced the book.
///
/// # Errors
/// When the book cannot be read.
pub fn device(reader: &Reader) -> std::result::Result<Option<[u8; 16]>, AppError> {
    let mut find = reader.connection().prepare_cached("select value from setting where key = ?1")?;
    let text: Option<String> = find.query_row([DEVICE], |row| row.get(0)).optional()?;
    text.map(|text| parse(&text)).transpose()
}

fn parse(device: &str) -> std::result::Result<[u8; 16], AppError> {
    u128::from_str_radix(device, 16)
        .map(u128::to_be_bytes)
        .map_err(|_| AppError::new(ErrorCode::Damaged, "the tag of this device in the book is damaged"))
}
