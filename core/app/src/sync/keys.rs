//! This device's part in the book's keys: a key of its own, its place among the members, and what it does for the others.

use super::secrets;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use replica::{Member, MemberId, MemberRole};
use store::Reader;
use sync_client::{BookJournal, KeyError, Membership, Sealing, Settled, When, book_keys};
use sync_protocol::DeviceTag;
use sync_protocol::seal::ExchangeKey;

/// Name of the device's own key among its secrets.
pub(super) const EXCHANGE: &str = "exchange";

/// A device that has the book's keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    /// Its tag.
    pub tag: [u8; 16],
    /// For people.
    pub name: String,
    /// Its account at the server, where that is known.
    pub account: Option<String>,
    /// The device that let it in.
    pub added_by: Option<[u8; 16]>,
}

/// What the book says of those who have its keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Members {
    /// Devices.
    pub devices: Vec<KeyHolder>,
    /// How many recovery phrases bring the book back: two, where two devices made one at the same time.
    pub phrases: u32,
}

impl Members {
    /// Reads who is in it.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn read(reader: &Reader) -> Result<Self, AppError> {
        let mut all = Self::default();
        for (member, removed) in reader.members()? {
            match member.role {
                _ if removed => {}
                MemberRole::Recovery => all.phrases += 1,
                MemberRole::Editor | MemberRole::Reader => all.devices.push(KeyHolder {
                    tag: member.id.0,
                    name: member.name,
                    account: member.account,
                    added_by: member.added_by.map(|by| by.0),
                }),
            }
        }
        Ok(all)
    }

    /// Is this device in it?
    pub fn has(&self, tag: [u8; 16]) -> bool {
        self.devices.iter().any(|known| known.tag == tag)
    }
}

impl App {
    /// This device's own key, for which others wrap the book's; drawn when it is first needed, and never leaves the device.
    ///
    /// # Errors
    /// When the book's file fails, or what was kept is no key.
    pub(super) fn exchange_key(&mut self) -> Result<ExchangeKey, AppError> {
        if let Some(kept) = secrets::outside_the_book(self.reader(), self.unlocked())? {
            return Ok(ExchangeKey::new(seed_of(&kept.exchange)?));
        }
        if let Some(kept) = self.reader().local_secret(EXCHANGE)? {
            return Ok(ExchangeKey::new(seed_of(&kept)?));
        }
        let mut seed = [0; 32];
        self.outside().random(&mut seed);
        let key = ExchangeKey::new(seed);
        self.keep_exchange_key(&key)?;
        Ok(key)
    }

    /// Keeps this device's own key, in a book that was just made.
    ///
    /// # Errors
    /// When the book's file fails.
    pub(super) fn keep_exchange_key(&mut self, key: &ExchangeKey) -> Result<(), AppError> {
        self.keep_secret(EXCHANGE, key.bytes())
    }

    /// What seals for this device and opens what comes to it.
    ///
    /// # Errors
    /// When the book's file fails.
    pub(super) fn sealing(&mut self, device: DeviceTag) -> Result<Sealing, AppError> {
        let exchange = self.exchange_key()?;
        let keys = book_keys(self.reader())?;
        Ok(Sealing::new(keys.tag(), keys).receiving(device, exchange))
    }

    /// Takes devices out of those who get the book's keys, and makes keys that they do not have. False when none had any.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn take_out(&mut self, own: DeviceTag, devices: &[DeviceTag]) -> Result<bool, AppError> {
        let members = Members::read(self.reader())?;
        let there = devices.iter().filter(|device| members.has(device.0));
        let there: Vec<MemberId> = there.map(|device| MemberId(device.0)).collect();
        if there.is_empty() {
            return Ok(false);
        }
        let mut sealing = self.sealing(own)?;
        let when = self.when();
        self.with_journal(&mut sealing, |journal| -> Result<(), KeyError> {
            // What came meanwhile may hold newer keys than those that were kept.
            journal.take_keys()?;
            journal.remove_members(&there, &when).map(drop)
        })?;
        Ok(true)
    }

    /// Now, on this device.
    pub(super) fn when(&mut self) -> When {
        let outside = self.outside();
        When { at: outside.now_ms(), device: outside.device() }
    }
}

fn seed_of(kept: &[u8]) -> Result<[u8; 32], AppError> {
    kept.try_into().map_err(|_| {
        AppError::new(ErrorCode::Damaged, "the key of this device is damaged")
            .remedy("stop syncing on this device and begin anew")
    })
}

/// Does what the book asks of this device once everything of the log is here: names itself a member if nobody has, and gives the
/// others what they lack. True when that made changes.
///
/// # Errors
/// [`KeyError::NoMember`] when this device was taken out.
pub fn settle(journal: &mut BookJournal<'_>, me: &Member, when: &When) -> Result<bool, KeyError> {
    journal.take_keys()?;
    let mut changed = false;
    if journal.membership()? == Membership::Unknown && journal.sealing.keys().newest().writes() {
        journal.admit(me.clone(), when)?;
        changed = true;
    }
    let Settled { rotated, handed_on, .. } = journal.settle_keys(when)?;
    Ok(changed || rotated || handed_on > 0)
}

impl From<KeyError> for AppError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Book(error) => error.into(),
            KeyError::NoMember => {
                Self::new(ErrorCode::ServerRefused, "this device was taken out of the book's devices")
                    .remedy("what is here stays here; to go on, join anew from another device")
            }
            KeyError::NotFound(_) => Self::new(ErrorCode::NotFound, error.to_string()),
            KeyError::BadKey(_) => Self::new(ErrorCode::Damaged, error.to_string()),
            KeyError::CannotWrite(_) | KeyError::TooManyRotations(_) => {
                Self::new(ErrorCode::ServerRefused, error.to_string())
            }
            KeyError::Codec(_) => Self::new(ErrorCode::Internal, error.to_string()),
        }
    }
}
