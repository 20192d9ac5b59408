//! Keeping a book in step with its other devices through a server that cannot read it, or through a folder that all of them see.
//!
//! From the book's 32-byte secret, which every device of the book has, follow its tag on the server, the names in what is sealed, the ids
//! of imported rows, and the first generation of keys; later ones are made when a device is taken out. A new device gets them from
//! one that has them ([`pairing`]) or by the recovery phrase. The server knows an account, its devices and sealed changes
//! ([`sync_client`], `docs/sync-protocol.md`).

mod access;
mod account;
mod devices;
mod hosted;
mod hosting;
mod http;
mod join;
mod keys;
mod link;
mod mailbox;
mod monthly;
mod notices;
pub mod pairing;
mod people;
mod recovery;
mod secrets;
mod share;
mod sign_in;
mod socket;
mod statement_view;
mod statements;
mod talk;
mod webhooks;

pub use access::Access;
pub use account::{Account, give_back};
pub use devices::{DeviceView, Shared, devices, revoke};
pub(crate) use hosted::Once;
pub use hosting::{ApiToken, Hosting, HostingState, hosting};
pub(crate) use hosting::{ask_for_offer, end_token, forget, hand_over, hosted_as, make_token};
pub use keys::Members;
pub use link::{Link, Remote, keeping, read as link};
pub use mailbox::{Mailbox, Place};
pub use monthly::{MonthlyOrder, MonthlyReport, MonthlyReportState, MonthlyReports, ReportWish};
pub(crate) use monthly::{fetch_report, monthly_reports, order_report, report_wish, wish_reports};
pub use notices::{NoticeWishes, Notices, ServerJob, ServerJobState, ServerJobs, ServerNotice, Unwanted};
pub(crate) use notices::{jobs, notices, read_notices, wish, wishes};
pub use people::{Grant, People, PersonRole, PersonView, people};
pub(crate) use people::{account_name, devices_of, may_become, take_access};
pub use recovery::check_phrase;
pub use secrets::{Keeping, Unlocked};
pub use sign_in::SignIn;
pub use statement_view::{
    DoubtFate, DoubtView, LineFate, ServerStatement, ServerStatements, StatementPlan, StatementReview,
    StatementState,
};
pub(crate) use statements::{
    Upload, decide_statement, discard_statement, statement, statements, upload_statement,
};
pub use talk::{Progress, Synced, Until, converse};
pub use webhooks::{AddedWebhook, Webhook, Webhooks};
pub(crate) use webhooks::{add_webhook, remove_webhook, webhooks};

use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use std::path::Path;
use store::Reader;
use sync_client::{book_keys, may_only_read};
use sync_protocol::{BookTag, DeviceTag};

impl App {
    /// Where this device syncs the book, if it does.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn sync_link(&self) -> Result<Option<Link>, AppError> {
        link::read(self.reader())
    }

    /// Begins to sync: signs this device in, with a new account if `sign_up`, and makes room for the book on the server.
    ///
    /// # Errors
    /// `already_exists` when it syncs already; `server_unreachable`, `server_refused` from the server.
    pub fn set_up_sync(&mut self, account: &Account, sign_up: bool) -> Result<Link, AppError> {
        let unlinked = Unlinked::read(self.reader())?;
        let link = enter(&unlinked, account, sign_up, self.outside())?;
        self.keep_link(&link)?;
        self.keep_keys_well()?;
        Ok(link)
    }

    /// Begins to sync through a folder that the other devices see, and makes room for the book there.
    ///
    /// # Errors
    /// `already_exists` when it syncs already; `io` when the folder is not there or cannot be written.
    pub fn set_up_folder(&mut self, folder: &Path) -> Result<Link, AppError> {
        let link = self.link_folder(folder)?;
        self.keep_keys_well()?;
        Ok(link)
    }

    /// The half of it that needs no keychain.
    ///
    /// # Errors
    /// As [`App::set_up_folder`].
    pub(crate) fn link_folder(&mut self, folder: &Path) -> Result<Link, AppError> {
        let unlinked = Unlinked::read(self.reader())?;
        let folder = mailbox::whole(folder)?;
        sync_folder::FolderRemote::create(&folder, unlinked.book)?;
        let device = unlinked.device.unwrap_or_else(|| fresh_tag(self.outside()));
        let link = Link { device, remote: Remote::Folder(folder) };
        self.keep_link(&link)?;
        Ok(link)
    }

    /// Keeps where this device syncs the book.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub(crate) fn keep_link(&mut self, link: &Link) -> Result<(), AppError> {
        self.local(|tx| link::write(tx, link))
    }

    /// Ends syncing on this device: what was changed stays here and on the server. The device's access is given back if the server
    /// answers; that it does not keeps nobody from leaving.
    ///
    /// # Errors
    /// `not_found` when the book is not synced.
    pub fn leave_sync(&mut self) -> Result<(), AppError> {
        give_back(&self.forget_link()?);
        Ok(())
    }

    /// The half of leaving that needs no network. Answers where the book was synced.
    ///
    /// # Errors
    /// `not_found` when the book is not synced.
    pub(crate) fn forget_link(&mut self) -> Result<Link, AppError> {
        let link = match self.linked() {
            Ok(link) => {
                if keeping(self.reader())? != Keeping::Book {
                    // The device stays the same for when it comes back.
                    self.keep_keys(Keeping::Book, None)?;
                }
                link
            }
            // Without its keys it cannot come back: then it is another device.
            Err(error) if matches!(error.code, ErrorCode::NoKeychain | ErrorCode::LockedKeys) => {
                let link = link::read(self.reader())?.ok_or(error)?;
                secrets::forget(keeping(self.reader())?, link.device, self.path())?;
                self.local(link::forget_device)?;
                link
            }
            Err(error) => return Err(error),
        };
        self.local(link::forget)?;
        Ok(link)
    }

    /// The devices of the account.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `server_unreachable`, `server_refused`.
    pub fn sync_devices(&mut self) -> Result<Vec<DeviceView>, AppError> {
        let now_ms = self.outside().now_ms();
        devices(&Shared::read(self.reader(), self.unlocked())?, now_ms)
    }

    /// Takes a device's access away, and makes keys that it does not get: what it has it keeps.
    ///
    /// # Errors
    /// As [`App::sync_devices`]; `invalid_input` for a tag that is none.
    pub fn revoke_device(&mut self, tag: &str) -> Result<(), AppError> {
        let shared = Shared::read(self.reader(), self.unlocked())?;
        let device = revoke(&shared, tag)?;
        self.take_out(shared.link.device, &[device]).map(drop)
    }

    fn linked(&self) -> Result<Link, AppError> {
        linked(self.reader(), self.unlocked())
    }
}

