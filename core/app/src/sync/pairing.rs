//! Letting a new device in: a code on one screen is typed on the other, and through a mailbox, whose keeper learns nothing, the new
//! one gets the book's keys and, where there is a server, a token of its own ([`sync_protocol::pairing`]).

use super::account;
use super::link::{Link, Remote};
use super::mailbox::{Mailbox, Place, Side};
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use replica::{Member, MemberId, MemberRole};
use sync_protocol::DeviceTag;
use sync_protocol::pairing::{self, Bundle, Code, Host, Knock, Newcomer, PairingError, Role};
use sync_protocol::seal::ExchangeKey;

/// A code that is shown, and a mailbox that waits for who types it.
pub struct Invitation {
    link: Link,
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
    pub fn open(link: &Link, outside: &mut dyn Outside) -> Result<Self, AppError> {
        let (mailbox, seconds) = Mailbox::open(link, outside)?;
        let (mut words, mut seed) = ([0; 4], [0; 32]);
        outside.random(&mut words);
        outside.random(&mut seed);
        let code = Code::new(mailbox.number, words);
        let (host, first) = Host::new(&code, seed);
        Ok(Self { link: link.clone(), mailbox, code, host, first, seconds })
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
            Ok(knock) => Ok(Visitor { link: self.link, mailbox, knock }),
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
    mailbox: Mailbox,
    knock: Knock,
}

impl Visitor {
    /// Lets the new device in: a token of the account, and what `admit` gives, which names it in the book. Answers its name.
    ///
    /// # Errors
    /// `server_unreachable`, `server_refused`, and what `admit` answers; the server does not let the device in then.
    pub fn let_in(
        self,
        admit: impl FnOnce(&Link, Member) -> Result<Bundle, AppError>,
    ) -> Result<String, AppError> {
        let Self { link, mailbox, knock } = self;
        let Newcomer { name, .. } = knock.newcomer().clone();
        let parts = knock.newcomer().device().zip(knock.newcomer().public_key());
        let (device, public_key) = parts.ok_or(PairingError::Malformed)?;
        let token = match &link.remote {
            Remote::Server(_) => account::add_device(&link, device, &name)?,
            Remote::Folder(_) => String::new(),
        };
        let member = Member {
            id: MemberId(device.0),
            name: name.clone(),
            role: MemberRole::Editor,
            public_key,
            added_by: Some(MemberId(link.device.0)),
            handed: Vec::new(),
        };
        let told = admit(&link, member).and_then(|mut bundle| {
            if let Remote::Server(server) = &link.remote {
                bundle.server.clone_from(&server.address);
                bundle.account.clone_from(&server.account);
            }
            bundle.token = token;
            mailbox.put(Side::Host, 2, &knock.admit(&bundle))
        });
        // A device that hears nothing of it is not in.
        told.inspect_err(|_| drop(account::revoke(&link, device)))?;
        Ok(name)
    }
}

impl App {
    /// Names a device a member and gives everything it needs of the book.
    ///
    /// # Errors
    /// When the book's file fails, or this device may not.
    pub(crate) fn admit(&mut self, link: &Link, member: Member) -> Result<Bundle, AppError> {
        let (mut sealing, when) = (self.sealing(link.device)?, self.when());
        self.with_journal(&mut sealing, |journal| {
            journal.take_keys()?;
            journal.admit(member, &when)
        })?;
        Ok(Bundle::new(sealing.keys(), &*self.reader().secret()?, Role::Editor))
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
        let invitation = Invitation::open(&link, self.outside())?;
        show(&invitation.code(), invitation.seconds)?;
        // What ends badly leaves the mailbox: the other device is to hear of it there.
        invitation.wait(go_on)?.let_in(|link, member| self.admit(link, member))
    }
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
