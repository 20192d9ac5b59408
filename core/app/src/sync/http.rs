//! One request to the server, and what its refusals mean for a person.

use crate::error::{AppError, ErrorCode};
use serde_json::Value;
use std::time::Duration;
use sync_protocol::BookTag;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long one request may take. The longest the server makes one wait is 25 seconds.
const PATIENCE: Duration = Duration::from_secs(40);
/// Bytes a second at which a file still gets through.
const SLOWEST: u64 = 50_000;

const JSON: &str = "application/json";
const OCTETS: &str = "application/octet-stream";

/// Where to ask, and as whom.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// Address of the server.
    pub server: &'a str,
    /// What lets in; empty for who has nothing yet.
    pub token: &'a str,
}

/// A request, without where it goes.
#[derive(Clone, Copy)]
struct Ask<'a> {
    method: &'a str,
    path: &'a str,
    kind: &'a str,
    /// The book it is about, where a server reads that.
    about: Option<BookTag>,
    /// What makes a second try the same write.
    key: Option<&'a str>,
    body: &'a [u8],
}

impl<'a> Ask<'a> {
    const fn new(method: &'a str, path: &'a str, kind: &'a str, body: &'a [u8]) -> Self {
        Self { method, path, kind, about: None, key: None, body }
    }
}

