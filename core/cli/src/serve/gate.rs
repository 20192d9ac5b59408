//! Who may come in: a link that works once is exchanged for a cookie; other names for this machine, other pages and other
//! programs are refused. Every answer leaves with headers that let the page load nothing from elsewhere.

use super::Shared;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::{Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq as _;

const POLICY: &str = "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; style-src 'self'; font-src 'self'; \
worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Links not yet used, and the browsers that used one.
pub struct Gate {
    port: u16,
    cookie: String,
    links: Mutex<Vec<String>>,
    sessions: Mutex<Vec<String>>,
}

impl Gate {
    /// Of the server on this port.
    pub fn new(port: u16) -> Self {
        // Browsers share cookies between the ports of a host: the name keeps two servers apart.
        let cookie = format!("valorize_{port}");
        Self { port, cookie, links: Mutex::default(), sessions: Mutex::default() }
    }

    /// A link that works once.
    pub fn new_link(&self) -> String {
        let token = secret();
        let link = format!("http://127.0.0.1:{}/?token={token}", self.port);
        lock(&self.links).push(token);
        link
    }

    /// Uses up a token; the answer is the cookie to set.
    fn exchange(&self, token: &str) -> Option<String> {
        let mut links = lock(&self.links);
        let at = links.iter().position(|link| same(link, token))?;
        links.swap_remove(at);
        let session = secret();
        let cookie = format!("{}={session}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        lock(&self.sessions).push(session);
        Some(cookie)
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut values = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(name, _)| *name == self.cookie)
            .map(|(_, value)| value);
        values.any(|value| lock(&self.sessions).iter().any(|session| same(session, value)))
    }

    /// The names under which this server may be called. Any other is a foreign name that was made to point here.
    fn is_our_name(&self, name: &str) -> bool {
        ["127.0.0.1", "localhost"].iter().any(|host| name == format!("{host}:{}", self.port))
    }

    /// The request comes from our own page. Programs and pages of other origins are not let in, even with the cookie.
    fn is_our_page(&self, method: &Method, headers: &HeaderMap) -> bool {
        let fetch_site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
        if fetch_site.is_some_and(|site| site != "same-origin" && site != "none") {
            return false;
        }
        match headers.get(header::ORIGIN) {
            Some(origin) => origin
                .to_str()
                .ok()
                .and_then(|origin| origin.strip_prefix("http://"))
                .is_some_and(|name| self.is_our_name(name)),
            None => method == Method::GET,
        }
    }
}

/// Lets a request through or answers why not.
pub async fn check(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = match verdict(&shared.gate, &request) {
        Ok(()) => next.run(request).await,
        Err(answer) => *answer,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn verdict(gate: &Gate, request: &Request) -> Result<(), Box<Response>> {
    let refuse = |status, text: &str| Err(Box::new((status, format!("{text}\n")).into_response()));
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    if !host.is_some_and(|host| gate.is_our_name(host)) {
        return refuse(StatusCode::FORBIDDEN, "This server answers only to its own address.");
    }
    let page = request.uri().path() == "/" && request.method() == Method::GET;
    if let Some(token) = token(request).filter(|_| page) {
        if gate.knows(request.headers()) {
            return Err(Box::new(to_page(None)));
        }
        return match gate.exchange(token) {
            Some(cookie) => Err(Box::new(to_page(Some(&cookie)))),
            None => refuse(
                StatusCode::FORBIDDEN,
                "This link was used before or is wrong. Press Enter in the terminal where `valorize serve` runs for another.",
            ),
        };
    }
    if !gate.knows(request.headers()) {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "Open the link that `valorize serve` printed in the terminal.",
        );
    }
    // A link on another site may lead to the page itself, which tells nothing; everything else is for our page alone.
    if !page && !gate.is_our_page(request.method(), request.headers()) {
        return refuse(StatusCode::FORBIDDEN, "Only Valorize's own page may ask this.");
    }
    Ok(())
}

fn token(request: &Request) -> Option<&str> {
    request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// To the page, without the token in the address.
fn to_page(cookie: Option<&str>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response();
    if let Some(Ok(value)) = cookie.map(HeaderValue::from_str) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

fn secret() -> String {
    let mut bytes = [0; 32];
    // Without the system's randomness nothing here is safe: stopping is the only right answer.
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    URL_SAFE_NO_PAD.encode(bytes)
}

fn same(known: &str, given: &str) -> bool {
    known.as_bytes().ct_eq(given.as_bytes()).into()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
