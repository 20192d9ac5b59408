//! The devices that share a book: what the server says of them, and what the book does.

use super::account;
use super::keys::{KeyHolder, Members};
use super::link::Link;
use super::{Unlocked, linked};
use crate::error::{AppError, ErrorCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Reader;
use sync_client::book_keys;
use sync_folder::Reading;
use sync_protocol::{BookTag, DeviceTag};

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceView {
    /// 32 hexadecimal digits.
    pub tag: String,
    /// For people.
    pub name: String,
    /// The server no longer lets it in.
    pub revoked: bool,
    /// Later keys of the book reach it.
    pub keys: bool,
    /// Seconds since it was last connected, or by its own clock last wrote to the folder; none for a device of another account, and where that is
    /// not known.
    pub seen_seconds_ago: Option<i64>,
    /// Changes on the server or in the folder that it has not read yet, as far as it said; none where that is not known.
    pub behind: Option<u64>,
    /// It is this device.
    pub this: bool,
    /// Its account, where the book is shared with that one and it is not this device's.
    pub account: Option<String>,
}

/// A device as the server lists it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Listed {
    pub tag: String,
    pub name: String,
    pub revoked: bool,
    pub seen_seconds_ago: i64,
    pub this: bool,
}

/// A book that is synced, as those see it who look at its devices.
pub struct Shared {
    /// Where.
    pub link: Link,
    /// Who has its keys.
    pub members: Members,
    /// Its tag there.
    pub book: BookTag,
    /// What the devices of a folder last said of how far they are.
    pub readings: Vec<Reading>,
}

impl Shared {
    /// Reads it.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `no_keychain`, `locked_keys` when what lets the device in is out of reach.
    pub fn read(reader: &Reader, unlocked: &Unlocked) -> Result<Self, AppError> {
        let (link, members) = (linked(reader, unlocked)?, Members::read(reader)?);
        let readings = if link.folder().is_some() { sync_folder::readings(reader)? } else { Vec::new() };
        Ok(Self { link, members, book: book_keys(reader)?.tag(), readings })
    }
}

/// All devices that the account or the book knows: this one first, then those that were seen last.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn devices(shared: &Shared, now_ms: i64) -> Result<Vec<DeviceView>, AppError> {
    let Shared { link, members, book, readings } = shared;
    if link.folder().is_some() {
        return Ok(of_folder(members, link, readings, now_ms));
    }
    let mut all = joined(account::devices(link)?, members, link);
    let behind = account::behind(link, *book)?;
    for device in &mut all {
        device.behind = device.tag.parse().ok().and_then(|tag| behind.get(&tag)).copied();
    }
    Ok(all)
}

/// The devices of a folder, each with what it last said there.
fn of_folder(members: &Members, link: &Link, readings: &[Reading], now_ms: i64) -> Vec<DeviceView> {
    let mut all = joined(Vec::new(), members, link);
    for device in all.iter_mut().filter(|device| !device.this) {
        let of_device = |reading: &&Reading| reading.device.to_string() == device.tag;
        if let Some(reading) = readings.iter().find(of_device) {
            // A clock that is ahead of this one has seen it just now.
            device.seen_seconds_ago = Some(now_ms.saturating_sub(reading.at).max(0) / 1_000);
            device.behind = Some(reading.behind);
        }
    }
    all.sort_by_key(order);
    all
}

fn order(device: &DeviceView) -> (bool, bool, i64) {
    (!device.this, device.revoked && !device.keys, device.seen_seconds_ago.unwrap_or(i64::MAX))
}

