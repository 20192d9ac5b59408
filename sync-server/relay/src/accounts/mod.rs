//! Who may do what: accounts, their devices, and the books they own or share.

mod account;
mod book;
mod device;
mod identity;
mod password;
mod recovery;

pub(crate) use account::{Credentials, SignedIn, hash_secret, sign_in, sign_up};
pub use account::{forget_expired, invite};
pub(crate) use book::{
    Access, BookEntry, MemberEntry, MemberInput, Role, create_book, list_books, list_members, share_book,
    unshare_book,
};
pub(crate) use device::{
    Device, DeviceEntry, DeviceInput, add_device, authenticate, list_devices, parse_tag, revoke_device,
    rotate_token, secret,
};
pub(crate) use identity::{Attempt, IdentityInput, begin, sign_in_with};
pub(crate) use password::Passwords;
pub(crate) use recovery::{read_recovery, write_recovery};