/// What a write says.
#[derive(Clone, Copy)]
pub enum Content<'a> {
    /// Nothing.
    Nothing,
    /// JSON.
    Json(&'a Value),
    /// A file as it is.
    File(&'a [u8]),
}

impl Asker<'_> {
    /// Sends and gets JSON.
    ///
    /// # Errors
    /// `not_found`, `server_unreachable`, `server_refused`; `invalid_input` for an address where others could read along.
    pub fn json(self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, AppError> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = self.send(Ask::new(method, path, JSON, body.as_bytes()))?;
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
        let ask = Ask::new(method, path, JSON, body.as_bytes());
        let answer = self.send(Ask { about: Some(book), ..ask })?;
        read(self.server, &answer)
    }

    /// Writes to a book that the server reads. What broke off is sent once more: under one key the server does it once.
    ///
    /// # Errors
    /// As [`Asker::json`].
    pub fn write(
        self,
        book: BookTag,
        key: &str,
        (method, path): (&str, &str),
        content: Content<'_>,
    ) -> Result<Value, AppError> {
        let text;
        let (kind, body) = match content {
            Content::Nothing => (JSON, &[] as &[u8]),
            Content::Json(value) => {
                text = value.to_string();
                (JSON, text.as_bytes())
            }
            Content::File(bytes) => (OCTETS, bytes),
        };
        let ask = Ask { about: Some(book), key: Some(key), ..Ask::new(method, path, kind, body) };
        let answer = match self.send(ask) {
            Err(error) if error.code == ErrorCode::ServerUnreachable => self.send(ask),
            answer => answer,
        };
        read(self.server, &answer?)
    }

    /// Gets what lies behind a link that the server gave. Nothing that lets this device in goes along, and no other address is followed.
    ///
    /// # Errors
    /// `server_unreachable`; `server_refused` when the link opens nothing, more than `most` bytes, or is none that is safe to follow.
    pub fn behind(self, link: &str, most: u64) -> Result<Vec<u8>, AppError> {
        // A server elsewhere has no business on this machine.
        let here = |address: &str| address.starts_with("http://");
        if check(link).is_err() || (here(link) && !here(self.server)) {
            return Err(strange(self.server));
        }
        let config = configured(PATIENCE).max_redirects(0);
        let agent = ureq::Agent::new_with_config(config.build());
        let mut answer = agent.get(link).call().map_err(|error| unreachable(&place(link), &error))?;
        if !answer.status().is_success() {
            let status = answer.status().as_u16();
            return Err(AppError::new(
                ErrorCode::ServerRefused,
                format!("the link opens nothing ({status})"),
            )
            .at(place(link))
            .remedy("ask for the file again: links end after a quarter of an hour"));
        }
        let body = answer.body_mut().with_config().limit(most).read_to_vec();
        body.map_err(|_| strange(self.server))
    }

    /// Sends and gets bytes; none are sent when `body` is empty.
    ///
    /// # Errors
    /// As [`Asker::json`].
    pub fn octets(self, method: &str, path: &str, body: &[u8]) -> Result<Vec<u8>, AppError> {
        self.send(Ask::new(method, path, OCTETS, body))
    }

    fn send(self, ask: Ask<'_>) -> Result<Vec<u8>, AppError> {
        let server = self.server.trim_end_matches('/');
        check(server)?;
        let Ask { method, path, kind, about, key, body } = ask;
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{server}{path}"));
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if let Some(book) = about {
            request = request.header("valorize-book", book.to_string());
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let request = request
            .header("content-type", kind)
            .body(body)
            .map_err(|error| AppError::invalid("server", error.to_string()))?;
        // A large file may take its time.
        let patience = PATIENCE + Duration::from_secs(body.len() as u64 / SLOWEST);
        let agent = ureq::Agent::new_with_config(configured(patience).build());
        let mut answer = agent.run(request).map_err(|error| unreachable(server, &error))?;
        let bytes = answer.body_mut().read_to_vec().map_err(|_| strange(server))?;
        if answer.status().is_success() {
            return Ok(bytes);
        }
        if answer.status() == 404 && about.is_some() && bytes.is_empty() {
            return Err(AppError::new(ErrorCode::NotFound, "the server does not offer this")
                .at(server)
                .remedy("ask who runs it for a newer version"));
        }
        let said: Value = serde_json::from_slice(&bytes).map_err(|_| strange(server))?;
        Err(refusal(server, path, &said))
    }
}

fn unreachable(server: &str, error: &ureq::Error) -> AppError {
    AppError::new(ErrorCode::ServerUnreachable, format!("{server} does not answer: {error}"))
        .remedy("check the address and the network; nothing is lost, and the same can be tried again")
}

/// A link without what opens it, which is a secret for as long as it holds.
fn place(link: &str) -> String {
    link.split('?').next().unwrap_or_default().to_owned()
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
    ureq::Agent::new_with_config(configured(PATIENCE).build())
}

fn configured(patience: Duration) -> ureq::config::ConfigBuilder<ureq::typestate::AgentScope> {
    // The system's certificate authorities: who runs a server of their own may have added theirs.
    let system = rustls_native_certs::load_native_certs().certs;
    let roots: Vec<_> = system.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
    let tls = TlsConfig::builder().root_certs(RootCerts::from(roots)).build();
    let config = ureq::Agent::config_builder().timeout_global(Some(patience)).http_status_as_error(false);
    config.tls_config(tls)
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
        // The API of a hosted book says more exactly what is wrong.
        "forbidden" | "bad_request" | "conflict" | "in_progress" if path.starts_with("/api/") => {
            let remedy = match code {
                "forbidden" => "ask who shares the book with you",
                "bad_request" => "correct what it names and try again",
                _ => "look at how it stands now",
            };
            (answer["detail"].as_str().unwrap_or("it gives no reason"), remedy)
        }
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
    use super::{Asker, Content, check, refusal};
    use crate::error::ErrorCode;
    use serde_json::json;
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use sync_protocol::BookTag;

    #[test]
    fn a_write_that_breaks_off_is_sent_once_more_as_the_same_write() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = format!("http://{}", listener.local_addr().expect("its address"));
        let heard = std::thread::spawn(move || {
            let hear = |answer: &str| {
                let (mut stream, _) = listener.accept().expect("a connection");
                let lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
                let head: Vec<_> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                stream.write_all(answer.as_bytes()).expect("it reads");
                head.into_iter()
                    .find(|line| line.to_lowercase().starts_with("idempotency-key"))
                    .expect("a key")
            };
            [hear(""), hear("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")]
        });
        let asker = Asker { server: &server, token: "t" };
        let said = asker.write(BookTag([1; 16]), "k1", ("DELETE", "/api/imports/x"), Content::Nothing);
        assert_eq!(said, Ok(json!({})));
        assert_eq!(heard.join().expect("it heard"), ["idempotency-key: k1"; 2]);
    }

    #[test]
    fn the_api_of_a_hosted_book_says_itself_what_is_wrong() {
        let said = |path, code| {
            let answer = json!({ "code": code, "detail": "the account may only read this book" });
            let error = refusal("https://books.example.org", path, &answer);
            (error.message, error.place.unwrap_or_default())
        };
        let detail = "the account may only read this book".to_owned();
        let place = "https://books.example.org (forbidden)".to_owned();
        assert_eq!(said("/api/imports", "forbidden"), (detail, place));
        assert_eq!(said("/v1/books/x/members", "forbidden").0, "only the book's owner may do that");
    }

    #[test]
    fn a_link_that_a_server_gives_leads_to_nothing_on_this_machine() {
        let asker = Asker { server: "https://books.example.org", token: "t" };
        for link in [
            "http://127.0.0.1:1/x",
            "http://[::1]:1/x",
            "http://books.example.org/x",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(
                asker.behind(link, 9).map_err(|error| error.code),
                Err(ErrorCode::ServerRefused),
                "{link}"
            );
        }
    }

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