fn joined(listed: Vec<Listed>, members: &Members, link: &Link) -> Vec<DeviceView> {
    let own = link.device;
    let mut all: Vec<DeviceView> = listed
        .into_iter()
        .map(|Listed { tag, name, revoked, seen_seconds_ago, this }| {
            let keys = members.devices.iter().any(|known| DeviceTag(known.tag).to_string() == tag);
            DeviceView {
                tag,
                name,
                revoked,
                keys,
                seen_seconds_ago: Some(seen_seconds_ago),
                behind: None,
                this,
                account: None,
            }
        })
        .collect();
    for KeyHolder { tag: member, name, account, .. } in &members.devices {
        let tag = DeviceTag(*member).to_string();
        if !all.iter().any(|device| device.tag == tag) {
            let name = name.clone();
            all.push(DeviceView {
                tag,
                name,
                revoked: false,
                keys: true,
                seen_seconds_ago: None,
                behind: None,
                this: *member == own.0,
                account: account.clone().filter(|account| Some(account) != link.account().as_ref()),
            });
        }
    }
    all.sort_by_key(order);
    all
}

/// Takes a device's access to the server away, if it is one of this account.
///
/// # Errors
/// `invalid_input` for a tag that is none; `not_found` for a device that neither account nor book knows; `server_unreachable`,
/// `server_refused`.
pub fn revoke(shared: &Shared, tag: &str) -> Result<DeviceTag, AppError> {
    let device = parse(tag)?;
    // A guest's own devices are its own; those of others are the owner's to judge.
    let foreign = |known: &KeyHolder| known.tag == device.0 && known.account != shared.link.account();
    if shared.members.devices.iter().any(foreign) {
        shared.link.owned()?;
    }
    if account::revoke(&shared.link, device)? || shared.members.has(device.0) {
        return Ok(device);
    }
    Err(AppError::new(ErrorCode::NotFound, "there is no such device").at(tag))
}

fn parse(tag: &str) -> Result<DeviceTag, AppError> {
    tag.parse().map_err(|_| AppError::invalid("device", "a device is named by its 32 hexadecimal digits"))
}

#[cfg(test)]
mod tests {
    use super::super::link::Remote;
    use super::*;

    fn listed(number: u8, this: bool, revoked: bool, ago: i64) -> Listed {
        let tag = DeviceTag([number; 16]).to_string();
        Listed { tag, name: format!("device {number}"), revoked, seen_seconds_ago: ago, this }
    }

    #[test]
    fn a_device_is_listed_by_whoever_knows_it() {
        let holder = |number: u8, name: &str| KeyHolder {
            tag: [number; 16],
            name: name.to_owned(),
            account: None,
            added_by: None,
        };
        let devices = vec![holder(1, "device 1"), holder(3, "device 3"), holder(9, "guest")];
        let members = Members { devices, phrases: 1 };
        let link = Link { device: DeviceTag([1; 16]), remote: Remote::Folder("/media/stick".into()) };
        let list = vec![listed(2, false, true, 5), listed(3, false, true, 9), listed(1, true, false, 0)];
        let said: Vec<_> = joined(list, &members, &link)
            .iter()
            .map(|d| (d.name.clone(), d.revoked, d.keys, d.this))
            .collect();
        let expected = [
            ("device 1", false, true, true),
            // Its access is gone, and the book's keys still reach it: that must be seen.
            ("device 3", true, true, false),
            ("guest", false, true, false),
            ("device 2", true, false, false),
        ];
        let expected: Vec<_> =
            expected.map(|(name, revoked, keys, this)| (name.to_owned(), revoked, keys, this)).into();
        assert_eq!(said, expected);
        let reading = |number: u8, at, behind| Reading { device: DeviceTag([number; 16]), at, behind };
        let said: Vec<_> = of_folder(&members, &link, &[reading(9, 5_000, 3), reading(1, 9_000, 7)], 8_000)
            .into_iter()
            .map(|d| (d.name, d.seen_seconds_ago, d.behind))
            .collect();
        let expected = [("device 1", None, None), ("guest", Some(3), Some(3)), ("device 3", None, None)];
        assert_eq!(said, expected.map(|(name, seen, behind)| (name.to_owned(), seen, behind)));
        assert!(parse("ab").is_err() && parse(&"g".repeat(32)).is_err());
        assert_eq!(parse(&"0a".repeat(16)), Ok(DeviceTag([10; 16])));
    }
}
