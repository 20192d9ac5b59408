//! One request to a server on this machine.

use crate::error::XtaskError;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// The body that is answered, unless it is a refusal. `token` is left out where it is empty.
///
/// # Errors
/// When nobody answers, or with another status than one of success.
pub fn ask(at: SocketAddr, method: &str, path: &str, token: &str, body: &str) -> Result<String, XtaskError> {
    let failed = |source| XtaskError::Start { program: format!("http://{at}{path}"), source };
    let mut stream = TcpStream::connect_timeout(&at, PATIENCE).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    let signed = if token.is_empty() { String::new() } else { format!("authorization: Bearer {token}\r\n") };
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {at}\r\nconnection: close\r\n{signed}");
    write!(stream, "{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        .map_err(failed)?;
    let mut text = String::new();
    stream.read_to_string(&mut text).map_err(failed)?;
    let status = text.split(' ').nth(1).unwrap_or_default();
    if !status.starts_with('2') {
        return Err(XtaskError::Step(format!("{method} {path}: {status}")));
    }
    Ok(text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}
