//! Who may do what: accounts, their devices, and the books they own or share.

mod account;
mod book;
mod device;
mod identity;
mod password;
mod recovery;

pub(crate) use account::{Credentials, SignedIn, sign_in, sign_up};
pub use account::{forget_expired, hash_secret, invite};
pub use book::{Access, Role};
pub(crate) use book::{
    BookEntry, MemberEntry, MemberInput, create_book, list_books, list_members, share_book, unshare_book,
};
pub use device::{Device, enrol_server, parse_tag, secret};
pub(crate) use device::{
    DeviceEntry, DeviceInput, add_device, authenticate, list_devices, revoke_device, rotate_token,
};
pub(crate) use identity::{Attempt, IdentityInput, begin, sign_in_with};
pub(crate) use password::Passwords;
pub(crate) use recovery::{read_recovery, write_recovery};
