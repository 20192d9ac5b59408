//! The conversation with the server: frames both ways over one WebSocket, until the book is level with the log or somebody says stop.

use super::link::Link;
use super::secret;
use crate::error::{AppError, ErrorCode};
use crate::facade::App;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::{Duration, Instant};
use sync_client::{Backoff, Journal as _, Machine, Output, Sealing, State};
use sync_protocol::seal::BookKeys;
use sync_protocol::{ByeCode, DeviceTag, Frame, Limits};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// When to end by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The book and the log say the same.
    Level,
    /// Never: it goes on, and comes back after every break.
    Stopped,
}

/// What is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nobody is there; tried again after so long.
    Away {
        /// Why.
        why: String,
        /// Until the next try.
        wait: Duration,
    },
    /// At work.
    At {
        /// Entries of the log that are in the book.
        cursor: u64,
        /// Entries in the log.
        head: u64,
        /// Changes of this device that the log has not shown.
        waiting: u64,
    },
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Synced {
    /// Changes of other devices that are now in the book.
    pub taken: u64,
    /// Of what came, set aside as bad.
    pub quarantined: u64,
    /// Entries in the log.
    pub head: u64,
}

/// How long to wait for a connection, and for an answer where one is due.
const PATIENCE: Duration = Duration::from_secs(20);
/// Times a log may turn out to be another while somebody waits.
const ATTEMPTS: u32 = 8;
/// How long a change made meanwhile waits until it is looked for.
const LOOK: Duration = Duration::from_millis(200);

/// How one connection ended.
enum End {
    Level,
    Stopped,
    Lost { why: String, retry_after_ms: u64 },
}

type Socket = WebSocket<MaybeTlsStream<TcpStream>>;

struct Talk<'a> {
    app: &'a mut App,
    machine: Machine,
    sealing: Sealing,
    until: Until,
    synced: Synced,
    /// The connection got as far as a greeting.
    stood: bool,
    hear: &'a mut dyn FnMut(&Progress) -> bool,
}

impl App {
    /// Syncs. `hear` is told what is going on and answers whether to go on.
    ///
    /// # Errors
    /// `not_found` when the book is not synced; `refused` when the server wants something a person must do; with [`Until::Level`] also
    /// `unreachable`. What was taken and sent until then stays.
    pub fn sync(
        &mut self,
        until: Until,
        hear: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Synced, AppError> {
        let link = self.linked()?;
        let secret = self.reader().secret()?;
        let tag = secret::tag(&secret);
        let machine =
            Machine::new(tag, DeviceTag(link.device), concat!("valorize ", env!("CARGO_PKG_VERSION")));
        let sealing = Sealing::new(tag, BookKeys::from_secret(&secret));
        let mut talk =
            Talk { app: self, machine, sealing, until, synced: Synced::default(), stood: false, hear };
        let mut backoff = Backoff::new();
        for attempt in 1_u32.. {
            let end = talk.connection(&link);
            talk.machine.disconnected();
            let (why, asked) = match end? {
                End::Level | End::Stopped => break,
                End::Lost { why, retry_after_ms } => (why, retry_after_ms),
            };
            if until == Until::Level && (why != AGAIN || attempt > ATTEMPTS) {
                return Err(AppError::new(ErrorCode::Unreachable, why)
                    .remedy("what was changed here waits; sync again when the server is there"));
            }
            if talk.stood {
                backoff.reset();
            }
            let wait = Duration::from_millis(backoff.next_ms(random(talk.app), asked));
            if !talk.wait(why, wait) {
                break;
            }
        }
        Ok(talk.synced)
    }
}

/// The log turned out to be another one: greet again at once.
const AGAIN: &str = "the server asks to begin anew";

impl Talk<'_> {
    /// Waits; false when somebody said stop.
    fn wait(&mut self, why: String, wait: Duration) -> bool {
        let until = Instant::now() + wait;
        let progress = Progress::Away { why, wait };
        while Instant::now() < until {
            if !(self.hear)(&progress) {
                return false;
            }
            std::thread::sleep(LOOK.min(until.saturating_duration_since(Instant::now())));
        }
        (self.hear)(&progress)
    }

    fn connection(&mut self, link: &Link) -> Result<End, AppError> {
        let mut socket = match connect(link) {
            Ok(socket) => socket,
            Err(Refusal::Lost(why)) => return Ok(End::Lost { why, retry_after_ms: 0 }),
            Err(Refusal::Final(error)) => return Err(error),
        };
        self.sealing.reconnected();
        self.stood = false;
        let machine = &mut self.machine;
        let mut out = self.app.with_journal(&mut self.sealing, |journal| machine.connected(journal))?;
        let mut heard = Instant::now();
        loop {
            for output in out {
                match output {
                    Output::Send(frame) => {
                        if let Err(error) = socket.send(Message::Binary(frame.encode().into())) {
                            return Ok(lost(&error.to_string()));
                        }
                    }
                    Output::Leave { retry_after_ms } => {
                        return Ok(End::Lost { why: AGAIN.to_owned(), retry_after_ms });
                    }
                    Output::Stop(code) => return Err(stopped(code)),
                }
            }
            if let Some(end) = self.look(&mut socket, heard)? {
                return Ok(end);
            }
            let machine = &mut self.machine;
            out = match socket.read() {
                Ok(Message::Binary(bytes)) => {
                    heard = Instant::now();
                    let frame = Frame::decode(&bytes, &Limits::DEFAULT)
                        .map_err(|error| AppError::new(ErrorCode::Refused, error.to_string()))?;
                    self.app.with_journal(&mut self.sealing, |journal| machine.received(frame, journal))?
                }
                Ok(Message::Close(_)) => return Ok(lost("the server closed the connection")),
                Ok(_) => Vec::new(),
                Err(tungstenite::Error::Io(error)) if is_quiet(&error) => {
                    self.app.with_journal(&mut self.sealing, |journal| machine.changed(journal))?
                }
                Err(error) => return Ok(lost(&error.to_string())),
            };
        }
    }

