//! Letting a new device in: a code on one screen is typed on the other, and through a mailbox, whose keeper learns nothing, the new
//! one gets the book's keys and, where there is a server, a token of its own ([`sync_protocol::pairing`]).

use super::account;
use super::link::{Link, Remote};
use super::mailbox::{Mailbox, Place, Side};
use super::people::Grant;
use super::reads_only;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use replica::{Member, MemberId, MemberRole};
use store::Reader;
use sync_client::book_keys;
use sync_protocol::DeviceTag;
use sync_protocol::pairing::{self, Bundle, Code, Host, Knock, Newcomer, PairingError, Role};
use sync_protocol::seal::ExchangeKey;

/// Whom a code lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// Another device of this account.
    OwnDevice,
    /// Another account, which the server lets in already.
    Person(Grant),
}

/// A code that is shown, and a mailbox that waits for who types it.
pub struct Invitation {
    link: Link,
    whom: Whom,
    mailbox: Mailbox,
    code: Code,
    host: Host,
    first: Vec<u8>,
    /// Seconds the mailbox stands.
    pub seconds: u32,
}

impl Invitation {
    /// Opens a mailbox and draws a code.
    ///
    /// # Errors
    /// As [`Mailbox::open`].
    pub fn open(link: &Link, whom: Whom, outside: &mut dyn Outside) -> Result<Self, AppError> {
        let (mailbox, seconds) = Mailbox::open(link, outside)?;
        let (mut words, mut seed) = ([0; 4], [0; 32]);
        outside.random(&mut words);
        outside.random(&mut seed);
        let code = Code::new(mailbox.number, words);
        let (host, first) = Host::new(&code, seed);
        Ok(Self { link: link.clone(), whom, mailbox, code, host, first, seconds })
    }

    /// The code, to be shown: `4821-orchid-maple`.
    pub fn code(&self) -> String {
        self.code.to_string()
    }

    /// The mailbox, to end the waiting from elsewhere.
    pub fn mailbox(&self) -> Mailbox {
        self.mailbox.clone()
    }

    /// Waits for who types the code. `go_on` is asked now and then.
    ///
    /// # Errors
    /// `cancelled`; `not_found` when its time is over; `invalid_input` when a wrong code was typed; `server_unreachable`,
    /// `server_refused`.
    pub fn wait(self, go_on: &mut dyn FnMut() -> bool) -> Result<Visitor, AppError> {
        let mailbox = self.mailbox;
        mailbox.wait(Side::Guest, 1, go_on)?;
        mailbox.put(Side::Host, 1, &self.first)?;
        let answer = mailbox.wait(Side::Guest, 2, go_on)?;
        match self.host.receive(&answer) {
            Ok(knock) => Ok(Visitor { link: self.link, whom: self.whom, mailbox, knock }),
            Err(failure) => {
                // So that the guest hears of it too; here it is known already.
                drop(mailbox.put(Side::Host, 2, &failure.answer));
                Err(failure.error.into())
            }
        }
    }
}

/// Somebody who knew the code stands at the door.
pub struct Visitor {
    link: Link,
    whom: Whom,
    mailbox: Mailbox,
    knock: Knock,
}

impl Visitor {
    /// Lets the new device in: what `admit` gives, which names it in the book, and, for one of this account, a token. Answers its name.
    ///
    /// # Errors
    /// `server_unreachable`, `server_refused`, and what `admit` answers; the server does not let the device in then.
    pub fn let_in(
        self,
        admit: impl FnOnce(&Link, Member) -> Result<Bundle, AppError>,
    ) -> Result<String, AppError> {
        let Self { link, whom, mailbox, knock } = self;
        let Newcomer { name, .. } = knock.newcomer().clone();
        let parts = knock.newcomer().device().zip(knock.newcomer().public_key());
        let (device, public_key) = parts.ok_or(PairingError::Malformed)?;
        let (token, account, role) = match (&link.remote, &whom) {
            (Remote::Server(_), Whom::OwnDevice) => {
                let token = match account::add_device(&link, device, &name) {
                    Ok(token) => token,
                    Err(error) => {
                        // So that the other device need not wait for nothing; here it is known already.
                        drop(mailbox.put(Side::Host, 2, &knock.refuse()));
                        return Err(error);
                    }
                };
                (token, link.account(), MemberRole::Editor)
            }
            (_, Whom::Person(grant)) => (String::new(), Some(grant.account.clone()), grant.role.of_member()),
            (Remote::Folder(_), Whom::OwnDevice) => (String::new(), None, MemberRole::Editor),
        };
        let member = Member {
            id: MemberId(device.0),
            name: name.clone(),
            role,
            public_key,
            added_by: Some(MemberId(link.device.0)),
            handed: Vec::new(),
            account,
        };
        let told = admit(&link, member).and_then(|mut bundle| {
            if let (Remote::Server(server), Whom::OwnDevice) = (&link.remote, &whom) {
                bundle.server.clone_from(&server.address);
                bundle.account.clone_from(&server.account);
                bundle.guest = server.guest;
            }
            bundle.token = token;
            mailbox.put(Side::Host, 2, &knock.admit(&bundle))
        });
        // A device that hears nothing of it is not in.
        if whom == Whom::OwnDevice {
            told.inspect_err(|_| drop(account::revoke(&link, device)))?;
        } else {
            told?;
        }
        Ok(name)
    }
}

