//! One request to the server, and what its refusals mean for a person.

use crate::error::{AppError, ErrorCode};
use serde_json::Value;
use std::time::Duration;
use sync_protocol::BookTag;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long one request may take. The longest the server makes one wait is 25 seconds.
const PATIENCE: Duration = Duration::from_secs(40);

/// Where to ask, and as whom.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// Address of the server.
    pub server: &'a str,
    /// What lets in; empty for who has nothing yet.
    pub token: &'a str,
}

impl Asker<'_> {
    /// Sends and gets JSON.
    ///
    /// # Errors
    /// `not_found`, `server_unreachable`, `server_refused`; `invalid_input` for an address where others could read along.
    pub fn json(self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, AppError> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = self.send(method, path, "application/json", None, body.into_bytes())?;
        read(self.server, &answer)
    }

    /// The same about a book that the server reads.
    ///
    /// # Errors
    /// As [`Asker::json`].
    pub fn about(
        self,
        book: BookTag,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, AppError> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = self.send(method, path, "application/json", Some(book), body.into_bytes())?;
        read(self.server, &answer)
    }

    /// Sends and gets bytes; none are sent when `body` is empty.
    ///
    /// # Errors
    /// As [`Asker::json`].
    pub fn octets(self, method: &str, path: &str, body: &[u8]) -> Result<Vec<u8>, AppError> {
        self.send(method, path, "application/octet-stream", None, body.to_vec())
    }

    fn send(
        self,
        method: &str,
        path: &str,
        kind: &str,
        about: Option<BookTag>,
        body: Vec<u8>,
    ) -> Result<Vec<u8>, AppError> {
        let server = self.server.trim_end_matches('/');
        check(server)?;
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{server}{path}"));
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if let Some(book) = about {
            request = request.header("valorize-book", book.to_string());
        }
        let request = request
            .header("content-type", kind)
            .body(body)
            .map_err(|error| AppError::invalid("server", error.to_string()))?;
        let mut answer = agent().run(request).map_err(|error| {
            AppError::new(ErrorCode::ServerUnreachable, format!("{server} does not answer: {error}"))
                .remedy("check the address and the network; nothing is lost, and the same can be tried again")
        })?;
        let bytes = answer.body_mut().read_to_vec().map_err(|_| strange(server))?;
        if answer.status().is_success() {
            return Ok(bytes);
        }
        let said: Value = serde_json::from_slice(&bytes).map_err(|_| strange(server))?;
        Err(refusal(server, path, &said))
    }
}

fn read(server: &str, answer: &[u8]) -> Result<Value, AppError> {
    if answer.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(answer).map_err(|_| strange(server))
}

/// Sends a form to an issuer and gets JSON. What it refuses is told in its own words.
///
/// # Errors
/// `server_unreachable`, `server_refused`; `invalid_input` for an address where others could read along.
pub fn post_form(address: &str, fields: &[(&str, &str)]) -> Result<Value, AppError> {
    check(address)?;
    let unreachable = |error: ureq::Error| {
        AppError::new(ErrorCode::ServerUnreachable, format!("{address} does not answer: {error}"))
            .remedy("check the network; begin to sign in again")
    };
    let mut answer = agent().post(address).send_form(fields.iter().copied()).map_err(unreachable)?;
    let bytes = answer.body_mut().read_to_vec().map_err(|_| strange(address))?;
    let said: Value = serde_json::from_slice(&bytes).map_err(|_| strange(address))?;
    if answer.status().is_success() {
        return Ok(said);
    }
    let why = said["error_description"].as_str().or(said["error"].as_str()).unwrap_or("it gives no reason");
    Err(AppError::new(ErrorCode::ServerRefused, format!("{address} refuses: {why}"))
        .remedy("begin to sign in again"))
}

fn agent() -> ureq::Agent {
    // The system's certificate authorities: who runs a server of their own may have added theirs.
    let system = rustls_native_certs::load_native_certs().certs;
    let roots: Vec<_> = system.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
    let tls = TlsConfig::builder().root_certs(RootCerts::from(roots)).build();
    let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
    ureq::Agent::new_with_config(config.tls_config(tls).build())
}

/// What the server's refusal means for a person. Its code stands at the end of the place, for programs.
fn refusal(server: &str, path: &str, answer: &Value) -> AppError {
    let code = answer["code"].as_str().unwrap_or("unknown");
    if code == "not_found" {
        return AppError::new(ErrorCode::NotFound, "the server has no such thing for this account")
            .at(server);
    }
    let (message, remedy) = match code {
        "unauthorised" => {
            ("the name or the password is wrong, or this device is no longer let in", "check both")
        }
        "name_taken" if path.starts_with("/v1/books") => {
            ("the book is synced under another account of this server", "sign in to that account")
        }
        "name_taken" => ("there is an account of this name already", "sign in to it, or choose another name"),
        "sign_up_closed" => ("the server takes no new accounts", "ask who runs it, or choose another server"),
        "invitation_needed" => ("a new account needs an invitation", "ask who runs the server for one"),
        "forbidden" => ("only the book's owner may do that", "ask who shares the book with you"),
        "quota" => ("a limit of the account is reached", "ask who runs the server for more room"),
        "too_many" => ("too many tries", "wait a minute and try again"),
        _ => {
            let said = answer["message"].as_str().or(answer["detail"].as_str());
            (said.unwrap_or("it gives no reason"), "try again later")
        }
    };
    AppError::new(ErrorCode::ServerRefused, message).at(format!("{server} ({code})")).remedy(remedy)
}

/// A password goes over the network only where nobody can read along.
pub fn check(address: &str) -> Result<(), AppError> {
    let parsed = address.parse::<ureq::http::Uri>().ok();
    let host = parsed.as_ref().and_then(ureq::http::Uri::host).unwrap_or_default();
    let safe = match parsed.as_ref().and_then(ureq::http::Uri::scheme_str) {
        Some("https") => !host.is_empty(),
        Some("http") => ["127.0.0.1", "localhost", "[::1]"].contains(&host),
        _ => false,
    };
    if safe {
        return Ok(());
    }
    Err(AppError::invalid("server", format!("`{address}` is not a safe address"))
        .remedy("give an address that begins with https://; http:// is for this machine alone"))
}

pub fn strange(server: &str) -> AppError {
    AppError::new(ErrorCode::ServerRefused, format!("{server} gives an answer that is none of a sync server"))
        .remedy("check the address, and that the server is as new as this program")
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_password_goes_only_where_nobody_reads_along() {
        for safe in
            ["https://books.example.org", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"]
        {
            assert!(check(safe).is_ok(), "{safe}");
        }
        for unsafe_one in [
            "http://books.example.org",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "ftp://x",
            "",
            "https://",
        ] {
            assert!(check(unsafe_one).is_err(), "{unsafe_one}");
        }
    }
}