    /// Tells how far it is, and whether that is far enough.
    fn look(&mut self, socket: &mut Socket, heard: Instant) -> Result<Option<End>, AppError> {
        let (taken, quarantined) = self.sealing.take_counts();
        self.synced.taken += taken as u64;
        self.synced.quarantined += quarantined as u64;
        if taken > 0 {
            self.app.changed_from_elsewhere();
        }
        let position = self.app.with_journal(&mut self.sealing, |journal| journal.position())?;
        let waiting = self.app.reader().unshown_count()?;
        let State::Live { head, level } = self.machine.state(position) else {
            return Ok((heard.elapsed() > PATIENCE).then(|| lost("the server does not greet")));
        };
        self.synced.head = head;
        self.stood = true;
        if !(self.hear)(&Progress::At { cursor: position.cursor, head, waiting }) {
            // The server notices by itself; that saying goodbye fails changes nothing.
            drop(socket.close(None));
            return Ok(Some(End::Stopped));
        }
        if self.until == Until::Level && level && waiting == 0 {
            drop(socket.close(None));
            return Ok(Some(End::Level));
        }
        if self.until == Until::Level && heard.elapsed() > PATIENCE {
            let error =
                AppError::new(ErrorCode::Refused, format!("the server does not take {waiting} change(s)"));
            return Err(error.remedy("the account may read only, or has no room left; nothing is lost"));
        }
        Ok(None)
    }
}

fn lost(why: &str) -> End {
    End::Lost { why: why.to_owned(), retry_after_ms: 0 }
}

fn stopped(code: ByeCode) -> AppError {
    match code {
        ByeCode::Unauthorised => {
            AppError::new(ErrorCode::Refused, "the server no longer lets this device in")
                .remedy("if it was not meant so, `valorize sync leave` and sign in anew")
        }
        ByeCode::UpdateRequired => AppError::new(ErrorCode::NewerVersion, "the server needs a newer program")
            .remedy("update; what was changed here is kept and waits"),
        _ => AppError::new(ErrorCode::Refused, "the server knows no such book for this account"),
    }
}

enum Refusal {
    Lost(String),
    Final(AppError),
}

fn connect(link: &Link) -> Result<Socket, Refusal> {
    let lost = |why: String| Refusal::Lost(why);
    // `http` becomes `ws`, `https` becomes `wss`.
    let address = format!("{}/v1/sync", link.server.trim_end_matches('/').replacen("http", "ws", 1));
    let mut request = address.as_str().into_client_request().map_err(|error| lost(error.to_string()))?;
    let token =
        format!("Bearer {}", link.token).parse().map_err(|_| lost("the token is damaged".to_owned()))?;
    request.headers_mut().insert("authorization", token);
    let host = request.uri().host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let port = request.uri().port_u16().unwrap_or(if address.starts_with("wss") { 443 } else { 80 });
    let stream = (host.as_str(), port)
        .to_socket_addrs()
        .map_err(|error| lost(format!("{host}: {error}")))?
        .find_map(|place| TcpStream::connect_timeout(&place, PATIENCE).ok())
        .ok_or_else(|| lost(format!("{} does not answer", link.server)))?;
    let waits = |stream: &TcpStream, wait| {
        stream
            .set_read_timeout(Some(wait))
            .and_then(|()| stream.set_nodelay(true))
            .map_err(|error| lost(error.to_string()))
    };
    waits(&stream, PATIENCE)?;
    let (socket, _) = tungstenite::client_tls(request, stream).map_err(|error| match error {
        tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))
            if answer.status().as_u16() == 401 =>
        {
            Refusal::Final(stopped(ByeCode::Unauthorised))
        }
        other => lost(other.to_string()),
    })?;
    match socket.get_ref() {
        MaybeTlsStream::Plain(stream) => waits(stream, LOOK)?,
        MaybeTlsStream::Rustls(stream) => waits(&stream.sock, LOOK)?,
        _ => {}
    }
    Ok(socket)
}

fn random(app: &mut App) -> u64 {
    let mut bytes = [0; 8];
    app.outside().random(&mut bytes);
    u64::from_le_bytes(bytes)
}

/// Nothing came in the time a read may take.
fn is_quiet(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}
