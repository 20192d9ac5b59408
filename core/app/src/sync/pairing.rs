//! Letting a new device in: a code on one screen is typed on the other, and through a mailbox at the server, which learns nothing, the new
//! one gets the book's keys and a token of its own ([`sync_protocol::pairing`]).
//!
//! The guest knocks first, with a message that says nothing: whoever knocks first is the mailbox's only guest.

use super::account;
use super::http::{Asker, check, strange};
use super::link::Link;
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use crate::progress::cancelled;
use replica::{Member, MemberId, MemberRole};
use serde_json::{Value, json};
use sync_protocol::DeviceTag;
use sync_protocol::pairing::{self, Bundle, Code, Host, Knock, Newcomer, PairingError, Role};
use sync_protocol::seal::ExchangeKey;

/// What the guest's first message says.
const KNOCK: &[u8] = b"knock";

/// A code that is shown, and a mailbox that waits for who types it.
pub struct Invitation {
    link: Link,
    code: Code,
    host: Host,
    first: Vec<u8>,
    /// Seconds the server keeps the mailbox.
    pub seconds: u32,
}

impl Invitation {
    /// Opens a mailbox and draws a code.
    ///
    /// # Errors
    /// `server_unreachable`, `server_refused`.
    pub fn open(link: &Link, outside: &mut dyn Outside) -> Result<Self, AppError> {
        let opened = link.asker().json("POST", "/v1/pairings", None)?;
        let number = |name: &str| opened[name].as_u64().and_then(|number| u32::try_from(number).ok());
        let (mailbox, seconds) =
            number("code_id").zip(number("expires_in_seconds")).ok_or_else(|| strange(&link.server))?;
        let (mut words, mut seed) = ([0; 4], [0; 32]);
        outside.random(&mut words);
        outside.random(&mut seed);
        let code = Code::new(mailbox, words);
        let (host, first) = Host::new(&code, seed);
        Ok(Self { link: link.clone(), code, host, first, seconds })
    }

    /// The code, to be shown: `4821-orchid-maple`.
    pub fn code(&self) -> String {
        self.code.to_string()
    }

    /// The mailbox, to end the waiting from elsewhere.
    pub fn mailbox(&self) -> Mailbox {
        Mailbox { link: self.link.clone(), number: self.code.mailbox() }
    }

    /// Waits for who types the code. `go_on` is asked now and then.
    ///
    /// # Errors
    /// `cancelled`; `not_found` when its time is over; `invalid_input` when a wrong code was typed; `server_unreachable`,
    /// `server_refused`.
    pub fn wait(self, go_on: &mut dyn FnMut() -> bool) -> Result<Visitor, AppError> {
        let mailbox = self.mailbox();
        let asker = self.link.asker();
        let at = |side: &str, step: u8| format!("/v1/pairings/{}/{side}/{step}", mailbox.number);
        message(asker, &at("guest", 1), go_on)?;
        asker.octets("PUT", &at("host", 1), &self.first)?;
        let answer = message(asker, &at("guest", 2), go_on)?;
        match self.host.receive(&answer) {
            Ok(knock) => Ok(Visitor { link: self.link, mailbox: mailbox.number, knock }),
            Err(failure) => {
                // So that the guest hears of it too; here it is known already.
                drop(asker.octets("PUT", &at("host", 2), &failure.answer));
                Err(failure.error.into())
            }
        }
    }
}

/// A mailbox that is open.
pub struct Mailbox {
    link: Link,
    number: u32,
}

impl Mailbox {
    /// Ends it: whoever waits for it hears that it is not there.
    pub fn end(&self) {
        // It ends by itself after some minutes.
        drop(self.link.asker().json("DELETE", &format!("/v1/pairings/{}", self.number), None));
    }
}

