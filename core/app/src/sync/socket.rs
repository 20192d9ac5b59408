//! The WebSocket to the server: connecting, and frames in and out.

use super::link::Server;
use super::talk::stopped;
use crate::error::{AppError, ErrorCode};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;
use sync_protocol::{ByeCode, Frame, Limits};
use tungstenite::client::IntoClientRequest as _;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that stands.
pub struct Socket(WebSocket<MaybeTlsStream<TcpStream>>);

/// What came.
pub enum Heard {
    /// A frame.
    Frame(Box<Frame>),
    /// Something that needs no answer.
    Sign,
    /// Nothing, for as long as a look takes.
    Nothing,
}

/// Why it does not stand.
pub enum Refusal {
    /// Try again.
    Lost(String),
    /// A person must do something.
    Final(AppError),
}

impl Socket {
    /// Connects; a read waits for `look` from then on.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn connect(server: &Server, look: Duration) -> Result<Self, Refusal> {
        let lost = |why: String| Refusal::Lost(why);
        // `http` becomes `ws`, `https` becomes `wss`.
        let address = format!("{}/v1/sync", server.address.trim_end_matches('/').replacen("http", "ws", 1));
        let mut request = address.as_str().into_client_request().map_err(|error| lost(error.to_string()))?;
        let token = format!("Bearer {}", server.token)
            .parse()
            .map_err(|_| lost("the token is damaged".to_owned()))?;
        request.headers_mut().insert("authorization", token);
        let host = request.uri().host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = request.uri().port_u16().unwrap_or(if address.starts_with("wss") { 443 } else { 80 });
        let stream = (host.as_str(), port)
            .to_socket_addrs()
            .map_err(|error| lost(format!("{host}: {error}")))?
            .find_map(|place| TcpStream::connect_timeout(&place, PATIENCE).ok())
            .ok_or_else(|| lost(format!("{} does not answer", server.address)))?;
        wait(&stream, PATIENCE)?;
        let (socket, _) = tungstenite::client_tls(request, stream).map_err(|error| match error {
            tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))
                if answer.status().as_u16() == 401 =>
            {
                Refusal::Final(stopped(ByeCode::Unauthorised))
            }
            other => lost(other.to_string()),
        })?;
        match socket.get_ref() {
            MaybeTlsStream::Plain(stream) => wait(stream, look)?,
            MaybeTlsStream::Rustls(stream) => wait(&stream.sock, look)?,
            _ => {}
        }
        Ok(Self(socket))
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// Why the connection is lost.
    pub fn send(&mut self, frame: Frame) -> Result<(), String> {
        self.0.send(Message::Binary(frame.encode().into())).map_err(|error| error.to_string())
    }

    /// Waits for a frame, at most for a look.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn read(&mut self) -> Result<Heard, Refusal> {
        match self.0.read() {
            Ok(Message::Binary(bytes)) => Frame::decode(&bytes, &Limits::DEFAULT)
                .map(|frame| Heard::Frame(Box::new(frame)))
                .map_err(|error| Refusal::Final(AppError::new(ErrorCode::ServerRefused, error.to_string()))),
            Ok(Message::Close(_)) => Err(Refusal::Lost("the server closed the connection".to_owned())),
            Ok(_) => Ok(Heard::Sign),
            Err(tungstenite::Error::Io(error)) if is_quiet(&error) => Ok(Heard::Nothing),
            Err(error) => Err(Refusal::Lost(error.to_string())),
        }
    }

    /// Says goodbye.
    pub fn close(mut self) {
        // The server notices by itself; that saying goodbye fails changes nothing.
        drop(self.0.close(None));
        drop(self.0.flush());
    }
}

fn wait(stream: &TcpStream, time: Duration) -> Result<(), Refusal> {
    stream
        .set_read_timeout(Some(time))
        .and_then(|()| stream.set_nodelay(true))
        .map_err(|error| Refusal::Lost(error.to_string()))
}

/// Nothing came in the time a read may take.
fn is_quiet(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}
