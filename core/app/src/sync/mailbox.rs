//! Where two devices that pair leave each other messages: at the server, or in the folder they share.

use super::http::{Asker, check, strange};
use super::link::{Link, Remote};
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::progress::cancelled;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What the guest's first message says.
const KNOCK: &[u8] = b"knock";
/// Seconds a mailbox in a folder stands.
const LIFE: u32 = 300;
/// How often a folder is looked at.
const LOOK: Duration = Duration::from_millis(200);
/// A folder's mailboxes have numbers of six digits, as a server's.
const NUMBERS: u32 = 900_000;

/// Where a device that wants in looks for the one that lets it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A server's address.
    Server(String),
    /// A folder.
    Folder(PathBuf),
}

impl Place {
    /// A server, as a person wrote its address.
    ///
    /// # Errors
    /// `invalid_input` for an address where others could read along.
    pub fn server(address: &str) -> Result<Self, AppError> {
        let address = address.trim().trim_end_matches('/').to_owned();
        check(&address)?;
        Ok(Self::Server(address))
    }

    /// A folder.
    ///
    /// # Errors
    /// `io` when it is not there.
    pub fn folder(path: &Path) -> Result<Self, AppError> {
        whole(path).map(Self::Folder)
    }
}

/// A folder's whole path, so that it is the same from wherever the program is started.
///
/// # Errors
/// `io` when it is not there; `invalid_input` when it is a file.
pub fn whole(path: &Path) -> Result<PathBuf, AppError> {
    let whole = path.canonicalize().map_err(|error| {
        AppError::new(ErrorCode::Io, error.to_string())
            .at(path.display().to_string())
            .remedy("name a folder that is there, and that all devices see")
    })?;
    if whole.is_dir() {
        return Ok(whole);
    }
    Err(AppError::invalid("folder", format!("{} is no folder", whole.display())))
}

/// Which of the two leaves a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The device that has the book.
    Host,
    /// The one that wants in.
    Guest,
}

impl Side {
    const fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Guest => "guest",
        }
    }
}

/// A mailbox that is open.
#[derive(Clone)]
pub struct Mailbox {
    /// The first part of the code.
    pub number: u32,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Server { address: String, token: String },
    Folder { mailbox: sync_folder::Mailbox, until: Instant },
}

impl Mailbox {
    /// Opens one as a device that has a book. Answers it and the seconds it stands.
    ///
    /// # Errors
    /// `server_unreachable`, `server_refused`; `io` from a folder.
    pub fn open(link: &Link, outside: &mut dyn Outside) -> Result<(Self, u32), AppError> {
        match &link.remote {
            Remote::Server(server) => {
                let opened = link.asker()?.json("POST", "/v1/pairings", None)?;
                let number = |name: &str| opened[name].as_u64().and_then(|number| u32::try_from(number).ok());
                let (number, seconds) = number("code_id")
                    .zip(number("expires_in_seconds"))
                    .ok_or_else(|| strange(&server.address))?;
                let way = Way::Server { address: server.address.clone(), token: server.token.clone() };
                Ok((Self { number, way }, seconds))
            }
            Remote::Folder(folder) => loop {
                let mut bytes = [0; 4];
                outside.random(&mut bytes);
                let number = 100_000 + u32::from_le_bytes(bytes) % NUMBERS;
                if let Some(mailbox) = sync_folder::Mailbox::open(folder, number)? {
                    return Ok((Self { number, way: Way::Folder { mailbox, until: end() } }, LIFE));
                }
            },
        }
    }

    /// Knocks as a device that wants in, with a message that says nothing: whoever does so first is the only guest.
    ///
    /// # Errors
    /// `not_found` when nobody waits there; as [`Mailbox::open`].
    pub fn knock(place: &Place, number: u32) -> Result<Self, AppError> {
        match place {
            Place::Server(address) => {
                let stranger = Asker { server: address, token: "" };
                let path = format!("/v1/pairings/{number}/guest/1");
                let entered = stranger.octets("PUT", &path, KNOCK).map_err(nobody)?;
                let entered: Value = serde_json::from_slice(&entered).map_err(|_| strange(address))?;
                let token = entered["secret"].as_str().ok_or_else(|| strange(address))?.to_owned();
                Ok(Self { number, way: Way::Server { address: address.clone(), token } })
            }
            Place::Folder(folder) => {
                let mailbox = sync_folder::Mailbox::at(folder, number);
                if !mailbox.stands() || !mailbox.put("guest-1", KNOCK).map_err(|error| io(&error))? {
                    return Err(unknown());
                }
                Ok(Self { number, way: Way::Folder { mailbox, until: end() } })
            }
        }
    }

    /// Leaves a message.
    ///
    /// # Errors
    /// `not_found` when the mailbox is not there any more; as [`Mailbox::open`].
    pub fn put(&self, side: Side, step: u8, message: &[u8]) -> Result<(), AppError> {
        match &self.way {
            Way::Server { address, token } => {
                let asker = Asker { server: address, token };
                asker.octets("PUT", &self.path(side, step), message).map(drop)
            }
            Way::Folder { mailbox, .. } => {
                let left = mailbox.stands()
                    && mailbox
                        .put(&format!("{}-{step}", side.name()), message)
                        .map_err(|error| io(&error))?;
                if left { Ok(()) } else { Err(unknown()) }
            }
        }
    }

    /// Waits for a message. `go_on` is asked now and then.
    ///
    /// # Errors
    /// `cancelled`; `not_found` when its time is over; as [`Mailbox::open`].
    pub fn wait(&self, side: Side, step: u8, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<u8>, AppError> {
        while go_on() {
            match &self.way {
                // The server makes one wait, and answers nothing when there is none yet.
                Way::Server { address, token } => {
                    let asker = Asker { server: address, token };
                    let bytes = asker.octets("GET", &self.path(side, step), &[]).map_err(nobody)?;
                    if !bytes.is_empty() {
                        return Ok(bytes);
                    }
                }
                Way::Folder { mailbox, until } => {
                    let name = format!("{}-{step}", side.name());
                    if let Some(bytes) = mailbox.get(&name).map_err(|error| io(&error))? {
                        return Ok(bytes);
                    }
                    if Instant::now() > *until || !mailbox.stands() {
                        return Err(unknown());
                    }
                    std::thread::sleep(LOOK);
                }
            }
        }
        Err(cancelled())
    }

    /// Ends it: whoever waits for it hears that it is not there.
    pub fn end(&self) {
        // It ends by itself after some minutes.
        match &self.way {
            Way::Server { address, token } => {
                let asker = Asker { server: address, token };
                drop(asker.json("DELETE", &format!("/v1/pairings/{}", self.number), None));
            }
            Way::Folder { mailbox, .. } => drop(mailbox.end()),
        }
    }

    fn path(&self, side: Side, step: u8) -> String {
        format!("/v1/pairings/{}/{}/{step}", self.number, side.name())
    }
}

fn end() -> Instant {
    Instant::now() + Duration::from_secs(LIFE.into())
}

fn io(error: &std::io::Error) -> AppError {
    AppError::new(ErrorCode::Io, format!("the folder cannot be used: {error}"))
}

fn nobody(error: AppError) -> AppError {
    if error.code == ErrorCode::NotFound { unknown() } else { error }
}

fn unknown() -> AppError {
    AppError::new(ErrorCode::NotFound, "no device waits behind this code")
        .remedy("check the number, or show a new code on the other device")
}
