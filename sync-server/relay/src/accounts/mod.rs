//! Who may do what: accounts, their devices, and the books they own or share.

mod account;
mod book;
mod device;
mod password;

pub use account::invite;
pub(crate) use account::{Credentials, SignedIn, sign_in, sign_up};
pub(crate) use book::{
    Access, BookEntry, MemberInput, Role, create_book, list_books, share_book, unshare_book,
};
pub(crate) use device::{
    Device, DeviceEntry, authenticate, list_devices, parse_tag, revoke_device, rotate_token,
};
pub(crate) use password::Passwords;
