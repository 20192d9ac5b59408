//! The people who share a book: other accounts of its server, each with a role, and which devices of theirs have the keys. The server decides who
//! reaches the book; the keys decide who can read it, and who can write.

use super::devices::Shared;
use super::keys::Members;
use super::link::Link;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use replica::{MemberId, MemberRole};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Reader;
use sync_client::first_role;
use sync_protocol::{BookTag, DeviceTag};

/// What a person may do with the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Everything, and who else may.
    Owner,
    /// Read and write.
    Editor,
    /// Read.
    Reader,
    /// Nothing at the server; devices of theirs still have keys, and must be taken out once more.
    Gone,
}

impl PersonRole {
    /// The role of the devices.
    pub(super) const fn of_member(self) -> MemberRole {
        match self {
            Self::Owner | Self::Editor => MemberRole::Editor,
            Self::Reader | Self::Gone => MemberRole::Reader,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Reader => "reader",
            Self::Gone => "gone",
        }
    }
}

/// Somebody who shares the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonView {
    /// Name of the account.
    pub account: String,
    /// What they may do.
    pub role: PersonRole,
    /// It is the account of this device.
    pub this: bool,
    /// Names of their devices that have the keys; none yet for one who has not brought the book.
    pub devices: Vec<String>,
}

/// Everybody who shares the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct People {
    /// The owner first.
    pub items: Vec<PersonView>,
    /// This account is the owner: it may change the list.
    pub owner: bool,
}

/// A person as the server lists them.
#[derive(Deserialize)]
struct Listed {
    name: String,
    role: PersonRole,
    this: bool,
}

/// Everybody who shares the book, as server and keys have it.
///
/// # Errors
/// `invalid_input` over a folder; `server_unreachable`, `server_refused`.
pub fn people(shared: &Shared) -> Result<People, AppError> {
    let Shared { link, members, book, .. } = shared;
    let said = link.asker()?.json("GET", &path(*book, ""), None)?;
    let listed: Vec<Listed> =
        serde_json::from_value(said).map_err(|_| super::http::strange(&link.place()))?;
    Ok(joined(listed, members))
}

fn joined(listed: Vec<Listed>, members: &Members) -> People {
    let owner = listed.iter().any(|one| one.this && one.role == PersonRole::Owner);
    let mut items: Vec<PersonView> = listed
        .into_iter()
        .map(|Listed { name: account, role, this }| PersonView { account, role, this, devices: Vec::new() })
        .collect();
    for device in &members.devices {
        let Some(account) = &device.account else { continue };
        let name = device.name.clone();
        match items.iter_mut().find(|person| person.account == *account) {
            Some(person) => person.devices.push(name),
            None => items.push(PersonView {
                account: account.clone(),
                role: PersonRole::Gone,
                this: false,
                devices: vec![name],
            }),
        }
    }
    People { items, owner }
}

fn path(book: BookTag, end: &str) -> String {
    format!("/v1/books/{book}/members{end}")
}

/// A role for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Name of the account, as the server writes it.
    pub account: String,
    /// What they may do.
    pub role: PersonRole,
}

impl Grant {
    /// A role for the person of this account.
    ///
    /// # Errors
    /// `invalid_input` without a name, or for a role that is not given.
    pub fn new(account: &str, role: PersonRole) -> Result<Self, AppError> {
        if !matches!(role, PersonRole::Editor | PersonRole::Reader) {
            return Err(AppError::invalid("role", "a book is shared with an editor or a reader"));
        }
        Ok(Self { account: account_name(account)?, role })
    }

    /// Has the server let the account in with the role.
    ///
    /// # Errors
    /// `not_found` when it has no such account; `server_refused` when the book is another account's; `server_unreachable`.
    pub fn give(&self, link: &Link, book: BookTag) -> Result<(), AppError> {
        link.owned()?;
        let input = json!({ "name": self.account, "role": self.role.name() });
        let given = link.asker()?.json("PUT", &path(book, ""), Some(&input)).map(drop);
        given.map_err(|error| match error.code {
            ErrorCode::NotFound => {
                AppError::new(ErrorCode::NotFound, "the server has no other account of this name")
                    .at(&self.account)
                    .remedy("the other person makes an account at the same server and tells you its name")
            }
            _ => error,
        })
    }
}

/// An account's name as a person typed it, in the server's spelling.
///
/// # Errors
/// `invalid_input` without one.
pub(crate) fn account_name(text: &str) -> Result<String, AppError> {
    Ok(crate::parse::name("account", text)?.to_lowercase())
}

/// Has the server let the account in no longer.
///
/// # Errors
/// `server_refused` when the book is another account's; `server_unreachable`.
pub(crate) fn take_access(link: &Link, book: BookTag, account: &str) -> Result<(), AppError> {
    link.owned()?;
    let name = percent(account);
    link.asker()?.json("DELETE", &path(book, &format!("/{name}")), None).map(drop)
}