/// Where this device syncs the book, with what lets it in there.
///
/// # Errors
/// `not_found` when it does not; `no_keychain`, `locked_keys` when what lets it in is out of reach.
pub(crate) fn linked(reader: &Reader, unlocked: &Unlocked) -> Result<Link, AppError> {
    let mut link = link::read(reader)?.ok_or_else(|| {
        AppError::new(ErrorCode::NotFound, "the book is not synced")
            .remedy("set it up in the settings under Sync, or with `valorize sync set-up`")
    })?;
    if let Some(kept) = secrets::outside_the_book(reader, unlocked)?
        && let Remote::Server(server) = &mut link.remote
    {
        server.token.clone_from(&kept.token);
    }
    Ok(link)
}

/// May this device only read the book? It was let in as a reader, or its owner made it one.
///
/// # Errors
/// When the book cannot be read.
pub(crate) fn reads_only(reader: &Reader) -> Result<bool, AppError> {
    match link::read(reader)? {
        Some(link) => Ok(may_only_read(reader, link.device)?),
        None => Ok(false),
    }
}

/// A book that does not sync yet.
pub(crate) struct Unlinked {
    book: BookTag,
    /// This device's tag, if it synced the book before and was not taken out.
    device: Option<DeviceTag>,
}

impl Unlinked {
    /// Reads it.
    ///
    /// # Errors
    /// `already_exists` when the book syncs.
    pub(crate) fn read(reader: &Reader) -> Result<Self, AppError> {
        if let Some(link) = link::read(reader)? {
            let message = format!("the book is synced with {} already", link.place());
            return Err(
                AppError::new(ErrorCode::AlreadyExists, message).remedy("stop syncing on this device first")
            );
        }
        let members = reader.members()?;
        let taken_out =
            |tag: [u8; 16]| members.iter().any(|(member, removed)| member.id.0 == tag && *removed);
        let device = link::device(reader)?.filter(|tag| !taken_out(tag.0));
        Ok(Self { book: book_keys(reader)?.tag(), device })
    }
}

/// Signs this device in, with a new account if `sign_up`, and makes room for the book on the server.
///
/// # Errors
/// `server_unreachable`, `server_refused` from the server.
pub(crate) fn enter(
    unlinked: &Unlinked,
    account: &Account,
    sign_up: bool,
    outside: &mut dyn Outside,
) -> Result<Link, AppError> {
    let device = unlinked.device.unwrap_or_else(|| fresh_tag(outside));
    let token = account::enter(account, device, &outside.device(), sign_up)?;
    let link = Link::at_server(device, &account.server, token);
    account::make_room(&link, unlinked.book)
        .and_then(|()| account::standing(link.clone(), unlinked.book))
        .inspect_err(|_| account::give_back(&link))
}

/// A tag for a device that joins.
fn fresh_tag(outside: &mut dyn Outside) -> DeviceTag {
    let mut tag = [0; 16];
    outside.random(&mut tag);
    DeviceTag(tag)
}

impl From<sync_folder::FolderError> for AppError {
    fn from(error: sync_folder::FolderError) -> Self {
        let message = error.to_string();
        match error {
            sync_folder::FolderError::NotThere(folder) => Self::new(ErrorCode::Io, message)
                .at(folder.display().to_string())
                .remedy("connect the drive, or start what copies the folder; what was changed here waits"),
            sync_folder::FolderError::Io(_) => Self::new(ErrorCode::Io, message)
                .remedy("check that the folder may be read and written, and has room; nothing is lost"),
            sync_folder::FolderError::Book(error) => error.into(),
        }
    }
}

impl From<sync_client::BookError> for AppError {
    fn from(error: sync_client::BookError) -> Self {
        match error {
            sync_client::BookError::Store(error) => error.into(),
            refused @ (sync_client::BookError::NoBody(_) | sync_client::BookError::CannotWrite(_)) => {
                Self::new(ErrorCode::ServerRefused, refused.to_string())
            }
        }
    }
}
