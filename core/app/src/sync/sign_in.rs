//! Signing in through the issuer that a server trusts (OIDC): a person signs in there in their browser, and the issuer gives this device a
//! token that says who they are (authorisation code with PKCE, RFC 7636; the answer comes to a port of this machine, RFC 8252).

use super::http::{Asker, check, post_form, strange};
use crate::env::Outside;
use crate::error::{AppError, ErrorCode};
use crate::passphrase::Passphrase;
use crate::progress::cancelled;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::{Duration, Instant};
use url::Url;
use zeroize::Zeroizing;

/// How often it is looked whether the browser came back.
const LOOK: Duration = Duration::from_millis(100);
/// How long the browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most of a request that is read.
const MOST: usize = 16 * 1024;
/// Where the issuer sends the browser back to.
const BACK: &str = "/signed-in";

/// A sign-in that was begun: a person goes on at `url`.
pub struct SignIn {
    /// Where a person signs in.
    pub url: String,
    /// Until when.
    pub until: Instant,
    listener: TcpListener,
    issuer: String,
    token_endpoint: String,
    client_id: String,
    redirect: String,
    state: String,
    verifier: Zeroizing<String>,
}

/// What the server says of its issuer.
#[derive(Deserialize)]
struct Attempt {
    issuer: String,
    client_id: String,
    nonce: String,
    expires_in_seconds: u32,
}

/// What the issuer says of itself.
#[derive(Deserialize)]
struct Described {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
}

impl SignIn {
    /// Asks the server for its issuer, and opens a port for the browser's answer.
    ///
    /// # Errors
    /// `not_found` when the server has no issuer; `io` when no port can be had; `server_unreachable`, `server_refused`, also from the issuer.
    pub fn begin(server: &str, outside: &mut dyn Outside) -> Result<Self, AppError> {
        let server = server.trim().trim_end_matches('/');
        let asked = Asker { server, token: "" }.json("POST", "/v1/oidc/attempts", None);
        let attempt: Attempt = serde_json::from_value(asked.map_err(|error| no_issuer(error, server))?)
            .map_err(|_| strange(server))?;
        let issuer = attempt.issuer.trim_end_matches('/').to_owned();
        let said =
            Asker { server: &issuer, token: "" }.json("GET", "/.well-known/openid-configuration", None)?;
        let described: Described = serde_json::from_value(said).map_err(|_| not_one(&issuer))?;
        // An issuer that speaks for another is none (OpenID Connect Discovery, 4.3).
        if described.issuer != attempt.issuer {
            return Err(not_one(&issuer));
        }
        check(&described.token_endpoint)?;
        check(&described.authorization_endpoint)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| {
            listener.set_nonblocking(true)?;
            Ok((listener.local_addr()?.port(), listener))
        });
        let (port, listener) = listener.map_err(|error| {
            AppError::new(ErrorCode::Io, format!("no port for the browser's answer: {error}"))
        })?;
        let redirect = format!("http://127.0.0.1:{port}{BACK}");
        let (state, verifier) = (drawn(outside), Zeroizing::new(drawn(outside)));
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut url = Url::parse(&described.authorization_endpoint).map_err(|_| not_one(&issuer))?;
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("scope", "openid email"),
            ("client_id", &attempt.client_id),
            ("redirect_uri", &redirect),
            ("state", &state),
            ("nonce", &attempt.nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(Self {
            url: url.into(),
            until: Instant::now() + Duration::from_secs(attempt.expires_in_seconds.into()),
            listener,
            issuer,
            token_endpoint: described.token_endpoint,
            client_id: attempt.client_id,
            redirect,
            state,
            verifier,
        })
    }