/// A name as a part of a path.
fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The devices of an account, and those that one of them let in.
pub(crate) fn devices_of(members: &Members, account: &str) -> Vec<DeviceTag> {
    let mut found: Vec<[u8; 16]> = Vec::new();
    loop {
        let more = members.devices.iter().find(|device| {
            let theirs = device.account.as_deref() == Some(account);
            let by_them = device.added_by.is_some_and(|by| found.contains(&by));
            (theirs || by_them) && !found.contains(&device.tag)
        });
        match more {
            Some(device) => found.push(device.tag),
            None => return found.into_iter().map(DeviceTag).collect(),
        }
    }
}

/// Refuses when one of these devices came without what writing needs: it gets that only with a code.
///
/// # Errors
/// `invalid_input`.
pub(crate) fn may_become(reader: &Reader, devices: &[DeviceTag], role: PersonRole) -> Result<(), AppError> {
    if role == PersonRole::Reader {
        return Ok(());
    }
    for device in devices {
        if first_role(reader, MemberId(device.0))? == Some(MemberRole::Reader) {
            return Err(AppError::invalid("role", "their devices came without the keys to write")
                .remedy("share the book with them anew, to write: they bring it once more with a new code"));
        }
    }
    Ok(())
}

impl App {
    /// Everybody who shares the book.
    ///
    /// # Errors
    /// As [`people`], and `not_found` when the book is not synced.
    pub fn people(&self) -> Result<People, AppError> {
        people(&Shared::read(self.reader(), self.unlocked())?)
    }

    /// Gives a person another role, and their devices keys as that role has them.
    ///
    /// # Errors
    /// `invalid_input` when their devices cannot have the role; `server_refused` when the book is another account's; `server_unreachable`.
    pub fn set_role(&mut self, grant: &Grant) -> Result<(), AppError> {
        let shared = Shared::read(self.reader(), self.unlocked())?;
        may_become(self.reader(), &devices_of(&shared.members, &grant.account), grant.role)?;
        grant.give(&shared.link, shared.book)?;
        self.give_role(&shared.link, grant)
    }

    /// The half of it that needs no network.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn give_role(&mut self, link: &Link, grant: &Grant) -> Result<(), AppError> {
        let devices = devices_of(&Members::read(self.reader())?, &grant.account);
        let ids: Vec<MemberId> = devices.iter().map(|device| MemberId(device.0)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let (mut sealing, when) = (self.sealing(link.device)?, self.when());
        self.with_journal(&mut sealing, |journal| {
            journal.take_keys()?;
            journal.give_role(&ids, grant.role.of_member(), &when)
        })?;
        Ok(())
    }

    /// Takes a person out: the server lets them in no longer, and their devices get no later keys. What they have they keep.
    ///
    /// # Errors
    /// `server_refused` when the book is another account's; `server_unreachable`.
    pub fn unshare(&mut self, account: &str) -> Result<(), AppError> {
        let account = account_name(account)?;
        let shared = Shared::read(self.reader(), self.unlocked())?;
        take_access(&shared.link, shared.book, &account)?;
        self.take_person_out(&shared.link, &account)
    }

    /// The half of it that needs no network.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn take_person_out(&mut self, link: &Link, account: &str) -> Result<(), AppError> {
        let devices = devices_of(&Members::read(self.reader())?, account);
        self.take_out(link.device, &devices).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::KeyHolder;
    use super::*;

    fn holder(number: u8, account: Option<&str>, by: Option<u8>) -> KeyHolder {
        KeyHolder {
            tag: [number; 16],
            name: format!("device {number}"),
            account: account.map(str::to_owned),
            added_by: by.map(|by| [by; 16]),
        }
    }

    #[test]
    fn who_is_taken_out_goes_with_everything_they_let_in() {
        let devices = vec![
            holder(1, Some("ana"), None),
            holder(4, None, Some(3)),
            holder(3, None, Some(2)),
            holder(2, Some("bob"), Some(1)),
            holder(5, Some("cai"), Some(1)),
        ];
        let members = Members { devices, phrases: 0 };
        let mut taken: Vec<u8> = devices_of(&members, "bob").iter().map(|tag| tag.0[0]).collect();
        taken.sort_unstable();
        assert_eq!(taken, [2, 3, 4]);
        let listed = vec![Listed { name: "ana".to_owned(), role: PersonRole::Owner, this: true }];
        let said = joined(listed, &members);
        let told: Vec<_> = said.items.iter().map(|one| (one.account.as_str(), one.role)).collect();
        let gone = PersonRole::Gone;
        assert_eq!(told, [("ana", PersonRole::Owner), ("bob", gone), ("cai", gone)], "keys still reach them");
        assert!(said.owner);
    }

    #[test]
    fn a_name_with_any_letter_stands_in_a_path() {
        assert_eq!(percent("ana@example.org"), "ana@example.org");
        assert_eq!(percent("a/b ç"), "a%2Fb%20%C3%A7");
    }
}
