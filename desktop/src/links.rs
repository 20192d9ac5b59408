//! Links leave the window through the system's browser, and only there.

use app::{AppError, ErrorCode};
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;
use url::Url;

/// Opens an address in the browser. The interface calls this when the person follows a link, and for nothing else.
#[tauri::command]
pub fn open_link(address: &str, app: AppHandle) -> Result<(), AppError> {
    let address = outside(address)?;
    app.opener()
        .open_url(address.as_str(), None::<&str>)
        .map_err(|error| AppError::new(ErrorCode::Io, format!("the browser cannot be opened: {error}")))
}

/// Only https: nothing that starts a program or reads a file.
fn outside(address: &str) -> Result<Url, AppError> {
    let refused = || AppError::invalid("address", "only https links are opened");
    let address = Url::parse(address).map_err(|_| refused())?;
    if address.scheme() == "https" && address.has_host() && address.username().is_empty() {
        return Ok(address);
    }
    Err(refused())
}

/// True for the pages of the interface itself.
pub fn inside(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        // Windows has no schemes of one's own.
        "http" | "https" => cfg!(windows) && address.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{inside, outside};
    use url::Url;

    #[test]
    fn only_https_leaves() {
        assert!(outside("https://example.org/a?b").is_ok());
        for address in [
            "http://example.org",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "mailto:a@example.org",
            "https://user@example.org",
            "-e",
            "",
        ] {
            assert!(outside(address).is_err(), "{address}");
        }
    }

    #[test]
    fn the_window_shows_nothing_but_the_interface() {
        for (address, shown) in [
            ("tauri://localhost/", true),
            ("tauri://localhost/register?q=a", true),
            ("tauri://elsewhere/", false),
            ("https://example.org/", false),
            ("http://localhost/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,hello", false),
        ] {
            assert_eq!(inside(&Url::parse(address).expect("an address")), shown, "{address}");
        }
    }
}