impl App {
    /// Names a device a member and gives everything it needs of the book for its role.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn admit(&mut self, link: &Link, member: Member) -> Result<Bundle, AppError> {
        let (mut sealing, when) = (self.sealing(link.device)?, self.when());
        let role = if member.role == MemberRole::Reader { Role::Reader } else { Role::Editor };
        self.with_journal(&mut sealing, |journal| {
            journal.take_keys()?;
            journal.admit(member, &when)
        })?;
        Ok(Bundle::new(sealing.keys(), &*self.reader().secret()?, role))
    }

    /// Lets a new device in that types the code, which `show` is given with the seconds it stands. Answers the device's name.
    ///
    /// # Errors
    /// `not_found` when the book is not synced, or nobody came; as [`Invitation::wait`] and [`Visitor::let_in`].
    pub fn invite(
        &mut self,
        show: impl FnOnce(&str, u32) -> Result<(), AppError>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<String, AppError> {
        let link = self.linked()?;
        may_let_in(self.reader())?;
        self.let_whom_in(&link, Whom::OwnDevice, show, go_on)
    }

    /// Shares the book with another account and lets its device in, as [`App::invite`] does one of this account.
    ///
    /// # Errors
    /// `not_found` when the server has no such account; `server_refused` when the book is another account's; else as [`App::invite`].
    pub fn share(
        &mut self,
        grant: &Grant,
        show: impl FnOnce(&str, u32) -> Result<(), AppError>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<String, AppError> {
        let link = self.linked()?;
        let book = book_keys(self.reader())?.tag();
        grant.give(&link, book)?;
        self.let_whom_in(&link, Whom::Person(grant.clone()), show, go_on)
    }

    fn let_whom_in(
        &mut self,
        link: &Link,
        whom: Whom,
        show: impl FnOnce(&str, u32) -> Result<(), AppError>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<String, AppError> {
        let invitation = Invitation::open(link, whom, self.outside())?;
        show(&invitation.code(), invitation.seconds)?;
        // What ends badly leaves the mailbox: the other device is to hear of it there.
        invitation.wait(go_on)?.let_in(|link, member| self.admit(link, member))
    }
}

/// Refuses on a device that has no keys to hand on.
///
/// # Errors
/// `shared_read_only`.
pub fn may_let_in(reader: &Reader) -> Result<(), AppError> {
    if reads_only(reader)? {
        return Err(AppError::new(
            ErrorCode::SharedReadOnly,
            "a device that may only read the book lets nobody in",
        )
        .remedy("ask who shares the book for a code for the new device"));
    }
    Ok(())
}

/// A new device that knows a code.
pub struct Guest {
    /// Where it looks.
    pub place: Place,
    code: Code,
    newcomer: Newcomer,
    seed: [u8; 32],
}

impl Guest {
    /// A device that wants in.
    ///
    /// # Errors
    /// `invalid_input` for a text that is no code.
    pub fn new(
        place: Place,
        code: &str,
        device: DeviceTag,
        exchange: &ExchangeKey,
        outside: &mut dyn Outside,
    ) -> Result<Self, AppError> {
        let code: Code = code.parse().map_err(|error: pairing::CodeError| {
            AppError::invalid("code", error.to_string())
                .remedy("type the number and the two words that the other device shows")
        })?;
        let mut seed = [0; 32];
        outside.random(&mut seed);
        let (device, name, public_key) = (device.0.to_vec(), outside.device(), exchange.public().to_vec());
        Ok(Self { place, code, newcomer: Newcomer { device, name, public_key }, seed })
    }

    /// Knocks, and waits to be let in.
    ///
    /// # Errors
    /// `not_found` when nobody waits behind the code; `invalid_input` when it is another; `cancelled`; `server_unreachable`,
    /// `server_refused`.
    pub fn knock(&self, go_on: &mut dyn FnMut() -> bool) -> Result<Bundle, AppError> {
        let mailbox = Mailbox::knock(&self.place, self.code.mailbox())?;
        let first = mailbox.wait(Side::Host, 1, go_on)?;
        let (guest, answer) = pairing::Guest::new(&self.code, &first, &self.newcomer, self.seed)?;
        mailbox.put(Side::Guest, 2, &answer)?;
        let bundle = guest.receive(&mailbox.wait(Side::Host, 2, go_on)?)?;
        // Everything was said.
        mailbox.end();
        Ok(bundle)
    }
}

impl From<PairingError> for AppError {
    fn from(error: PairingError) -> Self {
        let code = match error {
            PairingError::Newer => ErrorCode::NewerVersion,
            PairingError::WrongCode | PairingError::Refused | PairingError::Malformed => {
                ErrorCode::InvalidInput
            }
        };
        Self::new(code, error.to_string())
            .at("code")
            .remedy("show a new code on the device that has the book")
    }
}