    /// Waits for the browser, and gives the token that says who the person is. `go_on` is asked several times a second.
    ///
    /// # Errors
    /// `cancelled`; `not_found` when its time is over; `server_refused` when the issuer says no; `server_unreachable`.
    pub fn wait(self, go_on: &mut dyn FnMut() -> bool) -> Result<Passphrase, AppError> {
        loop {
            if !go_on() {
                return Err(cancelled());
            }
            if Instant::now() >= self.until {
                return Err(AppError::new(ErrorCode::NotFound, "nobody signed in in time")
                    .remedy("begin to sign in again"));
            }
            match self.listener.accept() {
                Ok((stream, _)) => {
                    if let Some(answer) = self.hear(stream) {
                        return self.exchange(&answer?);
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(LOOK),
                Err(error) => return Err(AppError::new(ErrorCode::Io, error.to_string())),
            }
        }
    }

    /// What a caller brings: the code, a refusal, or nothing of ours.
    fn hear(&self, mut stream: TcpStream) -> Option<Result<Zeroizing<String>, AppError>> {
        let asked = request(&mut stream)?;
        let url = Url::parse(&format!("http://127.0.0.1{asked}")).ok()?;
        let said =
            |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        // Another page of this machine's browser may knock too; only the issuer's answer carries what was drawn.
        if url.path() != BACK || said("state").as_deref() != Some(&self.state) {
            answer(&mut stream, "404 Not Found", "");
            return None;
        }
        answer(&mut stream, "200 OK", PAGE);
        Some(match (said("code"), said("error")) {
            (Some(code), None) => Ok(Zeroizing::new(code)),
            (_, error) => {
                let why =
                    said("error_description").or(error).unwrap_or_else(|| "it gives no reason".to_owned());
                let message = format!("{} does not vouch for you: {why}", self.issuer);
                Err(AppError::new(ErrorCode::ServerRefused, message).remedy("begin to sign in again"))
            }
        })
    }

    /// The code for the token.
    fn exchange(&self, code: &str) -> Result<Passphrase, AppError> {
        let answer = post_form(
            &self.token_endpoint,
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", &self.redirect),
                ("client_id", &self.client_id),
                ("code_verifier", &self.verifier),
            ],
        )?;
        let token = answer["id_token"].as_str().ok_or_else(|| not_one(&self.issuer))?;
        Ok(Passphrase::new(token.to_owned()))
    }
}

/// 32 random bytes as a text that may stand anywhere.
fn drawn(outside: &mut dyn Outside) -> String {
    let mut bytes = Zeroizing::new([0; 32]);
    outside.random(&mut *bytes);
    URL_SAFE_NO_PAD.encode(*bytes)
}

/// The path and query of a request, read up to the end of its head; `None` for what is none.
fn request(stream: &mut TcpStream) -> Option<String> {
    stream.set_nonblocking(false).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let (mut head, mut part) = (Vec::new(), [0; 2048]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < MOST {
        match stream.read(&mut part).ok()? {
            0 => break,
            length => head.extend_from_slice(&part[..length]),
        }
    }
    let line = head.split(|byte| *byte == b'\r').next()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    (words.next()? == "GET").then(|| words.next().map(str::to_owned))?
}

/// What the browser shows at the end: it does not know which language the app speaks.
const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Valorize</title>\
    <p>You can close this page and go back to Valorize.</p>\
    <p lang=pt-BR>Pode fechar esta página e voltar ao Valorize.</p>";

fn answer(stream: &mut TcpStream, status: &str, page: &str) {
    let length = page.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-security-policy: default-src 'none'\r\n\
         referrer-policy: no-referrer\r\ncache-control: no-store\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    // A browser that was closed meanwhile need not see it.
    drop(stream.write_all((head + page).as_bytes()));
}

fn no_issuer(error: AppError, server: &str) -> AppError {
    if error.code != ErrorCode::NotFound {
        return error;
    }
    AppError::new(ErrorCode::NotFound, "the server has no issuer to sign in through")
        .at(server)
        .remedy("sign in with a name and a password")
}

fn not_one(issuer: &str) -> AppError {
    AppError::new(ErrorCode::ServerRefused, format!("{issuer} gives an answer that is none of an issuer"))
        .remedy("tell whoever runs the server")
}
