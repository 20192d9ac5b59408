//! The server's HTTP side: accounts, devices, books.

use super::devices::Listed;
use super::link::Link;
use crate::error::{AppError, ErrorCode};
use crate::passphrase::Passphrase;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;
use sync_protocol::{BookTag, DeviceTag};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// An account and the server it is on. Not to be printed.
pub struct Account {
    /// Address of the server.
    pub server: String,
    /// The account's name.
    pub name: String,
    /// Its password.
    pub password: Passphrase,
    /// Where signing up needs one.
    pub invitation: Option<String>,
}

impl Account {
    /// An account as a person named it.
    ///
    /// # Errors
    /// `invalid_input` for an address where others could read along, or no name.
    pub fn new(
        server: &str,
        name: &str,
        password: Passphrase,
        invitation: Option<String>,
    ) -> Result<Self, AppError> {
        let server = server.trim().trim_end_matches('/').to_owned();
        check(&server)?;
        let name = crate::parse::name("account", name)?;
        let invitation = invitation.filter(|code| !code.trim().is_empty());
        Ok(Self { server, name, password, invitation })
    }
}

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Signs a device in, or up with a new account. Gives its token.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn enter(
    account: &Account,
    device: DeviceTag,
    device_name: &str,
    sign_up: bool,
) -> Result<String, AppError> {
    let mut body = json!({
        "name": account.name, "password": account.password.text(),
        "device": { "tag": device.to_string(), "name": device_name },
    });
    if let Some(invitation) = &account.invitation {
        body["invitation"] = json!(invitation);
    }
    let path = if sign_up { "/v1/accounts" } else { "/v1/sessions" };
    let answer = ask(&account.server, "POST", path, "", Some(&body))?;
    answer["token"].as_str().map(str::to_owned).ok_or_else(|| strange(&account.server))
}

/// Makes room for a book, or finds that there is.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn make_room(link: &Link, book: BookTag) -> Result<(), AppError> {
    ask(&link.server, "PUT", &format!("/v1/books/{book}"), &link.token, None).map(drop)
}

/// Can the account reach this book?
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn has_book(link: &Link, book: BookTag) -> Result<bool, AppError> {
    let server = &link.server;
    let books = ask(server, "GET", "/v1/books", &link.token, None)?;
    let list = books.as_array().or_else(|| books["items"].as_array()).ok_or_else(|| strange(server))?;
    Ok(list.iter().any(|entry| entry["tag"] == json!(book.to_string())))
}

/// The account's devices.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub(super) fn devices(link: &Link) -> Result<Vec<Listed>, AppError> {
    let devices = ask(&link.server, "GET", "/v1/devices", &link.token, None)?;
    let list = if devices.is_array() { devices } else { devices["items"].clone() };
    serde_json::from_value(list).map_err(|_| strange(&link.server))
}

/// Takes a device's access away; false when the account has no such device.
///
/// # Errors
/// `server_unreachable`, `server_refused`.
pub fn revoke(link: &Link, device: DeviceTag) -> Result<bool, AppError> {
    match ask(&link.server, "DELETE", &format!("/v1/devices/{device}"), &link.token, None) {
        Ok(_) => Ok(true),
        Err(error) if error.code == ErrorCode::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives back this device's access, so that it does not stand in the list for ever.
pub fn give_back(link: &Link) {
    // Why nothing came of it, or that the person wants no more of it, is what counts; that this fails too changes nothing here.
    drop(revoke(link, DeviceTag(link.device)));
}

fn ask(server: &str, method: &str, path: &str, token: &str, body: Option<&Value>) -> Result<Value, AppError> {
    let mut address = server.trim_end_matches('/').to_owned();
    check(&address)?;
    // Writing to a string does not fail.
    let _ = write!(address, "{path}");
    // The system's certificate authorities: who runs a server of their own may have added theirs.
    let system = rustls_native_certs::load_native_certs().certs;
    let roots: Vec<_> = system.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
    let tls = TlsConfig::builder().root_certs(RootCerts::from(roots)).build();
    let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
    let agent = ureq::Agent::new_with_config(config.tls_config(tls).build());
    let mut request = ureq::http::Request::builder().method(method).uri(&address);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.header("content-type", "application/json");
    let bytes = body.map(Value::to_string).unwrap_or_default();
    let request = request.body(bytes).map_err(|error| AppError::invalid("server", error.to_string()))?;
    let mut answer = agent.run(request).map_err(|error| {
        AppError::new(ErrorCode::ServerUnreachable, format!("{server} does not answer: {error}"))
            .remedy("check the address and the network; nothing is lost, and the same can be tried again")
    })?;
    let status = answer.status();
    let text = answer.body_mut().read_to_string().map_err(|_| strange(server))?;
    let value: Value = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).map_err(|_| strange(server))?
    };
    if status.is_success() {
        return Ok(value);
    }
    Err(refusal(server, path, &value))
}

/// What the server's refusal means for a person. Its code stands at the end of the place, for programs.
fn refusal(server: &str, path: &str, answer: &Value) -> AppError {
    let code = answer["code"].as_str().unwrap_or("unknown");
    if code == "not_found" {
        return AppError::new(ErrorCode::NotFound, "the server has no such thing for this account").at(server);
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
        "quota" => ("a limit of the account is reached", "ask who runs the server for more room"),
        "too_many" => ("too many tries", "wait a minute and try again"),
        _ => (answer["message"].as_str().unwrap_or("it gives no reason"), "try again later"),
    };
    AppError::new(ErrorCode::ServerRefused, message).at(format!("{server} ({code})")).remedy(remedy)
}

/// A password goes over the network only where nobody can read along.
fn check(address: &str) -> Result<(), AppError> {
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

fn strange(server: &str) -> AppError {
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