/// Somebody who knew the code stands at the door.
pub struct Visitor {
    link: Link,
    mailbox: u32,
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
        let input = json!({ "tag": device.to_string(), "name": name });
        let signed_in = link.asker().json("POST", "/v1/devices", Some(&input))?;
        let token = signed_in["token"].as_str().ok_or_else(|| strange(&link.server))?;
        let member = Member {
            id: MemberId(device.0),
            name: name.clone(),
            role: MemberRole::Editor,
            public_key,
            added_by: Some(MemberId(link.device)),
            handed: Vec::new(),
        };
        let told = admit(&link, member).and_then(|mut bundle| {
            bundle.server.clone_from(&link.server);
            bundle.account.clone_from(&link.account);
            token.clone_into(&mut bundle.token);
            link.asker().octets("PUT", &format!("/v1/pairings/{mailbox}/host/2"), &knock.admit(&bundle))
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
        let (mut sealing, when) = (self.sealing(link)?, self.when());
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
    /// Address of the server.
    pub server: String,
    code: Code,
    newcomer: Newcomer,
    seed: [u8; 32],
}

impl Guest {
    /// A device that wants in.
    ///
    /// # Errors
    /// `invalid_input` for a text that is no code, or an address where others could read along.
    pub fn new(
        server: &str,
        code: &str,
        device: DeviceTag,
        exchange: &ExchangeKey,
        outside: &mut dyn Outside,
    ) -> Result<Self, AppError> {
        let server = server.trim().trim_end_matches('/').to_owned();
        check(&server)?;
        let code: Code = code.parse().map_err(|error: pairing::CodeError| {
            AppError::invalid("code", error.to_string())
                .remedy("type the number and the two words that the other device shows")
        })?;
        let mut seed = [0; 32];
        outside.random(&mut seed);
        let (device, name, public_key) = (device.0.to_vec(), outside.device(), exchange.public().to_vec());
        Ok(Self { server, code, newcomer: Newcomer { device, name, public_key }, seed })
    }

    /// Knocks, and waits to be let in.
    ///
    /// # Errors
    /// `not_found` when nobody waits behind the code; `invalid_input` when it is another; `cancelled`; `server_unreachable`,
    /// `server_refused`.
    pub fn knock(&self, go_on: &mut dyn FnMut() -> bool) -> Result<Bundle, AppError> {
        let at = |side: &str, step: u8| format!("/v1/pairings/{}/{side}/{step}", self.code.mailbox());
        let nobody = |error: AppError| match error.code {
            ErrorCode::NotFound => AppError::new(ErrorCode::NotFound, "no device waits behind this code")
                .remedy("check the number, or show a new code on the other device"),
            _ => error,
        };
        let stranger = Asker { server: &self.server, token: "" };
        let entered = stranger.octets("PUT", &at("guest", 1), KNOCK).map_err(nobody)?;
        let entered: Value = serde_json::from_slice(&entered).map_err(|_| strange(&self.server))?;
        let token = entered["secret"].as_str().ok_or_else(|| strange(&self.server))?;
        let asker = Asker { server: &self.server, token };
        let first = message(asker, &at("host", 1), go_on).map_err(nobody)?;
        let (guest, answer) = pairing::Guest::new(&self.code, &first, &self.newcomer, self.seed)?;
        asker.octets("PUT", &at("guest", 2), &answer)?;
        let bundle = guest.receive(&message(asker, &at("host", 2), go_on).map_err(nobody)?)?;
        // Everything was said; the mailbox would end by itself.
        drop(asker.json("DELETE", &format!("/v1/pairings/{}", self.code.mailbox()), None));
        Ok(bundle)
    }
}

/// Waits for a message: the server makes one wait, and answers nothing when there is none yet.
fn message(asker: Asker<'_>, path: &str, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<u8>, AppError> {
    while go_on() {
        let bytes = asker.octets("GET", path, &[])?;
        if !bytes.is_empty() {
            return Ok(bytes);
        }
    }
    Err(cancelled())
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
